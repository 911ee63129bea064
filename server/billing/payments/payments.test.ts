import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeInvoice, makeSubscription, makeTenant } from "@/db/factories";
import type { Context, Services } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { bookPayment, creditInvoice, getInvoice, listInvoices } from "..";
import { type FakeEvent, type FakeStripe, startFakeStripe } from "../testing/fake-stripe";
import { askSome } from "./ask";
import { collectSome } from "./collect";
import { changePaymentSettings, checkPayments, connected, getPaymentSettings } from "./keys";
import { catchUp } from "./notices";
import { checkPayment, openPaymentPage } from "./page";
import { refundPayment } from "./refund";
import { stripePayments } from "./stripe/provider";
import { checkWayToPay, getWayToPay, removeWayToPay, saveWayToPay } from "./way";
import { MOST_EVENT_BYTES, takeEvent } from "./webhook";

let now: Date;
let fake: FakeStripe;
let services: Services;
let owner: Context;
let admin: Context;
let tenant: string;
let subscription: string;

const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const tick = () => {
  now = new Date(now.getTime() + 1);
  return now;
};
const DAY = 1440;
const SECRET = "whsec_fake";

beforeEach(async () => {
  now = new Date("2026-03-01T00:00:00Z");
  fake = await startFakeStripe(() => now);
  const base = await testServices();
  services = {
    ...base,
    // No two things happen in the same millisecond.
    clock: { ...base.clock, now: () => tick() },
    payments: (keys) => stripePayments(keys, { origin: fake.url, retries: 0, timeoutMs: 2000 }),
  };
  owner = as(services, operator());
  tenant = (await makeTenant(services.store)).id;
  admin = as(services, memberOf(tenant, "admin"));
  subscription = (await makeSubscription(services.store, { tenantId: tenant })).id;
  await changePaymentSettings(owner, {
    ...{ provider: "stripe", secretKey: "sk_test_1234", webhookSecret: SECRET },
  });
});

afterEach(() => fake.stop());

async function invoice(more: object = {}): Promise<string> {
  const { id } = await makeInvoice(services.store, {
    ...{ tenantId: tenant, subscriptionId: subscription, finalizedAt: now, dueAt: now, ...more },
  });
  const { invoiceLines } = services.store.tables;
  await services.store.tx((db) =>
    db.insert(invoiceLines).values({
      ...{ id: `ivl_${id}`, tenantId: tenant, subscriptionId: subscription, invoiceId: id, position: 0 },
      ...{ key: "base", lineKind: "charge", kind: "flat", chargeId: "base", plan: "growth@1", title: {} },
      ...{ taxClass: "standard", quantity: "1", periodIndex: 0, periodFrom: now, periodTo: now, seconds: 1 },
      ...{ amount: 100_00, net: 100_00, tax: 19_00, taxPercent: "19", taxReason: "rate" },
    }),
  );
  return id;
}

async function saveCard(): Promise<void> {
  const { url } = await saveWayToPay(admin, { tenant });
  fake.world.complete(url.split("/").at(-1) ?? "");
  await checkWayToPay(admin, { tenant });
}

async function run() {
  const found = await connected(services);
  if (!found) throw new Error("not connected");
  await catchUp(services, found).catch(() => 0);
  const asked = await askSome(services, found.online, { cursor: "", now, size: 100 });
  const charged = await collectSome(services, found.online, { cursor: "", size: 100 });
  return [...asked.failed, ...charged.failed];
}

async function event(one: FakeEvent | undefined, headers: Record<string, string> = {}) {
  const body = JSON.stringify(one);
  const request = new Request("http://portal/api/payments/stripe", {
    ...{ method: "POST", body },
    headers: { "stripe-signature": fake.signature(body), ...headers },
  });
  await takeEvent(services, request, { provider: "stripe", address: "a" });
}
const pay = (url: string, how?: "ok" | "decline" | "processing") =>
  fake.world.complete(url.split("/").at(-1) ?? "", how);
const get = (id: string) => getInvoice(owner, { id });

