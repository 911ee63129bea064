import { describe, expect, it } from "vitest";
import { AppError } from "@/server/shared/errors";
import { ManualClock } from "../testing/manual-clock";
import { gate, type OpenSite, onSite, stepStates, turns, until } from "./site";

const NEVER = new Promise<never>(() => {});

export function stepRules(open: OpenSite): void {
  describe("steps", () => {
    it(
      "a finished step is not run again after a crash, the one in flight is",
      onSite(open, async (site) => {
        const effects: string[] = [];
        const begin = (hang: boolean) => {
          const driver = site.driver();
          driver.define("w@1", async (wf) => {
            const a = await wf.step("a", async (call) => {
              effects.push(`a${call.attempt}`);
              return 20;
            });
            return wf.step("b", async (call) => {
              effects.push(`b${call.attempt} ${call.key}`);
              return hang ? NEVER : a + 1;
            });
          });
          return driver;
        };
        const first = begin(true);
        await first.launch();
        await first.start("w@1", {}, { id: "r" });
        await until("b began", () => effects.length === 2);
        site.crash(first);
        const second = begin(false);
        await second.launch();
        const run = await second.wait("r");
        expect(run).toMatchObject({ state: "succeeded", output: 21 });
        expect(effects).toEqual(["a1", "b1 r:1:b", "b2 r:1:b"]);
        expect(await site.tries("r")).toMatchObject([{ seq: 1, attempt: 1, error: { retryable: true } }]);
      }),
    );

    it(
      "a result is what JSON makes of it, on the first run as on a replay",
      onSite(open, async (site) => {
        const seen: unknown[] = [];
        const clock = new ManualClock();
        const driver = site.driver({ clock });
        driver.define("w@1", async (wf) => {
          const results = [
            await wf.step("date", async () => ({ at: new Date(0) as unknown, gone: undefined })),
            await wf.step("nothing", async () => undefined),
            await wf.step("null", async () => null),
          ];
          seen.push(results);
          await wf.sleep("nap", 5_000);
        });
        await driver.launch();
        await driver.start("w@1", {}, { id: "r" });
        await until("it sleeps", () => seen.length === 1);
        await turns();
        await clock.advance(5_000);
        await driver.wait("r");
        expect(seen[1]).toEqual(seen[0]);
        expect(seen[0]).toEqual([{ at: "1970-01-01T00:00:00.000Z" }, undefined, null]);
      }),
    );

    it(
      "a result that is no JSON fails the step at once, by name",
      onSite(open, async (site) => {
        const driver = site.driver();
        driver.define("w@1", (wf) => wf.step("huge", async () => 1n));
        await driver.launch();
        await driver.start("w@1", {}, { id: "r" });
        expect(await driver.wait("r")).toMatchObject({
          state: "failed",
          error: { code: "workflows.not_json" },
        });
        expect(await site.tries("r")).toHaveLength(1);
      }),
    );

    it(
      "a failing step keeps its number, is tried by its policy, and every bad try is kept",
      onSite(open, async (site) => {
        const driver = site.driver();
        driver.define("w@1", (wf) =>
          wf.step(
            "flaky",
            async (call) => {
              if (call.attempt < 3) throw new AppError("unavailable", "x.down", `Down ${call.attempt}.`);
              return call.attempt;
            },
            { retry: { attempts: 4, backoffMs: 2 } },
          ),
        );
        await driver.launch();
        await driver.start("w@1", {}, { id: "r" });
        expect(await driver.wait("r")).toMatchObject({ state: "succeeded", output: 3 });
        expect(await driver.steps("r")).toMatchObject([
          { seq: 0, attempt: 3, state: "succeeded", error: null },
        ]);
        const tries = await site.tries("r");
        expect(tries.map((t) => [t.attempt, t.phase, t.error.message])).toEqual([
          [1, "do", "Down 1."],
          [2, "do", "Down 2."],
        ]);
      }),
    );

    it(
      "a step that a retry can't help fails at once; one that it might fails after its tries",
      onSite(open, async (site) => {
        const driver = site.driver();
        const tried = { bad: 0, down: 0 };
        driver.define("bad@1", (wf) =>
          wf.step("s", async () => {
            tried.bad += 1;
            throw new AppError("invalid", "x.bad", "Bad.", { advice: "Fix it." });
          }),
        );
        driver.define("down@1", (wf) =>
          wf.step(
            "s",
            async () => {
              tried.down += 1;
              throw new AppError("unavailable", "x.down", "Down.");
            },
            { retry: { attempts: 2, backoffMs: 1 } },
          ),
        );
        await driver.launch();
        await driver.start("bad@1", {}, { id: "bad" });
        await driver.start("down@1", {}, { id: "down" });
        const error = { code: "x.bad", message: "Bad.", advice: "Fix it.", retryable: false };
        expect(await driver.wait("bad")).toMatchObject({ state: "failed", error });
        expect(await driver.wait("down")).toMatchObject({ state: "failed", error: { code: "x.down" } });
        expect(tried).toEqual({ bad: 1, down: 2 });
        expect(await driver.steps("bad")).toMatchObject([{ state: "failed", error }]);
      }),
    );

    it(
      "what an unknown error says never reaches the database",
      onSite(open, async (site) => {
        const driver = site.driver();
        driver.define("w@1", (wf) =>
          wf.step(
            "s",
            async () => {
              throw new Error("connect postgres://u:hunter2@h/db");
            },
            { retry: { attempts: 2, backoffMs: 1 } },
          ),
        );
        await driver.launch();
        await driver.start("w@1", {}, { id: "r" });
        expect(await driver.wait("r")).toMatchObject({ state: "failed", error: { code: "internal" } });
        expect(await site.dump()).not.toContain("hunter2");
      }),
    );

    it(
      "a body that catches a step's error meets the same error on a replay",
      onSite(open, async (site) => {
        const clock = new ManualClock();
        const driver = site.driver({ clock });
        const caught: string[] = [];
        driver.define("w@1", async (wf) => {
          try {
            await wf.step("s", async () => {
              throw new AppError("invalid", "x.bad", "Bad.");
            });
          } catch (error) {
            caught.push((error as AppError).code);
          }
          await wf.sleep("nap", 1_000);
          return "went on";
        });
        await driver.launch();
        await driver.start("w@1", {}, { id: "r" });
        await until("it sleeps", () => caught.length === 1);
        await turns();
        await clock.advance(1_000);
        expect(await driver.wait("r")).toMatchObject({ state: "succeeded", output: "went on" });
        expect(caught).toEqual(["x.bad", "x.bad"]);
      }),
    );

    it(
      "changed code is refused under a run, and the old code can still go on with it",
      onSite(open, async (site) => {
        const hold = gate();
        const names: string[] = [];
        const define = (name: string, hang: boolean) => {
          const driver = site.driver();
          driver.define("w@1", async (wf) => {
            await wf.step(name, async () => names.push(name));
            await wf.step("last", () => (hang ? NEVER : Promise.resolve()));
          });
          return driver;
        };
        const first = define("a", true);
        await first.launch();
        await first.start("w@1", {}, { id: "r" });
        await until("last began", async () => (await first.steps("r")).length === 2);
        site.crash(first);
        hold.open();
        const changed = define("b", false);
        await changed.launch();
        const failed = await changed.wait("r");
        expect(failed).toMatchObject({ state: "failed", error: { code: "workflows.nondeterminism" } });
        expect(await stepStates(changed, "r")).toContain("a:succeeded");
        await changed.drain(0);
        const old = define("a", false);
        await old.launch();
        await old.retryFrom("r");
        expect(await old.wait("r")).toMatchObject({ state: "succeeded" });
        expect(names).toEqual(["a"]);
      }),
    );

    it(
      "starting an id twice is starting it once",
      onSite(open, async (site) => {
        const driver = site.driver();
        let ran = 0;
        driver.define("w@1", (wf) => wf.step("s", async () => ++ran));
        await driver.launch();
        const ids = await Promise.all(
          Array.from({ length: 20 }, () => driver.start("w@1", { n: 1 }, { id: "r" })),
        );
        expect(new Set(ids)).toEqual(new Set(["r"]));
        expect(await driver.wait("r")).toMatchObject({ output: 1, input: { n: 1 } });
        await driver.start("w@1", { n: 2 }, { id: "r" });
        await turns();
        expect(ran).toBe(1);
      }),
    );
  });
}
