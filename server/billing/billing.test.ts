import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { makeTenant } from "@/db/factories";
import type { Context, Services } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { record } from "@/server/usage";
import {
  bookPayment,
  changeBillingSettings,
  changeSubscription,
  creditInvoice,
  getInvoice,
  getSubscription,
  listInvoices,
  previewChange,
  rehearseBilling,
  startSubscription,
  upcomingInvoice,
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
  const started: unknown[] = [];
  const workflows = { start: async (name: string) => started.push(name) } as unknown as Services["workflows"];
  const services = await testServices({ workflows });
  const clock = { ...services.clock, now: () => now };
  owner = as({ ...services, clock }, operator());
  tenant = (await makeTenant(services.store, { plan: "growth@1" })).id;
  admin = as({ ...services, clock }, memberOf(tenant, "admin"));
  await changeBillingSettings(owner, {
    seller: { name: "Vendor" },
    tax: { seller: "DE", rates: { DE: { standard: "19" } } },
  });
});

async function run() {
  const { value: settings } = await readBillingSettings(owner.store);
  const bite = { cursor: "", now, settings, size: 100 };
  const bills = await billSome(owner, bite);
  const finals = await finalizeSome(owner, bite);
  expect([...bills.failed, ...finals.failed]).toEqual([]);
}

const start = (more = {}) => startSubscription(owner, { tenant, trialDays: 0, seats: 30, ...more });
const newest = async () =>
  getInvoice(owner, { id: (await listInvoices(owner, { tenant })).items[0]?.id ?? "" });
const rows = (id: string, millions: number, time: string) =>
  record(owner, [
    { tenantId: tenant, meter: "reload_rows", id, time: new Date(time), quantity: millions * 1_000_000 },
  ]);

describe("a month", () => {
  it("fixed charges come in advance, usage afterwards, tax on the total, numbers without gaps", async () => {
    await start();
    await run();
    at("2026-01-14T00:00:00Z");
    await run();
    const first = await newest();
    expect(first).toMatchObject({
      state: "final",
      number: "INV-2026-00001",
      net: 290_00 + 5 * 3_00,
      tax: 57_95,
    });
    await rows("r1", 600, "2026-01-20T00:00:00Z");
    at("2026-02-10T00:00:00Z");
    await run();
    await rows("r2", 10, "2026-02-09T00:00:00Z");
    at("2026-02-14T00:00:00Z");
    await run();
    const second = await newest();
    expect(second.number).toBe("INV-2026-00002");
    // 110 million above 500 included, at 0.30; the late 10 found the draft.
    expect(second.lines.map((l) => [l.chargeId, l.quantity, l.amount])).toEqual([
      ["reload-rows", "610", 33_00],
      ["base", "1", 290_00],
      ["seats", "30", 15_00],
    ]);
  });

  it("usage that comes after the invoice is a correction that names its period", async () => {
    await start();
    at("2026-02-14T00:00:00Z");
    await run();
    await run();
    await rows("late", 510, "2026-01-20T00:00:00Z");
    at("2026-03-14T00:00:00Z");
    await run();
    const lines = (await newest()).lines.filter((l) => l.kind === "usage");
    expect(lines).toMatchObject([
      {
        chargeId: "reload-rows",
        lineKind: "correction",
        quantity: "510",
        amount: 3_00,
        periodFrom: new Date("2026-01-10T00:00:00Z"),
      },
    ]);
  });

  it("usage that finds the draft is a charge, though a change was billed in its days of grace", async () => {
    await start();
    at("2026-02-10T00:00:00Z");
    await run();
    at("2026-02-11T00:00:00Z");
    await changeSubscription(admin, { tenant, change: { seats: 31 } });
    await rows("grace", 600, "2026-01-20T00:00:00Z");
    at("2026-02-14T00:00:00Z");
    await run();
    const { items } = await listInvoices(owner, { tenant });
    const all = await Promise.all(items.map(({ id }) => getInvoice(owner, { id })));
    expect(all.flatMap((one) => one.lines).filter((l) => l.kind === "usage")).toMatchObject([
      { lineKind: "charge", quantity: "600", amount: 30_00 },
    ]);
  });

  it("a run again makes nothing twice", async () => {
    await start();
    at("2026-03-20T00:00:00Z");
    await run();
    await run();
    const { items } = await listInvoices(owner, { tenant });
    expect(items.map((i) => i.number).sort()).toEqual(["INV-2026-00001", "INV-2026-00002", "INV-2026-00003"]);
  });
});