describe("a page", () => {
  it("is paid once: the event books it, told twice or asked for changes nothing", async () => {
    const id = await invoice();
    const { url, payment } = await openPaymentPage(admin, { id });
    expect(await checkPayment(admin, { id: payment })).toMatchObject({ state: "open" });
    pay(url);
    for (const one of fake.world.events) await event(one);
    for (const one of [...fake.world.events].reverse()) await event(one);
    await run();
    const whole = await get(id);
    expect(whole).toMatchObject({ state: "paid", paid: 119_00, toPayBack: 0 });
    expect(whole.payments).toMatchObject([{ kind: "page", state: "succeeded", amount: 119_00 }]);
    expect(whole.payments[0]?.link).toContain("/test/payments/pi_");
  });

  it("that was paid while its event was lost is seen by asking, and by the next run", async () => {
    const [a, b] = [await invoice(), await invoice()];
    const first = await openPaymentPage(admin, { id: a });
    const second = await openPaymentPage(admin, { id: b });
    pay(first.url);
    pay(second.url);
    expect(await checkPayment(admin, { id: first.payment })).toMatchObject({ state: "succeeded" });
    await run();
    expect([(await get(a)).state, (await get(b)).state]).toEqual(["paid", "paid"]);
  });

  it("opened again closes the one before; one that is paid meanwhile is never paid twice", async () => {
    const id = await invoice();
    const first = await openPaymentPage(admin, { id });
    const second = await openPaymentPage(admin, { id });
    expect(() => pay(first.url)).toThrow();
    pay(second.url);
    await expect(openPaymentPage(admin, { id })).rejects.toMatchObject({ code: "payments.nothing_open" });
    expect((await get(id)).payments.map((one) => one.state)).toEqual(["failed", "succeeded"]);
  });

  it("that is processing is under way until its end is known", async () => {
    const id = await invoice();
    const { url, payment } = await openPaymentPage(admin, { id });
    const session = pay(url, "processing");
    expect(await checkPayment(admin, { id: payment })).toMatchObject({ state: "pending" });
    await expect(openPaymentPage(admin, { id })).rejects.toMatchObject({ code: "payments.under_way" });
    fake.world.finish(session.payment_intent ?? "", "decline");
    later(120);
    await run();
    expect((await get(id)).payments).toMatchObject([{ state: "failed", problem: "insufficient_funds" }]);
  });

  it("paid by bank and by card: what came twice is to be paid back, and can be", async () => {
    const id = await invoice();
    const { url } = await openPaymentPage(admin, { id });
    await bookPayment(owner, { id, reference: "bank-1" });
    pay(url);
    await run();
    const whole = await get(id);
    expect(whole).toMatchObject({ state: "paid", paid: 119_00, toPayBack: 119_00 });
    const card = whole.payments.find((one) => one.kind === "page");
    expect(card?.refundable).toBe(119_00);
    await refundPayment(owner, { id: card?.id ?? "" });
    expect(await get(id)).toMatchObject({ state: "paid", toPayBack: 0 });
    await expect(refundPayment(owner, { id: card?.id ?? "" })).rejects.toMatchObject({
      code: "payments.refund_too_much",
    });
  });

  it("of an amount Stripe cannot collect is refused, with nothing left under way", async () => {
    const id = await invoice({ currency: "KWD", gross: 1_234 });
    await expect(openPaymentPage(admin, { id })).rejects.toMatchObject({ code: "payments.currency" });
    expect((await get(id)).payments).toEqual([]);
  });
});

