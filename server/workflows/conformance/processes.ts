import { describe, expect, it } from "vitest";
import { isDrain } from "../port";
import { ManualClock } from "../testing/manual-clock";
import { gate, type OpenSite, onSite, stepStates, turns, until, untilAborted } from "./site";

export function processRules(open: OpenSite): void {
  describe("processes", () => {
    it(
      "a new process takes over what a dead one left at once, without waiting for any time to pass",
      onSite(open, async (site) => {
        const clock = new ManualClock();
        const began: string[] = [];
        const make = (hang: boolean) => {
          const driver = site.driver({ clock });
          driver.define("w@1", (wf) =>
            wf.step("s", (call) => {
              began.push(wf.id);
              return hang ? untilAborted(call.signal) : Promise.resolve();
            }),
          );
          return driver;
        };
        const first = make(true);
        await first.launch();
        const ids = Array.from({ length: 10 }, (_, i) => `r${i}`);
        for (const id of ids) await first.start("w@1", {}, { id });
        await until("all began", () => began.length === 10);
        site.crash(first);
        const second = make(false);
        await second.launch();
        for (const id of ids) expect(await second.wait(id)).toMatchObject({ state: "succeeded" });
        expect(began).toHaveLength(20);
      }),
    );

    it(
      "the runs of a process that lives are never taken",
      onSite(open, async (site) => {
        const hold = gate();
        let began = 0;
        const make = () => {
          const driver = site.driver();
          driver.define("w@1", (wf) =>
            wf.step("s", async () => {
              began += 1;
              await hold.passed;
            }),
          );
          return driver;
        };
        const first = make();
        await first.launch();
        await first.start("w@1", {}, { id: "r" });
        await until("it began", () => began === 1);
        const second = make();
        await second.launch();
        await turns();
        expect(began).toBe(1);
        hold.open();
        expect(await second.wait("r")).toMatchObject({ state: "succeeded" });
        expect(began).toBe(1);
      }),
    );

    it(
      "drain lets steps in flight finish, begins no other, and the next process goes on behind them",
      onSite(open, async (site) => {
        const log: string[] = [];
        const hold = gate();
        const make = () => {
          const driver = site.driver();
          driver.define("w@1", async (wf) => {
            await wf.step("a", async () => {
              log.push("a");
              await hold.passed;
            });
            await wf.step("b", async () => log.push("b"));
          });
          return driver;
        };
        const first = make();
        await first.launch();
        await first.start("w@1", {}, { id: "r" });
        await until("a began", () => log.length === 1);
        const drained = first.drain(5_000);
        hold.open();
        await drained;
        expect(await stepStates(first, "r")).toEqual(["a:succeeded"]);
        expect(await first.get("r")).toMatchObject({ state: "queued" });
        const second = make();
        await second.launch();
        expect(await second.wait("r")).toMatchObject({ state: "succeeded" });
        expect(log).toEqual(["a", "b"]);
      }),
    );

    it(
      "a step that heeds the drain is run again and has not failed",
      onSite(open, async (site) => {
        const reasons: unknown[] = [];
        const make = (hang: boolean) => {
          const driver = site.driver();
          driver.define("w@1", (wf) =>
            wf.step(
              "watch",
              async (call) => {
                if (hang) await untilAborted(call.signal).catch((reason) => reasons.push(reason));
                if (hang) throw new Error("given up");
                return call.attempt;
              },
              { retry: { attempts: 1 } },
            ),
          );
          return driver;
        };
        const first = make(true);
        await first.launch();
        await first.start("w@1", {}, { id: "r" });
        await until("it began", async () => (await first.steps("r")).length === 1);
        await turns();
        await first.drain(5_000);
        expect(isDrain(reasons[0])).toBe(true);
        expect(await stepStates(first, "r")).toEqual(["watch:queued"]);
        const second = make(false);
        await second.launch();
        expect(await second.wait("r")).toMatchObject({ state: "succeeded", output: 2 });
        expect(await site.tries("r")).toEqual([]);
      }),
    );

    it(
      "a deaf step does not hold the drain up, and what it does later is not recorded",
      onSite(open, async (site) => {
        const hold = gate();
        const ends: string[] = [];
        const make = (name: string, deaf: boolean) => {
          const driver = site.driver();
          driver.define("w@1", (wf) =>
            wf.step("s", async () => {
              if (deaf) await hold.passed;
              ends.push(name);
              return name;
            }),
          );
          return driver;
        };
        const first = make("first", true);
        await first.launch();
        await first.start("w@1", {}, { id: "r" });
        await until("it began", async () => (await first.steps("r")).length === 1);
        await turns();
        await first.drain(10);
        expect(await first.get("r")).toMatchObject({ state: "queued" });
        const second = make("second", false);
        await second.launch();
        expect(await second.wait("r")).toMatchObject({ output: "second" });
        hold.open();
        await until("the deaf one ended too", () => ends.length === 2);
        await turns();
        expect((await second.steps("r")).map((step) => step.output)).toEqual(["second"]);
      }),
    );

    it(
      "a cancel from another process reaches the one that runs it",
      onSite(open, async (site) => {
        const worker = site.driver();
        const other = site.driver();
        let began = false;
        worker.define("w@1", (wf) =>
          wf.step("s", (call) => {
            began = true;
            return untilAborted(call.signal);
          }),
        );
        await worker.launch();
        await worker.start("w@1", {}, { id: "r" });
        await until("it began", () => began);
        await other.cancel("r");
        expect(await worker.wait("r")).toMatchObject({ state: "cancelled" });
      }),
    );
  });
}
