import { describe, expect, it } from "vitest";
import { AppError } from "@/server/shared/errors";
import type { StepOptions, WorkflowScope, Workflows } from "../port";
import { type OpenSite, onSite, statesOf, stepStates, until } from "./site";

const bad = () => new AppError("invalid", "x.bad", "Bad.");
const NEVER = new Promise<never>(() => {});

/** A step that notes what it does and how it is undone. */
export function noted(wf: WorkflowScope, log: string[], name: string, options: StepOptions<string> = {}) {
  const make = async () => {
    log.push(name);
    return `made ${name}`;
  };
  return wf.step(name, make, {
    undo: async (_call, result) => {
      log.push(`un${name} ${result}`);
    },
    ...options,
  });
}

export function undoRules(open: OpenSite): void {
  describe("undo", () => {
    it(
      "a failure undoes the finished steps in reverse, with their results, and the run is failed",
      onSite(open, async (site) => {
        const driver = site.driver();
        const log: string[] = [];
        driver.define("w@1", async (wf) => {
          await noted(wf, log, "a");
          await wf.step("plain", async () => log.push("plain"));
          await noted(wf, log, "b");
          await wf.step("c", async () => {
            throw bad();
          });
        });
        await driver.launch();
        await driver.start("w@1", {}, { id: "r" });
        expect(await driver.wait("r")).toMatchObject({ state: "failed", error: { code: "x.bad" } });
        expect(log).toEqual(["a", "plain", "b", "unb made b", "una made a"]);
        expect(await stepStates(driver, "r")).toEqual([
          "a:undone",
          "plain:succeeded",
          "b:undone",
          "c:failed",
        ]);
        expect(await statesOf(driver, "r")).toEqual(["queued", "running", "undoing", "failed"]);
      }),
    );

    it(
      "`keep` leaves a failed run as it is, for undo(id) later",
      onSite(open, async (site) => {
        const driver = site.driver();
        const log: string[] = [];
        const body = async (wf: WorkflowScope) => {
          await noted(wf, log, "a");
          await wf.step("b", async () => {
            throw bad();
          });
        };
        driver.define("w@1", body, { onFailure: "keep" });
        await driver.launch();
        await driver.start("w@1", {}, { id: "r" });
        await driver.wait("r");
        expect(await stepStates(driver, "r")).toEqual(["a:succeeded", "b:failed"]);
        await driver.undo("r");
        expect(await driver.wait("r")).toMatchObject({ state: "undone", error: { code: "x.bad" } });
        expect(log).toEqual(["a", "una made a"]);
        await driver.undo("r");
        expect(log).toHaveLength(2);
      }),
    );

    it(
      "undo(id) takes back a run that succeeded, even by another process, and refuses one that has not ended",
      onSite(open, async (site) => {
        const log: string[] = [];
        const make = (): Workflows => {
          const driver = site.driver();
          driver.define("w@1", async (wf) => {
            await noted(wf, log, "a");
            await noted(wf, log, "b");
            return "done";
          });
          driver.define("long@1", (wf) => wf.sleep("nap", 3_600_000));
          return driver;
        };
        const first = make();
        await first.launch();
        await first.start("w@1", {}, { id: "r" });
        await first.wait("r");
        await first.start("long@1", {}, { id: "long" });
        await expect(first.undo("long")).rejects.toMatchObject({ kind: "conflict" });
        await expect(first.undo("none")).rejects.toMatchObject({ kind: "not-found" });
        await first.drain(100);
        const second = make();
        await second.launch();
        await second.undo("r");
        expect(await second.wait("r")).toMatchObject({ state: "undone", output: "done" });
        expect(log).toEqual(["a", "b", "unb made b", "una made a"]);
      }),
    );

    it(
      "an undo is tried by the step's policy and has a key of its own",
      onSite(open, async (site) => {
        const driver = site.driver();
        const keys: string[] = [];
        driver.define("w@1", async (wf) => {
          await wf.step("a", async () => 1, {
            retry: { attempts: 3, backoffMs: 1 },
            undo: async (call) => {
              keys.push(`${call.key} ${call.attempt}`);
              if (call.attempt < 3) throw new AppError("unavailable", "x.down", "Down.");
            },
          });
          throw bad();
        });
        await driver.launch();
        await driver.start("w@1", {}, { id: "r" });
        expect(await driver.wait("r")).toMatchObject({ state: "failed", error: { code: "x.bad" } });
        expect(keys).toEqual(["r:0:a:undo 1", "r:0:a:undo 2", "r:0:a:undo 3"]);
        expect((await site.tries("r")).map((t) => t.phase)).toEqual(["undo", "undo"]);
      }),
    );

    it(
      "an undo that fails for good is a state somebody owns: earlier steps wait, and undo(id) goes on from there",
      onSite(open, async (site) => {
        const driver = site.driver();
        const log: string[] = [];
        let stuck = true;
        driver.define("w@1", async (wf) => {
          await noted(wf, log, "a");
          await noted(wf, log, "b", {
            undo: async () => {
              if (stuck) throw new AppError("invalid", "x.stuck", "Stuck.");
              log.push("unb");
            },
          });
          await noted(wf, log, "c");
          throw bad();
        });
        await driver.launch();
        await driver.start("w@1", {}, { id: "r" });
        expect(await driver.wait("r")).toMatchObject({ state: "undo-failed", error: { code: "x.stuck" } });
        expect(await stepStates(driver, "r")).toEqual(["a:succeeded", "b:undo-failed", "c:undone"]);
        await expect(driver.retryFrom("r")).rejects.toMatchObject({ kind: "conflict" });
        stuck = false;
        await driver.undo("r");
        expect(await driver.wait("r")).toMatchObject({ state: "undone" });
        expect(log).toEqual(["a", "b", "c", "unc made c", "unb", "una made a"]);
      }),
    );

    it(
      "after a crash in mid-undo what was undone stays undone",
      onSite(open, async (site) => {
        const log: string[] = [];
        const make = (hang: boolean): Workflows => {
          const driver = site.driver();
          driver.define("w@1", async (wf) => {
            await noted(wf, log, "a", {
              undo: async () => {
                log.push("una");
                if (hang) await NEVER;
              },
            });
            await noted(wf, log, "b");
            throw bad();
          });
          return driver;
        };
        const first = make(true);
        await first.launch();
        await first.start("w@1", {}, { id: "r" });
        await until("the undo of a began", () => log.includes("una"));
        site.crash(first);
        const second = make(false);
        await second.launch();
        expect(await second.wait("r")).toMatchObject({ state: "failed", error: { code: "x.bad" } });
        expect(log).toEqual(["a", "b", "unb made b", "una", "una"]);
      }),
    );
  });
}