describe("a saved way to pay", () => {
  it("is saved on Stripe's page, replaced, removed; only its last digits are known here", async () => {
    await saveCard();
    const way = await getWayToPay(admin, { tenant });
    expect(way).toMatchObject({ online: "stripe", method: { brand: "visa", last4: "4242", expYear: 2031 } });
    expect(JSON.stringify(way)).not.toContain("pm_");
    const [first] = [...fake.world.methods.values()];
    await saveCard();
    expect(first?.customer).toBeNull();
    expect((await removeWayToPay(admin, { tenant })).method).toBeNull();
    expect([...fake.world.methods.values()].map((one) => one.customer)).toEqual([null, null]);
  });

  it("an old page's event, late, does not bring back what was removed", async () => {
    await saveCard();
    await removeWayToPay(admin, { tenant });
    for (const one of fake.world.events) await event(one);
    expect((await getWayToPay(admin, { tenant })).method).toBeNull();
  });

  it("is charged once an invoice is final, once", async () => {
    await saveCard();
    const id = await invoice();
    await run();
    await run();
    expect(await get(id)).toMatchObject({ state: "paid", paid: 119_00 });
    expect(fake.calls.filter((call) => call === "POST /v1/payment_intents")).toHaveLength(1);
  });

  it("is tried again after 1, 3, 5 and 7 days, then no more; each failure is mailed once", async () => {
    await saveCard();
    const id = await invoice();
    fake.world.fates.push(...Array<"decline">(9).fill("decline"));
    for (let day = 0; day < 12; day++) {
      await run();
      await run();
      later(DAY);
    }
    const { payments } = await get(id);
    const days = payments.map((one) => Math.floor((one.at.getTime() - Date.UTC(2026, 2, 1)) / 86_400_000));
    expect(days).toEqual([0, 1, 3, 5, 7]);
    const { invoiceMails } = services.store.tables;
    const mails = await services.store.read.select().from(invoiceMails);
    expect(mails.map((one) => one.kind)).toEqual(Array(5).fill("declined"));
    fake.world.fates.length = 0;
    await saveCard();
    await run();
    expect((await get(id)).state).toBe("paid");
  });

  it("that needs its owner's confirmation is not tried again: a mail asks for it", async () => {
    await saveCard();
    const id = await invoice();
    fake.world.fates.push("authenticate");
    await run();
    later(2 * DAY);
    await run();
    expect((await get(id)).payments).toMatchObject([{ state: "failed", problem: "authentication_required" }]);
    const { invoiceMails } = services.store.tables;
    expect(await services.store.read.select().from(invoiceMails)).toMatchObject([{ kind: "confirm" }]);
    pay((await openPaymentPage(admin, { id })).url);
    await run();
    expect((await get(id)).state).toBe("paid");
  });

  it.each(["drop-after", "500-after", "drop-before", "500-before", "429"] as const)(
    "an answer lost by %s charges nobody twice",
    async (fault) => {
      await saveCard();
      const id = await invoice();
      fake.fault = (call) => (call === "POST /v1/payment_intents" ? fault : null);
      expect(await run()).toHaveLength(1);
      expect((await get(id)).payments).toMatchObject([{ state: "pending" }]);
      fake.fault = () => null;
      await run();
      later(60);
      await run();
      expect(await get(id)).toMatchObject({ state: "paid", paid: 119_00 });
      expect([...fake.world.intents.values()].map((one) => one.amount_received)).toEqual([119_00]);
    },
  );

  it("a call whose key Stripe has forgotten is not made again", async () => {
    await saveCard();
    const id = await invoice();
    fake.fault = (call) => (call === "POST /v1/payment_intents" ? "drop-before" : null);
    await run();
    fake.fault = () => null;
    later(30 * 60);
    await run();
    expect((await get(id)).payments).toMatchObject([
      { state: "failed", problem: "never_arrived" },
      { state: "succeeded" },
    ]);
  });
});

describe("going back", () => {
  it("a credit note on a paid invoice pays back when asked", async () => {
    await saveCard();
    const id = await invoice();
    await run();
    await creditInvoice(owner, { id, amount: 19_00, reason: "goodwill", refund: true });
    const whole = await get(id);
    expect(whole.payments).toMatchObject([{ amount: 119_00 }, { amount: -19_00, state: "succeeded" }]);
    expect(whole.toPayBack).toBe(0);
  });

  it("a refund whose answer is lost is made once", async () => {
    await saveCard();
    const id = await invoice();
    await run();
    fake.fault = (call) => (call === "POST /v1/refunds" ? "drop-after" : null);
    await creditInvoice(owner, { id, amount: 19_00, reason: "goodwill", refund: true });
    expect((await get(id)).payments.at(-1)).toMatchObject({ state: "pending" });
    fake.fault = () => null;
    later(60);
    await run();
    expect((await get(id)).payments.at(-1)).toMatchObject({ state: "succeeded", amount: -19_00 });
    expect(fake.world.refunds.size).toBe(1);
  });

  it("refunds and disputes made at Stripe are booked by their events, and where those are lost by the next run", async () => {
    await saveCard();
    const id = await invoice();
    await run();
    const [intent] = [...fake.world.intents.keys()];
    fake.world.makeRefund({ payment_intent: intent, amount: "5000" });
    fake.world.dispute(intent ?? "", "needs_response");
    await event(fake.world.events.at(-1));
    expect((await get(id)).payments).toMatchObject([
      { dispute: "needs_response" },
      { kind: "refund", amount: -50_00 },
    ]);
    fake.world.makeRefund({ payment_intent: intent, amount: "1000" });
    await run();
    expect((await get(id)).payments.at(-1)).toMatchObject({ amount: -10_00, state: "succeeded" });
  });

  it("a refund that fails in the end was not made", async () => {
    await saveCard();
    const id = await invoice();
    await run();
    await creditInvoice(owner, { id, amount: 19_00, reason: "goodwill", refund: true });
    fake.world.finishRefund([...fake.world.refunds.keys()][0] ?? "", "failed");
    await run();
    expect(await get(id)).toMatchObject({ toPayBack: 19_00 });
  });
});