it("one that cannot be billed stops no other, and is named", async () => {
  const broken = (await makeTenant(owner.store, { plan: "growth@1" })).id;
  await startSubscription(owner, { tenant: broken, trialDays: 0 });
  const { subscriptionChanges: c } = owner.store.tables;
  await owner.store.tx((db) =>
    db
      .update(c)
      .set({ terms: { plan: "gone@1" } })
      .where(eq(c.tenantId, broken)),
  );
  await start();
  const { value: settings } = await readBillingSettings(owner.store);
  const { done, failed } = await billSome(owner, { cursor: "", now, settings, size: 100 });
  expect(failed).toMatchObject([{ tenantId: broken, message: expect.stringContaining("gone@1") }]);
  expect(done).toBe(1);
  expect((await listInvoices(owner, {})).items).toMatchObject([{ tenantId: tenant, state: "draft" }]);
});

describe("changes", () => {
  it("the preview is the bill to the cent, and the bill is refused where it would differ", async () => {
    await start();
    at("2026-01-14T00:00:00Z");
    await run();
    at("2026-01-25T12:34:56Z");
    const change = { plan: "enterprise@1" };
    const preview = await previewChange(admin, { tenant, change });
    await expect(
      changeSubscription(admin, { tenant, change, at: preview.at, expected: preview.gross + 1 }),
    ).rejects.toMatchObject({ code: "billing.other_amount" });
    const { invoice } = await changeSubscription(admin, {
      tenant,
      change,
      at: preview.at,
      expected: preview.gross,
    });
    expect(invoice).toMatchObject({ gross: preview.gross, net: preview.net, state: "final" });
    const lines = (await getInvoice(admin, { id: invoice?.id ?? "" })).lines;
    expect(lines.map((l) => [l.plan, l.chargeId, l.lineKind, Math.sign(l.amount)])).toEqual([
      ["growth@1", "base", "credit", -1],
      ["growth@1", "seats", "credit", -1],
      ["enterprise@1", "base", "charge", 1],
    ]);
  });

  it("up, down and up within a second bills the last one only", async () => {
    await start();
    at("2026-01-14T00:00:00Z");
    await run();
    at("2026-01-25T00:00:00.100Z");
    for (const plan of ["enterprise@1", "growth@1", "enterprise@1"])
      await changeSubscription(admin, { tenant, change: { plan } });
    at("2026-02-09T23:59:59Z");
    const { items } = await listInvoices(owner, { tenant });
    const enterprise = Math.round((1900_00 * 16) / 31);
    const growth = Math.round((290_00 * 15) / 31) + Math.round((15_00 * 15) / 31);
    expect(items.reduce((n, i) => n + i.net, 0)).toBe(enterprise + growth);
  });

  it("a downgrade waits for the period's end; an end credits what is unused", async () => {
    await start();
    at("2026-01-14T00:00:00Z");
    await run();
    await changeSubscription(admin, { tenant, change: { plan: "starter@1", seats: 5 }, when: "period-end" });
    expect((await getSubscription(admin, { tenant }))?.pending).toMatchObject([
      { at: new Date("2026-02-10T00:00:00Z") },
    ]);
    at("2026-02-10T00:00:00Z");
    await run();
    expect((await getSubscription(admin, { tenant }))?.plan).toBe("starter@1");
    at("2026-02-24T00:00:00Z");
    const { invoice } = await changeSubscription(owner, { tenant, change: { ended: true } });
    expect(invoice).toMatchObject({ type: "credit-note", net: -24_50, number: "CN-2026-00001" });
    expect((await getSubscription(admin, { tenant }))?.state).toBe("ended");
  });

  it("a second subscription begins no earlier than the first one ended: no day is billed twice", async () => {
    await start();
    await run();
    at("2026-03-20T00:00:00Z");
    await run();
    await changeSubscription(owner, { tenant, change: { ended: true } });
    for (const startAt of ["2026-03-19T23:59:59Z", "2025-01-01T00:00:00Z"])
      await expect(start({ startAt: new Date(startAt) })).rejects.toMatchObject({
        code: "billing.start_past",
      });
    await start({ startAt: new Date("2026-03-20T00:00:00Z") });
  });

  it("takes no price that is none, neither agreed at its start nor later", async () => {
    for (const price of ["-1", "NaN", "1e3", "Infinity", "9".repeat(40), `0.${"3".repeat(30)}`, ""]) {
      const negotiated = { seats: price };
      await expect(start({ negotiated })).rejects.toMatchObject({ code: "input.invalid" });
    }
    await start();
    for (const price of ["-1", "NaN", "1e3", "9".repeat(40)])
      for (const verb of [changeSubscription, previewChange])
        await expect(verb(owner, { tenant, change: { negotiated: { seats: price } } })).rejects.toMatchObject(
          {
            code: "input.invalid",
          },
        );
  });

  it("is kept from times no calendar of a customer has", async () => {
    for (const startAt of ["0001-01-01", "+275000-01-01", "9999-12-31"])
      await expect(start({ startAt: new Date(startAt) })).rejects.toMatchObject({ code: "input.invalid" });
    await start();
    for (const year of ["9999-12-31", "+275000-01-01"])
      await expect(rehearseBilling(owner, { at: new Date(year) })).rejects.toMatchObject({
        code: "input.invalid",
      });
  });

  it("what is agreed for later keeps a change made before it: a trial's end, a downgrade, an end taken back", async () => {
    await start({ trialDays: 14 });
    const seats = await previewChange(admin, { tenant, change: { seats: 45 } });
    expect(seats).toMatchObject({ gross: 0, next: 290_00 + 20 * 3_00 });
    await changeSubscription(admin, { tenant, change: { seats: 45 } });
    expect((await getSubscription(admin, { tenant }))?.pending).toMatchObject([
      { terms: { seats: 45, free: null } },
    ]);
    at("2026-01-25T00:00:00Z");
    await changeSubscription(admin, { tenant, change: { plan: "starter@1" }, when: "period-end" });
    await changeSubscription(admin, { tenant, change: { ended: true }, when: "period-end" });
    await changeSubscription(admin, { tenant, change: { seats: 50 } });
    await changeSubscription(admin, { tenant, change: { ended: false }, when: "period-end" });
    expect((await getSubscription(admin, { tenant }))?.pending).toMatchObject([
      { terms: { plan: "starter@1", seats: 50, ended: false } },
    ]);
    at("2026-02-24T00:00:00Z");
    await run();
    expect(await getSubscription(admin, { tenant })).toMatchObject({ state: "active", plan: "starter@1" });
  });

  it("what the customer may not change is refused", async () => {
    await start();
    await expect(
      previewChange(admin, { tenant, change: { negotiated: { base: "1" } } }),
    ).rejects.toMatchObject({ code: "billing.operators_part" });
    await expect(previewChange(admin, { tenant, change: { addons: ["gold"] } })).rejects.toMatchObject({
      code: "billing.addon",
    });
  });

  it("a trial costs nothing, and its end begins the first period", async () => {
    await start({ trialDays: 14 });
    await rows("t", 900, "2026-01-12T00:00:00Z");
    expect((await getSubscription(admin, { tenant }))?.state).toBe("trial");
    at("2026-01-24T00:00:00Z");
    await run();
    const draft = await newest();
    expect(draft.lines.map((l) => [l.chargeId, l.amount])).toEqual([
      ["base", 290_00],
      ["seats", 15_00],
    ]);
    expect((await upcomingInvoice(admin, { tenant }))?.at).toEqual(new Date("2026-02-24T00:00:00Z"));
  });
});

