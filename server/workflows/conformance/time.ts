import { describe, expect, it } from "vitest";
import { AppError } from "@/server/shared/errors";
import { ManualClock } from "../testing/manual-clock";
import { type OpenSite, onSite, stepStates, turns, until } from "./site";

const DAY = 86_400_000;

export function timeRules(open: OpenSite): void {
  describe("time", () => {
    it(
      "a sleep of a month outlives the process and holds no worker meanwhile",
      onSite(open, async (site) => {
        const clock = new ManualClock();
        const make = () => {
          const driver = site.driver({ clock });
          driver.queue("one", { concurrency: 1 });
          driver.define("nap@1", async (wf) => {
            await wf.sleep("month", 30 * DAY);
            return "awake";
          });
          driver.define("quick@1", (wf) => wf.step("s", async () => "done"));
          return driver;
        };
        const first = make();
        await first.launch();
        await first.start("nap@1", {}, { id: "nap", queue: "one" });
        await until("it sleeps", async () => (await first.steps("nap")).length === 1);
        await first.start("quick@1", {}, { id: "quick", queue: "one" });
        expect(await first.wait("quick")).toMatchObject({ state: "succeeded" });
        await clock.advance(10 * DAY);
        site.crash(first);
        await clock.advance(10 * DAY);
        const second = make();
        await second.launch();
        await clock.advance(10 * DAY - 1);
        expect(await stepStates(second, "nap")).toEqual(["month:running"]);
        await clock.advance(1);
        expect(await second.wait("nap")).toMatchObject({ state: "succeeded", output: "awake" });
      }),
    );

    it(
      "a sleep that ended while no process ran is over at the next start",
      onSite(open, async (site) => {
        const clock = new ManualClock();
        const make = () => {
          const driver = site.driver({ clock });
          driver.define("nap@1", (wf) => wf.sleep("nap", DAY));
          return driver;
        };
        const first = make();
        await first.launch();
        await first.start("nap@1", {}, { id: "nap" });
        await until("it sleeps", async () => (await first.steps("nap")).length === 1);
        site.crash(first);
        await clock.advance(2 * DAY);
        const second = make();
        await second.launch();
        expect(await second.wait("nap")).toMatchObject({ state: "succeeded" });
      }),
    );

    it(
      "a long back-off survives a crash: no try before it is due, and tries are not forgotten",
      onSite(open, async (site) => {
        const clock = new ManualClock();
        let tried = 0;
        const make = () => {
          const driver = site.driver({ clock });
          driver.define("w@1", (wf) =>
            wf.step(
              "s",
              async () => {
                tried += 1;
                throw new AppError("unavailable", "x.down", "Down.");
              },
              { retry: { attempts: 2, backoffMs: DAY, maxBackoffMs: DAY } },
            ),
          );
          return driver;
        };
        const first = make();
        await first.launch();
        await first.start("w@1", {}, { id: "r" });
        await until("the first try failed", async () => (await site.tries("r")).length === 1);
        site.crash(first);
        const second = make();
        await second.launch();
        await turns();
        expect(tried).toBe(1);
        const [step] = await second.steps("r");
        expect(step).toMatchObject({ state: "queued", attempt: 1, error: { code: "x.down" } });
        await clock.advance(DAY);
        expect(await second.wait("r")).toMatchObject({ state: "failed", error: { code: "x.down" } });
        expect(tried).toBe(2);
      }),
    );

    it(
      "a delayed start waits for its time",
      onSite(open, async (site) => {
        const clock = new ManualClock();
        const driver = site.driver({ clock });
        let began: Date | null = null;
        driver.define("w@1", (wf) =>
          wf.step("s", async () => {
            began = clock.now();
          }),
        );
        await driver.launch();
        const due = clock.now().getTime() + 90_000;
        await driver.start("w@1", {}, { id: "r", delayMs: 90_000 });
        await clock.advance(89_999);
        expect(began).toBeNull();
        await clock.advance(1);
        await driver.wait("r");
        expect(began).toEqual(new Date(due));
      }),
    );
  });
}
