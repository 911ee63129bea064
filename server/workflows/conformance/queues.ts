import { describe, expect, it } from "vitest";
import type { Workflows } from "../port";
import { ManualClock } from "../testing/manual-clock";
import { gate, type OpenSite, onSite, turns, until } from "./site";

/** Counts how many runs are inside a step at once, in all and by tenant. */
function meter() {
  const now = { all: 0, tenant: new Map<string, number>() };
  const most = { all: 0, tenant: 0 };
  return {
    most,
    async pass(tenant: string): Promise<void> {
      now.all += 1;
      now.tenant.set(tenant, (now.tenant.get(tenant) ?? 0) + 1);
      most.all = Math.max(most.all, now.all);
      most.tenant = Math.max(most.tenant, now.tenant.get(tenant) ?? 0);
      await turns(3);
      now.all -= 1;
      now.tenant.set(tenant, (now.tenant.get(tenant) ?? 0) - 1);
    },
  };
}

function metered(driver: Workflows, counts: ReturnType<typeof meter>, log: string[] = []): void {
  driver.define<{ tenant: string }, void>("w@1", async (wf, { tenant }) => {
    for (const name of ["a", "b"]) await wf.step(name, () => counts.pass(tenant));
    log.push(wf.id);
  });
}

export function queueRules(open: OpenSite): void {
  describe("queues", () => {
    it(
      "a queue's limits hold, in all and per tenant, and everything gets its turn",
      onSite(open, async (site) => {
        const driver = site.driver();
        const counts = meter();
        driver.queue("q", { concurrency: 4, perTenant: 1 });
        metered(driver, counts);
        await driver.launch();
        const ids = Array.from({ length: 60 }, (_, i) => `r${i}`);
        // The first tenant has half of all, at the front: it must not hold the others up.
        const tenantOf = (i: number) => (i < 30 ? "big" : `t${i % 6}`);
        const start = (id: string, i: number) =>
          driver.start("w@1", { tenant: tenantOf(i) }, { id, queue: "q", tenant: tenantOf(i) });
        await Promise.all(ids.map(start));
        const ended = await Promise.all(ids.map((id) => driver.wait(id)));
        expect(ended.every((run) => run.state === "succeeded")).toBe(true);
        expect(counts.most).toEqual({ all: 4, tenant: 1 });
      }),
    );

    it(
      "two processes on one database share the work, run nothing twice, and keep the common limit",
      onSite(open, async (site) => {
        const counts = meter();
        const log: string[] = [];
        const drivers = [site.driver(), site.driver()] as const;
        for (const driver of drivers) {
          driver.queue("q", { concurrency: 3 });
          metered(driver, counts, log);
          await driver.launch();
        }
        const ids = Array.from({ length: 40 }, (_, i) => `r${i}`);
        await Promise.all(
          ids.map((id, i) => drivers[i % 2 ? 1 : 0].start("w@1", { tenant: "t" }, { id, queue: "q" })),
        );
        await Promise.all(ids.map((id) => drivers[0].wait(id)));
        expect([...log].sort()).toEqual([...ids].sort());
        expect(counts.most.all).toBeLessThanOrEqual(3);
        for (const id of ids) {
          const steps = await drivers[0].steps(id);
          expect(steps.map((step) => step.attempt)).toEqual([1, 1]);
        }
      }),
    );

    it(
      "a tenant's second run does not begin while its first one waits for a child",
      onSite(open, async (site) => {
        const driver = site.driver();
        const hold = gate();
        const log: string[] = [];
        driver.queue("q", { perTenant: 1 });
        driver.define("child@1", (wf) => wf.step("s", () => hold.passed));
        driver.define("w@1", async (wf) => {
          await wf.step("begin", async () => log.push(`${wf.id} begins`));
          await wf.child("child@1", {}, { id: `${wf.id}:c` });
          await wf.step("end", async () => log.push(`${wf.id} ends`));
        });
        await driver.launch();
        for (const id of ["one", "two"]) await driver.start("w@1", {}, { id, queue: "q", tenant: "t" });
        await until("the first waits", async () => (await driver.get("one:c"))?.state === "running");
        await turns();
        expect(log).toEqual(["one begins"]);
        hold.open();
        await driver.wait("two");
        expect(log).toEqual(["one begins", "one ends", "two begins", "two ends"]);
      }),
    );

    it(
      "a rate limits starts per period",
      onSite(open, async (site) => {
        const clock = new ManualClock();
        const driver = site.driver({ clock });
        const began: number[] = [];
        const zero = clock.now().getTime();
        driver.queue("q", { rate: { limit: 3, perMs: 60_000 } });
        driver.define("w@1", (wf) => wf.step("s", async () => began.push(clock.now().getTime() - zero)));
        await driver.launch();
        for (let i = 0; i < 8; i++) await driver.start("w@1", {}, { id: `r${i}`, queue: "q" });
        await until("the first three began", () => began.length === 3);
        await turns();
        expect(began).toHaveLength(3);
        await clock.advance(59_999);
        expect(began).toHaveLength(3);
        await clock.advance(120_001);
        await driver.wait("r7");
        expect(began).toEqual([0, 0, 0, 60_000, 60_000, 60_000, 120_000, 120_000]);
      }),
    );

    it(
      "smaller priorities go first, equal ones by age",
      onSite(open, async (site) => {
        const clock = new ManualClock();
        const driver = site.driver({ clock });
        const log: string[] = [];
        driver.queue("q", { concurrency: 1 });
        driver.define("w@1", (wf) => wf.step("s", async () => log.push(wf.id)));
        const start = async (id: string, priority: number) => {
          await driver.start("w@1", {}, { id, queue: "q", priority });
          await clock.advance(1);
        };
        await start("low", 5);
        await start("first", 0);
        await start("second", 0);
        await start("urgent", -1);
        expect(await driver.depth()).toEqual([{ queue: "q", waiting: 4, running: 0 }]);
        await driver.launch();
        await driver.wait("low");
        expect(log).toEqual(["urgent", "first", "second", "low"]);
        expect(await driver.depth()).toEqual([]);
      }),
    );

    it(
      "a process that only starts runs works on none, and what nobody defines waits",
      onSite(open, async (site) => {
        const starter = site.driver();
        const worker = site.driver();
        worker.define("w@1", (wf) => wf.step("s", async () => "worker"));
        await worker.launch();
        await starter.start("w@1", {}, { id: "r", queue: "new" });
        await starter.start("w@2", {}, { id: "later" });
        expect(await starter.wait("r")).toMatchObject({ output: "worker" });
        expect(await worker.get("later")).toMatchObject({ state: "queued" });
        worker.define("w@2", (wf) => wf.step("s", async () => "now"));
        expect(await worker.wait("later")).toMatchObject({ output: "now" });
      }),
    );
  });
}