describe("after an invoice", () => {
  const final = async () => {
    await start();
    await run();
    at("2026-01-14T00:00:00Z");
    await run();
    return await newest();
  };

  it("payments are booked once and close it", async () => {
    const { id, gross } = await final();
    await bookPayment(owner, { id, reference: "bank-1", amount: 100 });
    await bookPayment(owner, { id, reference: "bank-1", amount: 100 });
    expect(await bookPayment(owner, { id, reference: "bank-2" })).toMatchObject({
      state: "paid",
      paid: gross,
    });
    await expect(bookPayment(owner, { id, reference: "bank-3", amount: 1 })).rejects.toMatchObject({
      code: "billing.not_open",
    });
  });

  it("a void one keeps its number and is billed anew", async () => {
    const { id, net } = await final();
    await voidInvoice(owner, { id, reason: "wrong payer" });
    at("2026-02-10T00:00:00Z");
    await run();
    const draft = await newest();
    expect(draft.lines.filter((l) => l.periodFrom < now).reduce((n, l) => n + l.amount, 0)).toBe(net);
  });

  it("a credit note has its own series and lessens what is open; the next bill charges nothing again", async () => {
    const { id, gross } = await final();
    const note = await creditInvoice(owner, { id, amount: 1000, reason: "goodwill" });
    expect(note).toMatchObject({ type: "credit-note", gross: -1000, number: "CN-2026-00001" });
    expect(await getInvoice(owner, { id })).toMatchObject({ paid: 1000, state: "final" });
    await expect(creditInvoice(owner, { id, amount: gross, reason: "too much" })).rejects.toMatchObject({
      code: "billing.credit_too_much",
    });
    at("2026-02-10T00:00:00Z");
    await run();
    expect((await newest()).net).toBe(305_00);
  });

  it("what is billed is never written to again", async () => {
    const { id } = await final();
    const before = await getInvoice(owner, { id });
    await changeSubscription(owner, { tenant, change: { seats: 40 } });
    await changeBillingSettings(owner, { seller: { name: "Another name" } });
    at("2026-02-20T00:00:00Z");
    await run();
    expect(await getInvoice(owner, { id })).toMatchObject({
      lines: before.lines,
      document: before.document,
      gross: before.gross,
    });
    const { invoices } = owner.store.tables;
    expect(await owner.store.read.select().from(invoices).where(eq(invoices.id, id))).toMatchObject([
      { updatedAt: before.finalizedAt },
    ]);
  });
});