describe("the door for events", () => {
  it("a wrong or old signature and a body too large are refused; secrets are in no answer", async () => {
    const id = await invoice();
    pay((await openPaymentPage(admin, { id })).url);
    const one = fake.world.events.at(-1);
    const body = JSON.stringify(one);
    const old = new Date(now.getTime() - 400_000);
    for (const header of [
      "",
      "t=1,v1=00",
      fake.signature(body, now, "whsec_other"),
      fake.signature(body, old),
    ]) {
      const refused = event(one, { "stripe-signature": header });
      await expect(refused).rejects.toMatchObject({ code: "payments.signature", status: 400 });
    }
    const huge = { ...one, data: { object: { blob: "x".repeat(MOST_EVENT_BYTES) } } } as FakeEvent;
    await expect(event(huge)).rejects.toMatchObject({ status: 413 });
    expect((await get(id)).state).toBe("final");
    await event(one);
    expect((await get(id)).state).toBe("paid");
    expect(JSON.stringify(await getPaymentSettings(owner))).not.toMatch(/sk_test|whsec/);
  });

  it("books nothing by another's id: what it names must be ours, of that tenant, and so at Stripe", async () => {
    const id = await invoice();
    const { payment } = await openPaymentPage(admin, { id });
    const other = (await makeTenant(services.store)).id;
    const forged = (metadata: Record<string, string>): FakeEvent => ({
      ...{ id: `evt_${Math.random()}`, object: "event", type: "payment_intent.succeeded" },
      ...{
        created: now.getTime() / 1000,
        data: { object: { id: "pi_x", object: "payment_intent", metadata } },
      },
    });
    await event(forged({ tenantry_payment: payment, tenantry_tenant: other }));
    await event(forged({ tenantry_payment: "pay_of_another_portal", tenantry_tenant: tenant }));
    await event(forged({ tenantry_payment: payment, tenantry_tenant: tenant }));
    await event({ ...forged({}), type: "customer.tax_id.created" });
    expect((await get(id)).payments).toMatchObject([{ state: "pending" }]);
    const { paymentEvents } = services.store.tables;
    const outcomes = (await services.store.read.select().from(paymentEvents)).map((one) => one.outcome);
    expect(outcomes.sort()).toEqual(["foreign", "foreign", "unchanged", "unknown"]);
  });

  it("where Stripe does not answer an event is to be sent again, and is not counted as seen", async () => {
    const id = await invoice();
    pay((await openPaymentPage(admin, { id })).url);
    const one = fake.world.events.at(-1);
    fake.fault = () => "500-before";
    await expect(event(one)).rejects.toMatchObject({ status: 503 });
    fake.fault = () => null;
    await event(one);
    expect((await get(id)).state).toBe("paid");
  });
});

describe("settings", () => {
  it("keys are kept sealed, stay when left out, and open an account", async () => {
    const { settings } = services.store.tables;
    const rows = JSON.stringify(await services.store.read.select().from(settings));
    expect(rows).not.toMatch(/sk_test|whsec_/);
    await changePaymentSettings(owner, { provider: "stripe" });
    expect(await checkPayments(owner)).toEqual({ account: "Fake Ltd", live: false, charges: true });
    await changePaymentSettings(owner, { provider: "manual" });
    await expect(checkPayments(owner)).rejects.toMatchObject({ code: "payments.off" });
    expect((await listInvoices(admin, { tenant })).items).toEqual([]);
    await expect(changePaymentSettings(admin, { provider: "manual" })).rejects.toMatchObject({ status: 403 });
  });

  it("without a key there is no Stripe", async () => {
    await changePaymentSettings(owner, { provider: "manual", secretKey: null, webhookSecret: null });
    await expect(changePaymentSettings(owner, { provider: "stripe" })).rejects.toMatchObject({
      code: "payments.no_key",
    });
  });
});
