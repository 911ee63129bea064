import { describe, expect, it } from "vitest";
import type { ScheduleSpec } from "../port";
import { ManualClock } from "../testing/manual-clock";
import { type OpenSite, onSite, type Site, until } from "./site";

const HOUR = 3_600_000;
const nightly: ScheduleSpec = { cron: "30 2 * * *", zone: "Europe/Berlin", name: "w@1", input: { n: 1 } };

function worker(site: Site, clock: ManualClock, ran: string[]) {
  const driver = site.driver({ clock });
  driver.define<{ n: number }, void>("w@1", async (wf, input) => {
    await wf.step("s", async () => ran.push(`${wf.id} ${input.n}`));
  });
  return driver;
}

/** Moves hour by hour, as time does, letting runs end in between. */
async function hours(clock: ManualClock, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await clock.advance(HOUR);
}

export function scheduleRules(open: OpenSite): void {
  describe("schedules", () => {
    it(
      "tick once a day in wall time, over both changes of the clock",
      onSite(open, async (site) => {
        const ran: string[] = [];
        const clock = new ManualClock("2026-03-27T12:00:00.000Z");
        const driver = worker(site, clock, ran);
        await driver.launch();
        await driver.schedule("spring", nightly);
        await hours(clock, 72);
        await driver.unschedule("spring");
        clock.jump("2026-10-23T12:00:00.000Z");
        await driver.schedule("autumn", nightly);
        await hours(clock, 96);
        await until("all ran", () => ran.length >= 7);
        expect(ran).toEqual([
          "schedule:spring:2026-03-28T01:30:00.000Z 1",
          // 02:30 does not exist on this day: the clock jumps from 02:00 to 03:00.
          "schedule:spring:2026-03-29T01:00:00.000Z 1",
          "schedule:spring:2026-03-30T00:30:00.000Z 1",
          "schedule:autumn:2026-10-24T00:30:00.000Z 1",
          // 02:30 happens twice on this day.
          "schedule:autumn:2026-10-25T00:30:00.000Z 1",
          "schedule:autumn:2026-10-26T01:30:00.000Z 1",
          "schedule:autumn:2026-10-27T01:30:00.000Z 1",
        ]);
      }),
    );

    it(
      "make up once for all ticks missed while no process ran, also when they are declared again at start",
      onSite(open, async (site) => {
        const ran: string[] = [];
        const clock = new ManualClock("2026-01-15T12:00:00.000Z");
        const first = worker(site, clock, ran);
        await first.launch();
        await first.schedule("nightly", nightly);
        site.crash(first);
        await hours(clock, 80);
        expect(ran).toEqual([]);
        const second = worker(site, clock, ran);
        await second.schedule("nightly", nightly);
        await second.launch();
        await until("the missed tick ran", () => ran.length === 1);
        await hours(clock, 24);
        expect(ran).toEqual([
          "schedule:nightly:2026-01-16T01:30:00.000Z 1",
          "schedule:nightly:2026-01-19T01:30:00.000Z 1",
        ]);
      }),
    );

    it(
      "two processes tick once, and a schedule is replaced by its id",
      onSite(open, async (site) => {
        const ran: string[] = [];
        const clock = new ManualClock("2026-01-15T12:00:00.000Z");
        const drivers = [worker(site, clock, ran), worker(site, clock, ran)] as const;
        for (const driver of drivers) {
          await driver.launch();
          await driver.schedule("hourly", { ...nightly, cron: "0 * * * *" });
        }
        await hours(clock, 3);
        await until("three ran", () => ran.length >= 3);
        await drivers[0].schedule("hourly", { ...nightly, cron: "15 * * * *", input: { n: 2 } });
        await hours(clock, 1);
        await until("the fourth ran", () => ran.length >= 4);
        await drivers[1].unschedule("hourly");
        await hours(clock, 3);
        expect(ran).toEqual([
          "schedule:hourly:2026-01-15T13:00:00.000Z 1",
          "schedule:hourly:2026-01-15T14:00:00.000Z 1",
          "schedule:hourly:2026-01-15T15:00:00.000Z 1",
          "schedule:hourly:2026-01-15T15:15:00.000Z 2",
        ]);
      }),
    );

    it(
      "that never tick, or name no zone, are refused",
      onSite(open, async (site) => {
        const driver = site.driver();
        for (const wrong of [
          { cron: "61 * * * *" },
          { cron: "soon" },
          { zone: "Mars/Base" },
          { cron: "0 0 30 2 *" },
        ]) {
          await expect(driver.schedule("s", { ...nightly, ...wrong })).rejects.toMatchObject({
            kind: "invalid",
            code: "workflows.schedule_invalid",
          });
        }
      }),
    );
  });
}
