import type { Command } from "../command";
import { exitCodeOf, watchRun } from "../watch";
import { findApp } from "./apps";

interface Reload {
  id: string;
  runId: string | null;
  state: string;
}

interface LogLine {
  id: number;
  at: string;
  level: string;
  source: string;
  message: string;
}

export const reloadCommands: Command[] = [
  {
    name: "reloads start",
    args: ["APP"],
    help: "Reload an app, verify and publish it.",
    options: {
      partial: { type: "boolean", help: "Keep the published data; run only ADD, REPLACE and MERGE." },
      wait: { type: "boolean", help: "Watch until it ended." },
    },
    async run({ portal, args, options, out }) {
      const app = await findApp(portal, args[0] ?? "");
      const { run, reload } = await portal.call<{ run: string; reload: string }>("POST", "/reloads", {
        app: app.id,
        ...(options.partial ? { partial: true } : {}),
      });
      out.event({ type: "started", run, reload, state: "queued" }, `Reload ${reload}, run ${run}.`);
      if (!options.wait) return 0;
      const ended = await watchRun(portal, out, run, "");
      out.event(
        { type: "result", run, reload, state: ended.state, error: ended.error },
        `${ended.state}${ended.error ? `: ${ended.error.message}` : ""}`,
      );
      return exitCodeOf([ended.state]);
    },
  },
  {
    name: "reloads watch",
    args: ["RELOAD"],
    help: "Watch a reload until it ended.",
    async run({ portal, args, out }) {
      const reload = await portal.call<Reload>("GET", `/reloads/${args[0]}`);
      if (!reload.runId) throw new Error(`Reload ${reload.id} belongs to no run.`);
      const ended = await watchRun(portal, out, reload.runId, "");
      const last = await portal.call<Reload>("GET", `/reloads/${args[0]}`);
      out.event({ type: "result", reload: last.id, state: last.state, run: ended.id }, last.state);
      return last.state === "succeeded"
        ? 0
        : exitCodeOf([ended.state === "succeeded" ? "failed" : ended.state]);
    },
  },
  {
    name: "reloads log",
    args: ["RELOAD"],
    help: "Print a reload's log.",
    async run({ portal, args, out }) {
      let after = 0;
      for (;;) {
        const { items } = await portal.call<{ items: LogLine[] }>(
          "GET",
          `/reloads/${args[0]}/log?after=${after}`,
        );
        for (const l of items)
          out.event(l, `${l.at}  ${l.level.padEnd(5)}  ${l.source.padEnd(8)}  ${l.message}`);
        const last = items.at(-1);
        if (!last) return 0;
        after = last.id;
      }
    },
  },
];
