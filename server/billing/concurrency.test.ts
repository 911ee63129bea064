import { afterAll, describe, expect, it } from "vitest";
import { makeTenant } from "@/db/factories";
import type { Store } from "@/db/store";
import { openPostgresStore } from "@/db/store.postgres";
import { openSqliteStore } from "@/db/store.sqlite";
import { planByRef } from "@/server/plans";
import type { Context, Services } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import { as, operator, testServices } from "@/server/testing/context";
import { testPostgres } from "@/server/testing/postgres";
import { changeSubscription, createCoupon, redeemCoupon, startSubscription } from ".";
import { billSome, finalizeSome } from "./bill";
import { terms } from "./core/terms";
import { readBillingSettings } from "./settings";
import { findLedger } from "./subscription";
import { plainPeriod } from "./testing/plain";

const postgres = await testPostgres();
afterAll(async () => {
  if ("stop" in postgres) await postgres.stop();
});

const CHANGES = 24;
const START = new Date("2026-01-01T00:00:00Z");
const FEBRUARY = new Date("2026-02-01T00:00:00Z");
const MARCH = new Date("2026-03-01T00:00:00Z");
const seconds = (at: Date) => at.getTime() / 1000;

interface World {
  ctx: Context;
  now: Date;
}

async function worldOf(store: Store): Promise<World> {
  const world = { now: START } as World;
  const workflows = { start: async () => "" } as unknown as Services["workflows"];
  const services = await testServices({
    store,
    workflows,
    clock: { now: () => world.now, sleep: async () => undefined },
  });
  world.ctx = as(services, operator());
  return world;
}

async function run({ ctx, now }: World): Promise<void> {
  const { value: settings } = await readBillingSettings(ctx.store);
  for (const work of [billSome, finalizeSome])
    for (let cursor: string | null = ""; cursor !== null; ) {
      const part = await work(ctx, { cursor, now, settings, size: 4 });
      expect(part.failed).toEqual([]);
      cursor = part.cursor;
    }
}

async function expectNoGaps({ ctx }: World): Promise<void> {
  const { invoices } = ctx.store.tables;
  const rows = await ctx.store.read.select().from(invoices);
  const seqs = rows.flatMap((row) => (row.seq === null || row.series !== "INV-2026-" ? [] : [row.seq]));
  expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: seqs.length }, (_, i) => i + 1));
}

const kinds: [string, () => Promise<Store>][] = [["SQLite", () => openSqliteStore(":memory:")]];
if ("url" in postgres) kinds.push(["PostgreSQL", () => openPostgresStore(postgres.url)]);

describe.each(kinds)("at once, on %s", (_name, open) => {
  it("two runs bill everything once, in numbers without gaps", async () => {
    const store = await open();
    const world = await worldOf(store);
    const tenants = await Promise.all(
      Array.from({ length: 10 }, () => makeTenant(store, { plan: "growth@1" })),
    );
    for (const { id } of tenants) await startSubscription(world.ctx, { tenant: id, trialDays: 0 });
    for (const at of [START, new Date("2026-01-05T00:00:00Z"), FEBRUARY, new Date("2026-02-05T00:00:00Z")]) {
      world.now = at;
      await Promise.all([run(world), run(world), run(world)]);
    }
    const { invoices } = store.tables;
    const rows = await store.read.select().from(invoices);
    const own = rows.filter((row) => tenants.some(({ id }) => id === row.tenantId));
    expect(own).toHaveLength(20);
    expect(own.every((row) => row.state === "final" && row.net === 290_00)).toBe(true);
    await expectNoGaps(world);
    await store.close();
  }, 60_000);

  it("changes of one subscription, a coupon and a run add up to what the history owes", async () => {
    const store = await open();
    const world = await worldOf(store);
    const { id: tenant } = await makeTenant(store, { plan: "growth@1" });
    const code = `C-${tenant.slice(-8)}`;
    await createCoupon(world.ctx, { code, title: "Ten", off: { kind: "percent", percent: "10" } });
    await startSubscription(world.ctx, { tenant, trialDays: 0, seats: 30 });
    await run(world);
    world.now = new Date("2026-01-15T12:00:00Z");
    const plans = ["starter@1", "growth@1", "enterprise@1"] as const;
    const tried = await Promise.allSettled([
      ...Array.from({ length: CHANGES }, (_, i) =>
        changeSubscription(world.ctx, { tenant, change: { plan: plans[i % 3] ?? "", seats: i } }),
      ),
      redeemCoupon(world.ctx, { tenant, code }),
      run(world),
    ]);
    for (const one of tried)
      if (one.status === "rejected")
        expect(
          isAppError(one.reason) && ["conflict", "unavailable"].includes(one.reason.kind),
          String(one.reason),
        ).toBe(true);
    expect(tried.filter((one) => one.status === "fulfilled").length).toBeGreaterThan(CHANGES / 3);
    for (const at of [FEBRUARY, new Date("2026-02-05T00:00:00Z"), MARCH, new Date("2026-03-05T00:00:00Z")]) {
      world.now = at;
      await run(world);
    }
    await expectNoGaps(world);
    await expectOwed(world, tenant);
    await store.close();
  }, 60_000);
});

async function expectOwed({ ctx }: World, tenant: string): Promise<void> {
  const ledger = await findLedger({ db: ctx.store.read, tables: ctx.store.tables }, tenant);
  const changes = (ledger?.changes ?? []).map((c) => ({
    ...{ at: Math.floor(seconds(c.at)), seq: c.seq },
    terms: terms.parse(c.terms),
  }));
  const refs = [...new Set(changes.map((c) => c.terms.plan))];
  const pricing = Object.fromEntries(refs.map((ref) => [ref, planByRef(ref).pricing]));
  const months = [START, FEBRUARY, MARCH].map(seconds);
  const bounds = (i: number): [number, number] => [months[i] ?? 0, months[i + 1] ?? 0];
  const world = { currency: "EUR", exponent: 2, pricing, changes, events: [], bounds };
  const { invoiceLines } = ctx.store.tables;
  const lines = (await ctx.store.read.select().from(invoiceLines)).filter((l) => l.tenantId === tenant);
  for (const index of [0, 1]) {
    const billed = lines.filter((l) => l.periodIndex === index).reduce((n, l) => n + l.amount, 0);
    const [from, to] = bounds(index);
    const owed = [...plainPeriod(world, from, to, index).values()].reduce((n, a) => n + a, 0);
    expect([index, billed]).toEqual([index, owed]);
  }
}
