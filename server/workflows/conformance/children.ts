import { describe, expect, it } from "vitest";
import { AppError } from "@/server/shared/errors";
import { isChildFailed } from "../errors";
import type { WorkflowScope, Workflows } from "../port";
import { noting, type OpenSite, onSite, statesOf, stepStates, until, untilAborted } from "./site";

const spec = (wf: WorkflowScope, part: string, name = "part@1") => ({
  name,
  input: { part },
  id: `${wf.id}:${part}`,
});

export interface Part {
  part: string;
}

/** A parent of three parts; each makes and can unmake something. `fails` says which part fails, as long as it does. */
export function family(driver: Workflows, log: string[], fails: Set<string>, keep = true): void {
  driver.define<Part, string>(
    "part@1",
    async (wf, { part }) => {
      await wf.step("make", async () => log.push(`make ${part}`), {
        undo: async () => void log.push(`unmake ${part}`),
      });
      await wf.step("check", async () => {
        log.push(`check ${part}`);
        if (fails.has(part)) throw new AppError("invalid", "x.bad", `Bad ${part}.`);
      });
      return `${part}!`;
    },
    { onFailure: keep ? "keep" : "undo" },
  );
  driver.define(
    "parent@1",
    async (wf) => {
      await wf.step("before", async () => log.push("before"), {
        undo: async () => void log.push("unbefore"),
      });
      return wf.children<string>(["x", "y", "z"].map((part) => spec(wf, part)));
    },
    { onFailure: keep ? "keep" : "undo" },
  );
}

