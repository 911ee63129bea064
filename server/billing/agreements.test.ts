import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { makeTenant } from "@/db/factories";
import { loadPlans, makePlan, planByRef } from "@/server/plans";
import type { Context, Services } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { record } from "@/server/usage";
import {
  addSpendAlert,
  changeSubscription,
  createCoupon,
  endCoupon,
  getInvoice,
  getSubscription,
  listCoupons,
  listInvoices,
  listSpendAlerts,
  previewChange,
  previewCoupon,
  redeemCoupon,
  removeSpendAlert,
  startSubscription,
  sweepSpend,
  voidInvoice,
} from ".";
import { billSome, finalizeSome } from "./bill";
import { readBillingSettings } from "./settings";

let now: Date;
let owner: Context;
let admin: Context;
let tenant: string;

const at = (iso: string) => {
  now = new Date(iso);
};

beforeEach(async () => {
  at("2026-01-10T00:00:00Z");
  const workflows = { start: async () => "" } as unknown as Services["workflows"];
  const services = await testServices({ workflows });
  const clock = { ...services.clock, now: () => now };
  owner = as({ ...services, clock }, operator());
  tenant = (await makeTenant(services.store, { plan: "growth@1" })).id;
  admin = as({ ...services, clock }, memberOf(tenant, "admin"));
});

async function run() {
  const { value: settings } = await readBillingSettings(owner.store);
  const bite = { cursor: "", now, settings, size: 100 };
  const bills = await billSome(owner, bite);
  const finals = await finalizeSome(owner, bite);
  expect([...bills.failed, ...finals.failed]).toEqual([]);
}

const start = (more = {}) => startSubscription(owner, { tenant, trialDays: 0, ...more });
const lines = async () => {
  const { items } = await listInvoices(owner, { tenant, limit: 200 });
  const whole = await Promise.all(items.map(({ id }) => getInvoice(owner, { id })));
  return whole.flatMap((one) => one.lines.map((line) => ({ ...line, invoice: one })));
};
const rows = (id: string, millions: number, time: string) =>
  record(owner, [
    { tenantId: tenant, meter: "reload_rows", id, time: new Date(time), quantity: millions * 1_000_000 },
  ]);

