import { describe, expect, it } from "vitest";
import { AppError } from "@/server/shared/errors";
import type { Workflows } from "../port";
import { ManualClock } from "../testing/manual-clock";
import { noting, type OpenSite, onSite, statesOf, stepStates, turns, until, untilAborted } from "./site";
import { noted } from "./undo";

const NEVER = new Promise<never>(() => {});

export function cancelRules(open: OpenSite): void {
  describe("cancel", () => {
    it(
      "aborts the step in flight and undoes the finished ones in reverse",
      onSite(open, async (site) => {
        const driver = site.driver();
        const log: string[] = [];
        driver.define("w@1", async (wf) => {
          await noted(wf, log, "a");
          await noted(wf, log, "b");
          await wf.step("long", (call) => noting(log, "long", untilAborted(call.signal)));
          log.push("never");
        });
        await driver.launch();
        await driver.start("w@1", {}, { id: "r" });
        await until("long began", () => log.includes("long"));
        await driver.cancel("r");
        expect(await driver.wait("r")).toMatchObject({ state: "cancelled" });
        expect(log).toEqual(["a", "b", "long", "unb made b", "una made a"]);
        expect(await stepStates(driver, "r")).toEqual(["a:undone", "b:undone", "long:cancelled"]);
        expect(await statesOf(driver, "r")).toEqual(["queued", "running", "cancelling", "cancelled"]);
        await driver.cancel("r");
        expect(await statesOf(driver, "r")).toHaveLength(4);
      }),
    );

    it(
      "a step that finishes in spite of it is undone as well",
      onSite(open, async (site) => {
        const driver = site.driver();
        const log: string[] = [];
        driver.define("w@1", async (wf) => {
          await wf.step(
            "deaf",
            async (call) => {
              log.push("deaf");
              await untilAborted(call.signal).catch(() => undefined);
              return "made";
            },
            { undo: async (_call, result) => void log.push(`un${result}`) },
          );
          await noted(wf, log, "later");
        });
        await driver.launch();
        await driver.start("w@1", {}, { id: "r" });
        await until("it began", () => log.length === 1);
        await driver.cancel("r");
        expect(await driver.wait("r")).toMatchObject({ state: "cancelled" });
        expect(log).toEqual(["deaf", "unmade"]);
      }),
    );

    it(
      "a run that waits is cancelled at once: queued, delayed, asleep, or between tries",
      onSite(open, async (site) => {
        const driver = site.driver({ clock: new ManualClock() });
        const log: string[] = [];
        driver.queue("one", { concurrency: 1 });
        driver.define("block@1", (wf) => wf.step("s", (call) => untilAborted(call.signal)));
        driver.define("never@1", (wf) => wf.step("s", async () => log.push("began")));
        driver.define("nap@1", async (wf) => {
          await noted(wf, log, "a");
          await wf.sleep("nap", 86_400_000);
        });
        driver.define("retry@1", async (wf) => {
          await noted(wf, log, "b");
          const fail = async () => {
            throw new AppError("unavailable", "x.down", "Down.");
          };
          await wf.step("s", fail, { retry: { backoffMs: 3_600_000, maxBackoffMs: 3_600_000 } });
        });
        await driver.launch();
        await driver.start("block@1", {}, { id: "block", queue: "one" });
        await driver.start("never@1", {}, { id: "queued", queue: "one" });
        await driver.start("never@1", {}, { id: "delayed", delayMs: 60_000 });
        await driver.start("nap@1", {}, { id: "nap" });
        await driver.start("retry@1", {}, { id: "retry" });
        await until("all wait", async () => (await site.tries("retry")).length === 1 && log.length === 2);
        await turns();
        for (const id of ["queued", "delayed", "nap", "retry", "block"]) {
          await driver.cancel(id);
          expect(await driver.wait(id)).toMatchObject({ state: "cancelled" });
        }
        expect(log.sort()).toEqual(["a", "b", "una made a", "unb made b"]);
        await expect(driver.cancel("none")).rejects.toMatchObject({ kind: "not-found" });
      }),
    );

    it(
      "a step that a crash cut off is finished first, so that it can be undone",
      onSite(open, async (site) => {
        const log: string[] = [];
        const make = (hang: boolean): Workflows => {
          const driver = site.driver();
          driver.define("w@1", async (wf) => {
            await wf.step("a", () => noting(log, "a", hang ? NEVER : Promise.resolve("made")), {
              undo: async (_call, result) => void log.push(`un${result}`),
            });
            await noted(wf, log, "never");
          });
          return driver;
        };
        const first = make(true);
        await first.launch();
        await first.start("w@1", {}, { id: "r" });
        await until("a began", () => log.length === 1);
        site.crash(first);
        const second = make(false);
        await second.cancel("r");
        await second.launch();
        expect(await second.wait("r")).toMatchObject({ state: "cancelled" });
        expect(log).toEqual(["a", "a", "unmade"]);
      }),
    );
  });
}