export function childRules(open: OpenSite): void {
  describe("children", () => {
    it(
      "give their outputs in order, and are one family of events",
      onSite(open, async (site) => {
        const driver = site.driver();
        family(driver, [], new Set());
        await driver.launch();
        await driver.start("parent@1", {}, { id: "r" });
        expect(await driver.wait("r")).toMatchObject({ state: "succeeded", output: ["x!", "y!", "z!"] });
        expect(await driver.get("r:y")).toMatchObject({ parentId: "r", rootId: "r", state: "succeeded" });
        const events = await driver.events("r", 0);
        expect(new Set(events.map((e) => e.runId))).toEqual(new Set(["r", "r:x", "r:y", "r:z"]));
        expect(events.every((e) => e.rootId === "r")).toBe(true);
      }),
    );

    it(
      "a parent that waits holds no worker, not even its tenant's",
      onSite(open, async (site) => {
        const driver = site.driver();
        driver.queue("one", { concurrency: 1, perTenant: 1 });
        driver.define("inner@1", (wf) => wf.step("s", async () => "inner"));
        driver.define("middle@1", (wf) =>
          wf.child("inner@1", {}, { id: `${wf.id}:i`, queue: "one", tenant: "t" }),
        );
        driver.define("outer@1", (wf) =>
          wf.child("middle@1", {}, { id: `${wf.id}:m`, queue: "one", tenant: "t" }),
        );
        await driver.launch();
        await driver.start("outer@1", {}, { id: "r", queue: "one", tenant: "t" });
        expect(await driver.wait("r")).toMatchObject({ state: "succeeded", output: "inner" });
      }),
    );

    it(
      "a crash while the parent waits starts no child twice",
      onSite(open, async (site) => {
        const log: string[] = [];
        const make = (hang: boolean) => {
          const driver = site.driver();
          driver.define("child@1", async (wf) => {
            await wf.step("a", async () => log.push("a"));
            await wf.step("b", (call) =>
              noting(log, "b", hang ? untilAborted(call.signal) : Promise.resolve()),
            );
          });
          driver.define("parent@1", async (wf) => {
            await wf.child("child@1", {}, { id: "c" });
            await wf.step("after", async () => log.push("after"));
          });
          return driver;
        };
        const first = make(true);
        await first.launch();
        await first.start("parent@1", {}, { id: "r" });
        await until("b began", () => log.includes("b"));
        site.crash(first);
        const second = make(false);
        await second.launch();
        expect(await second.wait("r")).toMatchObject({ state: "succeeded" });
        expect(log).toEqual(["a", "b", "b", "after"]);
      }),
    );

    it(
      "a failed child fails its parent after all others have ended, by an error that names it",
      onSite(open, async (site) => {
        const driver = site.driver();
        const log: string[] = [];
        const seen: unknown[] = [];
        family(driver, log, new Set(["x"]));
        const watch = async (wf: WorkflowScope) => {
          try {
            await wf.child("parent@1", {}, { id: "r" });
          } catch (error) {
            seen.push(isChildFailed(error) && error.options.params);
            throw error;
          }
        };
        driver.define("watch@1", watch, { onFailure: "keep" });
        await driver.launch();
        await driver.start("watch@1", {}, { id: "w" });
        expect(await driver.wait("w")).toMatchObject({
          state: "failed",
          error: { code: "workflows.child_failed", message: expect.stringContaining("Bad x.") },
        });
        expect(seen).toEqual([{ run: "r", state: "failed", cause: "workflows.child_failed" }]);
        expect(log).toContain("check z");
        expect(await stepStates(driver, "r")).toEqual([
          "before:succeeded",
          "part@1:failed",
          "part@1:succeeded",
          "part@1:succeeded",
        ]);
      }),
    );

    it(
      "a parent that is undone undoes its children first, the failed one included",
      onSite(open, async (site) => {
        const driver = site.driver();
        const log: string[] = [];
        family(driver, log, new Set(["y"]));
        await driver.launch();
        await driver.start("parent@1", {}, { id: "r" });
        await driver.wait("r");
        await driver.undo("r");
        expect(await driver.wait("r")).toMatchObject({ state: "undone" });
        expect(log.slice(-4)).toEqual(["unmake z", "unmake y", "unmake x", "unbefore"]);
        expect(await driver.get("r:y")).toMatchObject({ state: "undone" });
      }),
    );

    it(
      "a failure that undoes takes the children that succeeded back as well",
      onSite(open, async (site) => {
        const driver = site.driver();
        const log: string[] = [];
        family(driver, log, new Set(["z"]), false);
        await driver.launch();
        await driver.start("parent@1", {}, { id: "r" });
        expect(await driver.wait("r")).toMatchObject({ state: "failed" });
        expect(log.filter((line) => line.startsWith("un")).sort()).toEqual([
          "unbefore",
          "unmake x",
          "unmake y",
          "unmake z",
        ]);
        expect(log.at(-1)).toBe("unbefore");
      }),
    );

    it(
      "cancelling a parent cancels its children before it undoes its own steps",
      onSite(open, async (site) => {
        const driver = site.driver();
        const log: string[] = [];
        driver.define("child@1", async (wf) => {
          await wf.step("c", async () => log.push("c"), { undo: async () => void log.push("unc") });
          await wf.step("long", (call) => noting(log, "long", untilAborted(call.signal)));
        });
        driver.define("parent@1", async (wf) => {
          await wf.step("p", async () => log.push("p"), { undo: async () => void log.push("unp") });
          await wf.child("child@1", {}, { id: "c" });
        });
        await driver.launch();
        await driver.start("parent@1", {}, { id: "r" });
        await until("long began", () => log.includes("long"));
        await driver.cancel("r");
        expect(await driver.wait("r")).toMatchObject({ state: "cancelled" });
        expect(log).toEqual(["p", "c", "long", "unc", "unp"]);
        expect(await statesOf(driver, "r", "c")).toEqual(["queued", "running", "cancelling", "cancelled"]);
      }),
    );

    it(
      "cancelling a parent undoes the children that had already succeeded",
      onSite(open, async (site) => {
        const driver = site.driver();
        const log: string[] = [];
        driver.define("done@1", (wf) =>
          wf.step("d", async () => log.push("d"), { undo: async () => void log.push("und") }),
        );
        driver.define("long@1", (wf) =>
          wf.step("long", (call) => noting(log, "long", untilAborted(call.signal))),
        );
        driver.define("parent@1", (wf) =>
          wf.children([
            { name: "done@1", input: {}, id: "d" },
            { name: "long@1", input: {}, id: "l" },
          ]),
        );
        await driver.launch();
        await driver.start("parent@1", {}, { id: "r" });
        await until("long began", () => log.includes("long"));
        await driver.wait("d");
        await driver.cancel("r");
        expect(await driver.wait("r")).toMatchObject({ state: "cancelled" });
        expect(log.at(-1)).toBe("und");
        expect(await driver.get("d")).toMatchObject({ state: "undone" });
      }),
    );

    it(
      "cancelling only the child fails its parent",
      onSite(open, async (site) => {
        const driver = site.driver();
        let began = false;
        driver.define("child@1", (wf) =>
          wf.step("long", (call) => {
            began = true;
            return untilAborted(call.signal);
          }),
        );
        driver.define("parent@1", (wf) => wf.child("child@1", {}, { id: "c" }));
        await driver.launch();
        await driver.start("parent@1", {}, { id: "r" });
        await until("it began", () => began);
        await driver.cancel("c");
        expect(await driver.wait("r")).toMatchObject({
          state: "failed",
          error: { code: "workflows.child_failed", params: { state: "cancelled" } },
        });
      }),
    );

    it(
      "an id that belongs to another run is refused, not shared",
      onSite(open, async (site) => {
        const driver = site.driver();
        driver.define("child@1", async () => "mine");
        driver.define("parent@1", (wf) => wf.child("child@1", {}, { id: "taken" }));
        await driver.launch();
        await driver.start("child@1", {}, { id: "taken" });
        await driver.wait("taken");
        await driver.start("parent@1", {}, { id: "r" });
        expect(await driver.wait("r")).toMatchObject({ error: { code: "workflows.child_id_taken" } });
        expect(await driver.get("taken")).toMatchObject({ state: "succeeded" });
      }),
    );
  });
}
