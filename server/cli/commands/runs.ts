import type { Command } from "../command";
import { table } from "../output";
import { exitCodeOf, type RunSummary, watchRun } from "../watch";
import { findTenant } from "./tenants";

const started = (verb: string): Pick<Command, "args" | "run"> => ({
  args: ["RUN"],
  async run({ portal, args, options, out }) {
    await portal.call("POST", `/runs/${args[0]}/${verb}`, options.step ? { step: options.step } : {});
    if (!options.wait) {
      out.result(
        { type: "result", run: args[0], state: "requested" },
        () => `${verb}: requested for ${args[0]}.`,
      );
      return 0;
    }
    const ended = await watchRun(portal, out, args[0] ?? "", "");
    out.event({ type: "result", run: args[0], state: ended.state }, ended.state);
    return verb === "undo" && ended.state === "undone" ? 0 : exitCodeOf([ended.state]);
  },
});

const wait = { type: "boolean", help: "Wait until it ended." } as const;

export const runCommands: Command[] = [
  {
    name: "runs list",
    help: "List runs, newest first.",
    options: {
      tenant: { type: "string", value: "TENANT", help: "Id or slug." },
      state: { type: "string", value: "STATE", help: "Only in this state." },
    },
    async run({ portal, options, out }) {
      const query = new URLSearchParams({ limit: "100" });
      if (options.tenant) query.set("tenant", (await findTenant(portal, options.tenant)).id);
      if (options.state) query.set("state", options.state);
      const { items } = await portal.call<{ items: (RunSummary & { createdAt: string })[] }>(
        "GET",
        `/runs?${query}`,
      );
      out.result(items, () =>
        table(
          ["RUN", "TITLE", "STATE", "STARTED"],
          items.map((r) => [r.id, r.title, r.state, r.createdAt]),
        ),
      );
      return 0;
    },
  },
  {
    name: "runs watch",
    args: ["RUN"],
    help: "Print a run's events until it ended.",
    async run({ portal, args, out }) {
      const ended = await watchRun(portal, out, args[0] ?? "", "");
      out.event(
        { type: "result", run: ended.id, state: ended.state, error: ended.error },
        `${ended.state}${ended.error ? `: ${ended.error.message}` : ""}`,
      );
      return exitCodeOf([ended.state]);
    },
  },
  {
    name: "runs retry",
    help: "Go on from the failed step, or from --step.",
    options: { step: { type: "string", value: "STEP", help: "Step to begin at." }, wait },
    ...started("retry"),
  },
  { name: "runs cancel", help: "Stop a run and undo what it did.", options: { wait }, ...started("cancel") },
  { name: "runs undo", help: "Undo what an ended run did.", options: { wait }, ...started("undo") },
];
