import { beforeEach, expect, it } from "vitest";
import { makeSubscription, makeTenant } from "@/db/factories";
import type { Context, Services } from "@/server/shared/context";
import { as, operator, testServices } from "@/server/testing/context";
import { record } from "@/server/usage";
import {
  billingFleet,
  changeBillingSettings,
  changeCostModel,
  fleetTenants,
  listInvoices,
  rehearseBilling,
  startSubscription,
  whatIf,
} from ".";
import { billSome, finalizeSome } from "./bill";
import { readBillingSettings } from "./settings";

let now: Date;
let owner: Context;
let one: string;
let two: string;

const at = (iso: string) => {
  now = new Date(iso);
};

beforeEach(async () => {
  at("2026-01-10T00:00:00Z");
  const workflows = { start: async () => undefined } as unknown as Services["workflows"];
  const services = await testServices({ workflows });
  const clock = { ...services.clock, now: () => now };
  owner = as({ ...services, clock }, operator());
  one = (await makeTenant(services.store, { plan: "growth@1", platform: "built-in" })).id;
  two = (await makeTenant(services.store, { plan: "starter@1" })).id;
  await changeBillingSettings(owner, { seller: { name: "Vendor" } });
  await startSubscription(owner, { tenant: one, trialDays: 0 });
  await startSubscription(owner, { tenant: two, currency: "JPY", trialDays: 14 });
});

const rows = (id: string, millions: number, time: string) =>
  record(owner, [
    { tenantId: one, meter: "reload_rows", id, time: new Date(time), quantity: millions * 1_000_000 },
  ]);

async function run() {
  const { value: settings } = await readBillingSettings(owner.store);
  await billSome(owner, { cursor: "", now, settings, size: 100 });
  await finalizeSome(owner, { cursor: "", now, settings, size: 100 });
}

it("the fleet's billing says what comes in per currency, which trials end, and who is overdue", async () => {
  await run();
  at("2026-01-14T00:00:00Z");
  await run();
  at("2026-02-01T00:00:00Z");
  expect(await billingFleet(owner)).toMatchObject({
    totals: [
      { currency: "EUR", mrr: 290_00, subscriptions: 1, billed: 290_00, open: 290_00, overdue: 290_00 },
      { currency: "JPY", mrr: 7840, subscriptions: 1 },
    ],
    movers: [{ tenantId: one, now: 290_00, before: 0 }],
    overdue: [{ tenantId: one, days: 4 }],
    unbilled: 0,
  });
  at("2026-01-15T00:00:00Z");
  expect((await billingFleet(owner)).trials).toMatchObject([
    { tenantId: two, endsAt: new Date("2026-01-24T00:00:00Z") },
  ]);
});

it("each tenant's margin is what it costs less what running it costs, in the model's currency only", async () => {
  await changeCostModel(owner, { currency: "EUR", platforms: { "built-in": { cpuSecond: "0.01" } } });
  await record(owner, [
    {
      ...{ tenantId: one, meter: "query_seconds", id: "q", quantity: 500 },
      time: new Date("2026-01-12T00:00:00Z"),
    },
  ]);
  at("2026-01-20T00:00:00Z");
  const { items, next } = await fleetTenants(owner, {});
  const of = (id: string) => items.find((item) => item.tenantId === id);
  expect(of(one)).toMatchObject({ soFar: 290_00, cost: 500, margin: 285_00, mrr: 290_00 });
  expect(of(two)).toMatchObject({ state: "trial", currency: "JPY", cost: null, margin: null, mrr: 0 });
  expect(next).toBeNull();
  const page = await fleetTenants(owner, { limit: 1 });
  const rest = await fleetTenants(owner, { limit: 1, cursor: page.next ?? undefined });
  expect(new Set([...page.items, ...rest.items].map((item) => item.tenantId))).toEqual(new Set([one, two]));
});

it("the page of tenants asks the database as often for few as for many", async () => {
  const { store } = owner;
  const asked = async () => {
    let statements = 0;
    const read = new Proxy(store.read, {
      get(target, name) {
        if (String(name).startsWith("select")) statements++;
        return Reflect.get(target, name, target);
      },
    });
    const { items } = await fleetTenants({ ...owner, store: { ...store, read } });
    return { statements, rows: items.length };
  };
  at("2026-01-20T12:34:56Z");
  await rows("r", 600, "2026-01-15T00:00:00Z");
  const more = async (days: number[]) => {
    for (const n of days) {
      at(`2026-01-0${n}T0${n}:0${n}:00Z`);
      const { id } = await makeTenant(store, { plan: "growth@1" });
      await startSubscription(owner, { tenant: id, trialDays: 0 });
    }
    at("2026-01-20T12:34:56Z");
    return asked();
  };
  const few = await more([1]);
  expect(await more([2, 3, 4, 5, 6, 7, 8])).toEqual({ statements: few.statements, rows: few.rows + 7 });
});

it("a rehearsal of a time to come or gone by bills what a run then would, and writes nothing", async () => {
  await run();
  await rows("r", 600, "2026-01-20T00:00:00Z");
  const then = new Date("2026-02-10T00:00:00Z");
  const before = await rehearseBilling(owner, { at: then, tenant: one });
  expect(before.items).toMatchObject([{ tenantId: one, net: 290_00 + 30_00 }]);
  expect((await listInvoices(owner)).items).toHaveLength(1);
  at("2026-02-10T00:00:00Z");
  await run();
  expect((await listInvoices(owner, { tenant: one })).items[0]?.net).toBe(320_00);
  at("2026-02-12T00:00:00Z");
  expect((await rehearseBilling(owner, { at: then, tenant: one })).items).toMatchObject([{ net: 320_00 }]);
});

it("another plan on past usage costs what it would have, and nothing is changed", async () => {
  await rows("r", 600, "2026-01-20T00:00:00Z");
  at("2026-02-20T00:00:00Z");
  const { items } = await whatIf(owner, { plan: "starter", tenant: one });
  // 49 fixed; 600 million rows, 50 included: 550 at 0.40.
  expect(items).toEqual([
    expect.objectContaining({ tenantId: one, actual: 290_00 + 30_00, other: 49_00 + 220_00, periods: 1 }),
  ]);
});

it("questions about all tenants have everybody in their sums, and the first ones listed", async () => {
  const { store } = owner;
  const others = 203;
  for (let i = 0; i < others; i++) {
    const { id } = await makeTenant(store, { plan: "growth@1" });
    await makeSubscription(store, { tenantId: id });
  }
  at("2026-02-20T00:00:00Z");
  const other = await whatIf(owner, { plan: "starter", periods: 1 });
  expect(other.items).toHaveLength(200);
  // Two of the beginning, one of them in another currency.
  expect(other.more).toBe(others + 2 - 200);
  expect(other.totals.filter((sum) => sum.currency === "EUR")).toEqual([
    { currency: "EUR", tenants: others + 1, actual: (others + 1) * 290_00, other: (others + 1) * 49_00 },
  ]);
  const then = await rehearseBilling(owner, { at: new Date("2026-02-25T00:00:00Z") });
  expect(then.totals.reduce((n, sum) => n + sum.tenants, 0)).toBe(others + 2);
  expect(then.items.length + then.more).toBe(others + 2);
});
