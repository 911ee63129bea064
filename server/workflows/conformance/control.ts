import { describe, expect, it } from "vitest";
import { AppError } from "@/server/shared/errors";
import type { WorkflowRun } from "../port";
import { ManualClock } from "../testing/manual-clock";
import { gate, type OpenSite, onSite, stepStates, until } from "./site";

export function controlRules(open: OpenSite): void {
  describe("retry from a step", () => {
    /** Steps a, b, c; b fails while `broken`. */
    const abc = async (site: Parameters<Parameters<typeof onSite>[1]>[0], keep = true) => {
      const state = { broken: true, log: [] as string[] };
      const driver = site.driver();
      driver.define(
        "w@1",
        async (wf) => {
          const a = await wf.step("a", async () => state.log.push("a"), {
            undo: async () => void state.log.push("una"),
          });
          await wf.step("b", async () => {
            state.log.push("b");
            if (state.broken) throw new AppError("invalid", "x.bad", "Bad.");
          });
          await wf.step("c", async () => state.log.push("c"));
          return a;
        },
        { onFailure: keep ? "keep" : "undo" },
      );
      await driver.launch();
      await driver.start("w@1", {}, { id: "r" });
      await driver.wait("r");
      state.log.length = 0;
      state.broken = false;
      return { driver, state };
    };

    it(
      "goes on at the failed step and keeps what came before",
      onSite(open, async (site) => {
        const { driver, state } = await abc(site);
        await driver.retryFrom("r");
        expect(await driver.wait("r")).toMatchObject({ state: "succeeded", output: 1, error: null });
        expect(state.log).toEqual(["b", "c"]);
        expect(await site.tries("r")).toHaveLength(1);
      }),
    );

    it(
      "goes back to an earlier step by name and forgets the later ones",
      onSite(open, async (site) => {
        const { driver, state } = await abc(site);
        await driver.retryFrom("r", "a");
        expect(await driver.wait("r")).toMatchObject({ state: "succeeded" });
        expect(state.log).toEqual(["a", "b", "c"]);
      }),
    );

    it(
      "runs undone steps again, and won't skip them",
      onSite(open, async (site) => {
        const { driver, state } = await abc(site, false);
        expect(await stepStates(driver, "r")).toEqual(["a:undone", "b:failed"]);
        await expect(driver.retryFrom("r", "b")).rejects.toMatchObject({ kind: "conflict" });
        await driver.retryFrom("r");
        expect(await driver.wait("r")).toMatchObject({ state: "succeeded" });
        expect(state.log).toEqual(["a", "b", "c"]);
      }),
    );

    it(
      "a child begins again only when its parent comes to it",
      onSite(open, async (site) => {
        const log: string[] = [];
        let broken = true;
        const driver = site.driver();
        driver.define(
          "child@1",
          async (wf) => {
            await wf.step("work", async () => log.push("work"), {
              undo: async () => void log.push("unwork"),
            });
          },
          { onFailure: "keep" },
        );
        driver.define(
          "parent@1",
          async (wf) => {
            for (const name of ["a", "b", "c"]) {
              await wf.step(name, async () => log.push(name), {
                undo: async () => void log.push(`un${name}`),
              });
            }
            await wf.child("child@1", {}, { id: `${wf.id}.child` });
            await wf.step("last", async () => {
              if (broken) throw new AppError("invalid", "x.bad", "Bad.");
            });
          },
          { onFailure: "keep" },
        );
        await driver.launch();
        await driver.start("parent@1", {}, { id: "p" });
        await driver.wait("p");
        await driver.undo("p");
        await driver.wait("p");
        expect((await driver.get("p"))?.state).toBe("undone");
        broken = false;
        log.length = 0;
        await driver.retryFrom("p");
        expect(await driver.wait("p")).toMatchObject({ state: "succeeded" });
        expect(log).toEqual(["a", "b", "c", "work"]);
      }),
    );

    it(
      "is refused with a reason where there is nothing to retry",
      onSite(open, async (site) => {
        const { driver } = await abc(site);
        await expect(driver.retryFrom("none")).rejects.toMatchObject({ kind: "not-found" });
        await expect(driver.retryFrom("r", "zzz")).rejects.toMatchObject({
          code: "workflows.step_not_found",
        });
        await driver.retryFrom("r");
        await driver.wait("r");
        await expect(driver.retryFrom("r")).rejects.toMatchObject({ kind: "conflict" });
      }),
    );

    it(
      "gives a step its tries anew",
      onSite(open, async (site) => {
        const driver = site.driver();
        let left = 3;
        driver.define("w@1", (wf) =>
          wf.step(
            "s",
            async () => {
              if (left-- > 0) throw new AppError("unavailable", "x.down", "Down.");
            },
            { retry: { attempts: 2, backoffMs: 1 } },
          ),
        );
        await driver.launch();
        await driver.start("w@1", {}, { id: "r" });
        expect(await driver.wait("r")).toMatchObject({ state: "failed" });
        await driver.retryFrom("r");
        expect(await driver.wait("r")).toMatchObject({ state: "succeeded" });
        expect(await site.tries("r")).toHaveLength(3);
      }),
    );
  });

  describe("pruning", () => {
    it(
      "deletes families that ended before the date, whole, and nothing else",
      onSite(open, async (site) => {
        const clock = new ManualClock();
        const driver = site.driver({ clock });
        driver.define("child@1", (wf) => wf.step("s", async () => "kid"));
        driver.define("w@1", (wf) => wf.child("child@1", {}, { id: `${wf.id}:c` }));
        driver.define("nap@1", (wf) => wf.sleep("nap", 10 * 86_400_000));
        await driver.launch();
        await driver.start("nap@1", {}, { id: "asleep" });
        await driver.start("w@1", {}, { id: "old" });
        await driver.wait("old");
        await clock.advance(86_400_000);
        const date = clock.now();
        await driver.start("w@1", {}, { id: "new" });
        await driver.wait("new");
        expect(await driver.prune(date)).toBe(2);
        expect(await driver.get("old")).toBeNull();
        expect(await driver.get("old:c")).toBeNull();
        expect(await driver.events("old", 0)).toEqual([]);
        expect(await driver.steps("old:c")).toEqual([]);
        expect(await driver.get("new:c")).toMatchObject({ state: "succeeded" });
        expect(await driver.get("asleep")).toMatchObject({ state: "running" });
        expect(await driver.prune(date)).toBe(0);
      }),
    );
  });

  describe("wait", () => {
    it(
      "rejects for an unknown run and when its signal aborts",
      onSite(open, async (site) => {
        const driver = site.driver();
        driver.define("w@1", (wf) => wf.sleep("nap", 3_600_000));
        await driver.launch();
        await expect(driver.wait("none")).rejects.toMatchObject({ kind: "not-found" });
        await driver.start("w@1", {}, { id: "r" });
        const stop = new AbortController();
        const waited = driver.wait("r", stop.signal);
        stop.abort(new Error("enough"));
        await expect(waited).rejects.toThrow("enough");
      }),
    );
  });

  describe("onState", () => {
    it(
      "is told every state in order, before wait resolves, and again after it failed",
      onSite(open, async (site) => {
        const told: string[] = [];
        let trouble = 1;
        const driver = site.driver();
        driver.define("w@1", (wf) => wf.step("s", async () => 1), {
          onState: async (run: WorkflowRun) => {
            if (run.state === "running" && trouble-- > 0) throw new Error("busy");
            told.push(run.state);
          },
        });
        await driver.launch();
        await driver.start("w@1", {}, { id: "r" });
        await driver.wait("r");
        expect(told).toEqual(["queued", "running", "succeeded"]);
      }),
    );

    it(
      "is told by the next process what a dead one did not get round to",
      onSite(open, async (site) => {
        const told: string[] = [];
        const make = (hang: boolean) => {
          const driver = site.driver();
          driver.define("w@1", (wf) => wf.step("s", async () => 1), {
            onState: async (run) => {
              if (hang && run.state === "succeeded") await gate().passed;
              told.push(run.state);
            },
          });
          return driver;
        };
        const first = make(true);
        await first.launch();
        await first.start("w@1", {}, { id: "r" });
        await until("it ended", async () => (await first.get("r"))?.state === "succeeded");
        site.crash(first);
        told.length = 0;
        const second = make(false);
        await second.launch();
        await until("the end is told", () => told.includes("succeeded"));
        expect(told).toEqual(["succeeded"]);
      }),
    );
  });
}