describe("coupons", () => {
  const half = { code: "half-off", title: "Half off", off: { kind: "percent" as const, percent: "50" } };

  it("counts from the first period that is not billed yet, for as many as it says", async () => {
    await createCoupon(owner, { ...half, periods: 2 });
    await start();
    await run();
    at("2026-01-20T00:00:00Z");
    const offer = await previewCoupon(admin, { tenant, code: " half-OFF " });
    expect(offer).toMatchObject({ title: "Half off", from: new Date("2026-02-10T00:00:00Z") });
    expect(offer.until).toEqual(new Date("2026-04-10T00:00:00Z"));
    const { invoice } = await redeemCoupon(admin, { tenant, code: "HALF-OFF" });
    expect(invoice).toBeNull();
    for (const month of ["02", "03", "04", "05"]) {
      at(`2026-${month}-15T00:00:00Z`);
      await run();
    }
    const given = (await lines()).filter((l) => l.kind === "discount");
    expect(given.map((l) => [l.periodFrom.toISOString().slice(0, 7), l.amount]).sort()).toEqual([
      ["2026-02", -145_00],
      ["2026-03", -145_00],
    ]);
  });

  it("before the first bill, and in a trial, it counts from the first period that costs something", async () => {
    await createCoupon(owner, { ...half, periods: 1 });
    await start({ trialDays: 14 });
    await redeemCoupon(admin, { tenant, code: "HALF-OFF" });
    at("2026-01-25T00:00:00Z");
    await run();
    expect((await lines()).map((l) => [l.kind, l.amount])).toEqual([
      ["flat", 290_00],
      ["discount", -145_00],
    ]);
  });

  it("is refused with the reason, and changes nothing then", async () => {
    await start();
    const code = "HALF-OFF";
    const refusal = (why: string) =>
      expect(redeemCoupon(admin, { tenant, code })).rejects.toMatchObject({ code: why });
    await refusal("billing.coupon_unknown");
    const coupon = await createCoupon(owner, { ...half, plans: ["enterprise"] });
    await refusal("billing.coupon_plan");
    await endCoupon(owner, { id: coupon.id });
    await refusal("billing.coupon_unknown");
    await expect(createCoupon(owner, half)).rejects.toMatchObject({ code: "billing.coupon_taken" });
    await expect(createCoupon(owner, { ...half, code: "P", plans: ["none"] })).rejects.toMatchObject({
      code: "input.invalid",
    });
    const late = { ...half, code: "LATE", redeemBy: new Date("2026-01-01T00:00:00Z") };
    await createCoupon(owner, late);
    await expect(redeemCoupon(admin, { tenant, code: "LATE" })).rejects.toMatchObject({
      code: "billing.coupon_over",
    });
    await createCoupon(owner, { ...half, code: "YEN", off: { kind: "amount", amounts: { JPY: "100" } } });
    await expect(redeemCoupon(admin, { tenant, code: "YEN" })).rejects.toMatchObject({
      code: "billing.coupon_currency",
    });
    await createCoupon(owner, { ...half, code: "ONCE" });
    await redeemCoupon(admin, { tenant, code: "ONCE" });
    await expect(redeemCoupon(admin, { tenant, code: "ONCE" })).rejects.toMatchObject({
      code: "billing.coupon_used",
    });
    expect((await getSubscription(admin, { tenant }))?.terms.discounts).toHaveLength(1);
  });

  it("of the last place one of many who come at once gets it", async () => {
    await createCoupon(owner, { ...half, code: "LAST", most: 1 });
    const others = await Promise.all(
      Array.from({ length: 12 }, () => makeTenant(owner.store, { plan: "growth@1" })),
    );
    for (const one of others) await startSubscription(owner, { tenant: one.id, trialDays: 0 });
    const tried = await Promise.allSettled(
      others.map((one) => redeemCoupon(owner, { tenant: one.id, code: "LAST" })),
    );
    expect(tried.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect((await listCoupons(owner)).items).toMatchObject([{ code: "LAST", redeemed: 1, state: "used-up" }]);
  });
});

describe("commitments", () => {
  it("what is missing to them is billed with their last period, and late usage lessens it", async () => {
    await start();
    await run();
    await changeSubscription(owner, { tenant, change: { commitment: { amount: "1000", periods: 2 } } });
    for (const day of ["2026-02-10", "2026-03-10", "2026-04-10", "2026-04-20"]) {
      at(`${day}T00:00:00Z`);
      await run();
    }
    const missing = (await lines()).filter((l) => l.kind === "commitment");
    expect(missing.map((l) => [l.amount, l.periodFrom.toISOString().slice(0, 10)])).toEqual([
      [1000_00 - 2 * 290_00, "2026-03-10"],
    ]);
    await rows("late", 600, "2026-02-20T00:00:00Z");
    at("2026-05-15T00:00:00Z");
    await run();
    const used = (await lines()).filter((l) => l.kind === "usage").reduce((n, l) => n + l.amount, 0);
    expect(used).toBeGreaterThan(0);
    const sum = (await lines()).filter((l) => l.kind === "commitment").reduce((n, l) => n + l.amount, 0);
    expect(sum).toBe(420_00 - used);
  });

  it("an early end makes them due", async () => {
    await start();
    await changeSubscription(owner, { tenant, change: { commitment: { amount: "5000", periods: 12 } } });
    await run();
    at("2026-01-20T00:00:00Z");
    await changeSubscription(owner, { tenant, change: { ended: true } });
    const all = await lines();
    expect(all.reduce((n, l) => n + l.amount, 0)).toBe(5000_00);
  });

  it("customers cannot agree on them by themselves", async () => {
    await start();
    await expect(changeSubscription(admin, { tenant, change: { commitment: null } })).rejects.toMatchObject({
      code: "billing.operators_part",
    });
  });
});

describe("a plan of another billing interval", () => {
  beforeEach(async () => {
    const { ref: _ref, version: _version, ...growth } = planByRef("growth@1");
    const yearly = { ...growth.pricing, interval: "year" as const };
    await makePlan(owner, { ...growth, id: "growth-yearly", pricing: yearly });
    await loadPlans(owner.store);
    return async () => {
      const { planVersions } = owner.store.tables;
      await owner.store.tx((db) => db.delete(planVersions));
      await loadPlans(owner.store);
    };
  });

  it("now: the one before is credited, the other begins, and the preview is both", async () => {
    await start();
    await run();
    at("2026-01-20T12:00:00Z");
    const change = { plan: "growth-yearly@1" };
    const preview = await previewChange(admin, { tenant, change });
    expect(preview).toMatchObject({ interval: "year" });
    const changed = await changeSubscription(admin, {
      ...{ tenant, change, at: preview.at },
      expected: preview.gross,
    });
    expect((changed.invoice?.gross ?? 0) + (changed.credit?.gross ?? 0)).toBe(preview.gross);
    expect(changed.credit?.gross).toBeLessThan(0);
    expect(changed.invoice?.gross).toBe(290_00);
    expect(await getSubscription(admin, { tenant })).toMatchObject({
      ...{ plan: "growth-yearly@1", interval: "year", state: "active" },
      period: { from: now, to: new Date("2027-01-20T12:00:00Z") },
    });
    at("2026-12-01T00:00:00Z");
    await run();
    expect((await listInvoices(owner, { tenant })).items).toHaveLength(3);
  });

  it("at the period's end: the run hands over, and usage of the last month is still billed", async () => {
    await start();
    await run();
    await changeSubscription(admin, {
      ...{ tenant, when: "period-end" as const },
      change: { plan: "growth-yearly@1" },
    });
    await rows("used", 600, "2026-02-01T00:00:00Z");
    at("2026-02-14T00:00:00Z");
    await run();
    const bills = await lines();
    expect(bills.map((l) => [l.kind, l.plan]).sort()).toEqual([
      ["flat", "growth-yearly@1"],
      ["flat", "growth@1"],
      ["usage", "growth@1"],
    ]);
    expect(await getSubscription(admin, { tenant })).toMatchObject({ interval: "year", state: "active" });
  });

  it("is taken back by staying; a trial goes on in the other one", async () => {
    await start({ trialDays: 14 });
    await changeSubscription(admin, {
      ...{ tenant, when: "period-end" as const },
      change: { plan: "growth-yearly@1" },
    });
    await changeSubscription(admin, {
      tenant,
      when: "period-end",
      change: { plan: "growth@1", ended: false },
    });
    expect((await getSubscription(admin, { tenant }))?.pending.some((p) => p.terms.ended)).toBe(false);
    await changeSubscription(admin, { tenant, change: { plan: "growth-yearly@1" } });
    expect(await getSubscription(admin, { tenant })).toMatchObject({ interval: "year", state: "trial" });
    at("2026-01-24T00:00:00Z");
    await run();
    expect(await getSubscription(admin, { tenant })).toMatchObject({ state: "active" });
    expect(await lines()).toMatchObject([{ kind: "flat", plan: "growth-yearly@1", amount: 290_00 }]);
  });
});

it("a clock that goes back bills nothing twice, and nothing is missing when it is right again", async () => {
  await start();
  at("2026-02-15T00:00:00Z");
  await run();
  const before = await lines();
  at("2026-01-12T00:00:00Z");
  await run();
  await run();
  at("2026-02-15T00:00:01Z");
  await run();
  expect(await lines()).toEqual(before);
  expect(before.map((l) => [l.kind, l.amount])).toEqual([
    ["flat", 290_00],
    ["flat", 290_00],
  ]);
});

describe("after an end", () => {
  it("usage that arrives late is billed, and a void invoice anew", async () => {
    await start();
    await run();
    at("2026-02-01T00:00:00Z");
    await run();
    at("2026-02-05T00:00:00Z");
    await changeSubscription(admin, { tenant, change: { ended: true } });
    await rows("late", 600, "2026-02-01T00:00:00Z");
    at("2026-03-20T00:00:00Z");
    await run();
    const late = (await lines()).filter((l) => l.kind === "usage");
    expect(late).toMatchObject([{ lineKind: "correction" }]);
    expect(late[0]?.amount).toBeGreaterThan(0);
    await voidInvoice(owner, { id: late[0]?.invoice.id ?? "", reason: "wrong address" });
    at("2026-05-20T00:00:00Z");
    await run();
    const again = (await lines()).filter((l) => l.kind === "usage" && l.invoice.state !== "void");
    expect(again.map((l) => l.amount)).toEqual(late.map((l) => l.amount));
    const { subscriptions: s } = owner.store.tables;
    at("2027-08-01T00:00:00Z");
    await run();
    const [row] = await owner.store.read.select().from(s).where(eq(s.tenantId, tenant));
    expect(row).toMatchObject({ nextAt: null, endedAt: new Date("2026-02-05T00:00:00Z"), state: "ended" });
  });
});

describe("alerts on spend", () => {
  it("tell a tenant's admins once for each period", async () => {
    await start();
    await run();
    await addSpendAlert(admin, { tenant, amount: 300_00 });
    await addSpendAlert(admin, { tenant, amount: 300_00, of: "forecast" });
    await expect(addSpendAlert(admin, { tenant, amount: 300_00 })).rejects.toMatchObject({
      code: "billing.alert_known",
    });
    at("2026-01-20T00:00:00Z");
    expect(await sweepSpend(owner)).toBe(0);
    await rows("much", 560, "2026-01-19T00:00:00Z");
    expect(await sweepSpend(owner)).toBe(2);
    expect(await sweepSpend(owner)).toBe(0);
    at("2026-02-11T00:00:00Z");
    await run();
    await rows("more", 900, "2026-02-10T12:00:00Z");
    expect(await sweepSpend(owner)).toBe(2);
    const { items, allowed } = await listSpendAlerts(admin, { tenant });
    expect(allowed).toBe(true);
    expect(items.map((one) => one.toldPeriod)).toEqual([
      new Date("2026-02-10T00:00:00Z"),
      new Date("2026-02-10T00:00:00Z"),
    ]);
    for (const { id } of items) await removeSpendAlert(admin, { id });
    expect((await listSpendAlerts(admin, { tenant })).items).toEqual([]);
  });

  it("are refused where the plan has none", async () => {
    const small = (await makeTenant(owner.store, { plan: "starter@1" })).id;
    await startSubscription(owner, { tenant: small, trialDays: 0 });
    const refusal = addSpendAlert(owner, { tenant: small, amount: 5 });
    await expect(refusal).rejects.toMatchObject({ code: expect.stringMatching(/^capabilities/) });
  });
});
