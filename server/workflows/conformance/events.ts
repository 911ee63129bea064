import { describe, expect, it } from "vitest";
import { ManualClock } from "../testing/manual-clock";
import { type OpenSite, onSite, turns, until } from "./site";

export function eventRules(open: OpenSite): void {
  describe("events", () => {
    it(
      "tell the whole story in order, and can be read on from any of them",
      onSite(open, async (site) => {
        const driver = site.driver();
        driver.define("w@1", async (wf) => {
          await wf.emit("began", { n: 1 });
          await wf.step("s", async () => "x");
          await wf.emit("ended", { n: 2 });
        });
        await driver.launch();
        await driver.start("w@1", {}, { id: "r" });
        await driver.wait("r");
        const all = await driver.events("r", 0);
        expect(all.map((e) => [e.type, e.data])).toEqual([
          ["run.state", { state: "queued" }],
          ["run.state", { state: "running" }],
          ["began", { n: 1 }],
          ["step.state", { seq: 1, step: "s", state: "running", attempt: 1 }],
          ["step.state", { seq: 1, step: "s", state: "succeeded", attempt: 1, output: "x" }],
          ["ended", { n: 2 }],
          ["run.state", { state: "succeeded" }],
        ]);
        expect(all.map((e) => e.id)).toEqual([...all.map((e) => e.id)].sort((a, b) => a - b));
        const [, , third] = all;
        expect(await driver.events("r", third?.id ?? 0, 2)).toEqual(all.slice(3, 5));
      }),
    );

    it(
      "an emit is told exactly once, however often its run is replayed",
      onSite(open, async (site) => {
        const clock = new ManualClock();
        const make = () => {
          const driver = site.driver({ clock });
          driver.define("w@1", async (wf) => {
            for (let i = 0; i < 3; i++) {
              await wf.emit("tick", { i });
              await wf.sleep(`nap-${i}`, 60_000);
            }
          });
          return driver;
        };
        let driver = make();
        await driver.launch();
        await driver.start("w@1", {}, { id: "r" });
        for (let i = 0; i < 3; i++) {
          await until("it sleeps", async () => (await driver.steps("r")).length === 2 * i + 2);
          await turns();
          site.crash(driver);
          driver = make();
          await driver.launch();
          await clock.advance(60_000);
        }
        await driver.wait("r");
        const ticks = (await driver.events("r", 0)).filter((e) => e.type === "tick");
        expect(ticks.map((e) => e.data.i)).toEqual([0, 1, 2]);
      }),
    );

    it(
      "listeners of a family hear of them, until they stop listening",
      onSite(open, async (site) => {
        const driver = site.driver();
        driver.define("child@1", (wf) => wf.step("s", async () => 1));
        driver.define("w@1", (wf) => wf.child("child@1", {}, { id: `${wf.id}:c` }));
        await driver.launch();
        const heard = { r: 0, other: 0 };
        let last = 0;
        const off = driver.onEvents("r", () => {
          heard.r += 1;
        });
        driver.onEvents("other", () => {
          heard.other += 1;
        });
        await driver.start("w@1", {}, { id: "r" });
        await driver.wait("r");
        expect(heard.r).toBeGreaterThan(1);
        expect(heard.other).toBe(0);
        last = heard.r;
        off();
        await driver.undo("r");
        await driver.wait("r");
        expect(heard.r).toBe(last);
      }),
    );

    it(
      "a step's notes come a few times a second at most; the last one always comes",
      onSite(open, async (site) => {
        const clock = new ManualClock();
        const driver = site.driver({ clock });
        driver.define("w@1", (wf) =>
          wf.step("load", async (call) => {
            for (let rows = 1; rows <= 100; rows++) await call.report("progress", { rows });
            await clock.advance(250);
            for (let rows = 101; rows <= 200; rows++) await call.report("progress", { rows });
          }),
        );
        await driver.launch();
        await driver.start("w@1", {}, { id: "r" });
        await driver.wait("r");
        const notes = (await driver.events("r", 0)).filter((e) => e.type === "step.report");
        expect(notes.map((e) => e.data.rows)).toEqual([1, 100, 200]);
        expect(notes[0]?.data).toEqual({ seq: 0, step: "load", type: "progress", rows: 1 });
      }),
    );
  });
}
