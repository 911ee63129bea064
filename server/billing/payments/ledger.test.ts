import { expect, it } from "vitest";
import { makeInvoice, makeSubscription, makeTenant } from "@/db/factories";
import { Random } from "@/server/setup/sample/random";
import type { Context, Services } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { DEEP } from "@/server/testing/deep";
import { bookPayment, getInvoice } from "..";
import { type Behaviour, type FakeStripe, type Fault, startFakeStripe } from "../testing/fake-stripe";
import { askSome } from "./ask";
import { collectSome } from "./collect";
import { changePaymentSettings, connected } from "./keys";
import { catchUp } from "./notices";
import { openPaymentPage } from "./page";
import type { OnlinePayments } from "./port";
import { refundPayment } from "./refund";
import { stripePayments } from "./stripe/provider";
import { checkWayToPay, saveWayToPay } from "./way";
import { takeEvent } from "./webhook";

const SEEDS = DEEP ? 60 : 2;
const STEPS = DEEP ? 120 : 40;
const INVOICES = 4;
const GROSS = 119_00;

class Killed extends Error {}

/** The process dies between what a provider did and booking it: whoever asked never learns the answer. */
function killable(online: OnlinePayments, dies: () => boolean): OnlinePayments {
  const dying =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const answer = await call(...args);
      if (dies()) throw new Killed();
      return answer;
    };
  return {
    ...online,
    charge: dying(online.charge),
    refund: dying(online.refund),
    openPage: dying(online.openPage),
    find: dying(online.find),
  };
}

interface World {
  random: Random;
  fake: FakeStripe;
  services: Services;
  owner: Context;
  admin: Context;
  tenant: string;
  ids: string[];
  pages: string[];
  /** Events that were not sent yet. */
  waiting: number[];
  seen: number;
  pass(ms: number): void;
}

const BEHAVIOURS: readonly Behaviour[] = ["ok", "ok", "ok", "decline", "authenticate", "processing"];
const FAULTS: readonly Fault[] = ["429", "500-before", "500-after", "drop-before", "drop-after"];
const HOUR = 3_600_000;

/** What may go wrong does so as an error that is expected, or the process dies. */
async function survive(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Killed) && !isAppError(error)) throw error;
  }
}

async function hourly(w: World): Promise<void> {
  const found = await connected(w.services);
  if (!found) throw new Error("not connected");
  const now = w.services.clock.now();
  await survive(() => catchUp(w.services, found));
  await survive(() => askSome(w.services, found.online, { cursor: "", now, size: 100 }));
  await survive(() => collectSome(w.services, found.online, { cursor: "", size: 100 }));
}

async function send(w: World, n: number): Promise<void> {
  const body = JSON.stringify(w.fake.world.events[n]);
  const headers = { "stripe-signature": w.fake.signature(body) };
  const request = new Request("http://portal/", { method: "POST", body, headers });
  await survive(() => takeEvent(w.services, request, { provider: "stripe", address: "a" }));
}

/** Events that happened are lost, doubled or wait to be sent out of order. */
function note(w: World): void {
  for (; w.seen < w.fake.world.events.length; w.seen++) {
    const fate = w.random.next();
    if (fate > 0.3) w.waiting.push(w.seen);
    if (fate > 0.8) w.waiting.push(w.seen);
  }
}

const MOVES: Record<string, (w: World) => Promise<unknown>> = {
  async page(w) {
    const { url } = await openPaymentPage(w.admin, { id: w.random.pick(w.ids) });
    w.pages.push(url);
  },
  async pay(w) {
    const id =
      w.random
        .pick(w.pages.length > 0 ? w.pages : [""])
        .split("/")
        .at(-1) ?? "";
    const session = w.fake.world.sessions.get(id);
    const open = session && w.fake.world.session(id).status === "open";
    if (open) w.fake.world.complete(id, w.random.pick(BEHAVIOURS));
  },
  async finish(w) {
    for (const { id } of w.fake.world.intents.values())
      if (w.random.next() < 0.5) w.fake.world.finish(id, w.random.pick(["ok", "decline"]));
  },
  async bank(w) {
    const reference = `bank-${w.random.next()}`;
    await bookPayment(w.owner, { id: w.random.pick(w.ids), amount: 10_00, reference });
  },
  async refund(w) {
    const { payments } = await getInvoice(w.owner, { id: w.random.pick(w.ids) });
    const back = payments.find((one) => one.refundable > 0 && one.provider === "stripe");
    if (back) await refundPayment(w.owner, { id: back.id });
  },
  async dashboard(w) {
    const paid = [...w.fake.world.intents.values()].filter((one) => one.amount_received >= GROSS);
    const intent = paid.length > 0 ? w.random.pick(paid) : undefined;
    const back = intent ? w.fake.world.refundsOf(intent.id).reduce((n, one) => n + one.amount, 0) : 0;
    if (intent && back === 0) w.fake.world.makeRefund({ payment_intent: intent.id, amount: "700" });
  },
  hourly,
  async event(w) {
    note(w);
    const at = Math.floor(w.random.next() * w.waiting.length);
    const [n] = w.waiting.splice(at, 1);
    if (n !== undefined) await send(w, n);
  },
  async time(w) {
    w.pass(w.random.pick([HOUR / 6, HOUR, 6 * HOUR, 26 * HOUR]));
  },
};

async function build(seed: number): Promise<World> {
  const random = new Random(seed);
  let now = new Date("2026-03-01T00:00:00Z");
  const fake = await startFakeStripe(() => now);
  const base = await testServices();
  let wild = false;
  const services: Services = {
    ...base,
    clock: { ...base.clock, now: () => now },
    payments: async (keys) => {
      const online = await stripePayments(keys, { origin: fake.url, retries: 0 });
      return killable(online, () => wild && random.next() < 0.15);
    },
  };
  const [tenant, owner] = [(await makeTenant(services.store)).id, as(services, operator())];
  const admin = as(services, memberOf(tenant, "admin"));
  const subscription = await makeSubscription(services.store, { tenantId: tenant });
  await changePaymentSettings(owner, {
    ...{ provider: "stripe", secretKey: "sk_test_1234", webhookSecret: fake.webhookSecret },
  });
  const ids: string[] = [];
  for (let i = 0; i < INVOICES; i++) {
    const of = { tenantId: tenant, subscriptionId: subscription.id, gross: GROSS, finalizedAt: now };
    ids.push((await makeInvoice(services.store, of)).id);
  }
  const { url } = await saveWayToPay(admin, { tenant });
  fake.world.complete(url.split("/").at(-1) ?? "");
  await checkWayToPay(admin, { tenant });
  wild = true;
  fake.fault = () => (wild && random.next() < 0.12 ? random.pick(FAULTS) : null);
  const pass = (ms: number) => {
    now = new Date(now.getTime() + ms);
    // A quiet end: nobody dies, Stripe answers.
    if (ms === 0) wild = false;
  };
  const more = { random, fake, services, owner, admin, tenant, ids };
  return { ...more, pages: [], waiting: [], seen: 0, pass };
}

/** Nothing is forgotten: the rest of the events, and runs until nothing is under way. */
async function quiet(w: World): Promise<void> {
  w.pass(0);
  for (const { id } of w.fake.world.intents.values()) w.fake.world.finish(id, "ok");
  for (const { id, status } of w.fake.world.refunds.values())
    if (status === "pending") w.fake.world.finishRefund(id, "succeeded");
  w.fake.world.fates.length = 0;
  for (let day = 0; day < 3; day++) {
    w.pass(25 * HOUR);
    await hourly(w);
  }
}

it.each(Array.from({ length: SEEDS }, (_, n) => n + 1))(
  "seed %i: charges, declines, lost and doubled events, kills and refunds: our books are Stripe's, and nobody paid twice by card unasked",
  async (seed) => {
    const w = await build(seed);
    for (let i = 0; i < STEPS; i++) {
      w.fake.world.fates.splice(0, 9, w.random.pick(BEHAVIOURS));
      const move = MOVES[w.random.pick(Object.keys(MOVES))];
      await survive(async () => move?.(w));
    }
    await quiet(w);
    const { payments: p } = w.services.store.tables;
    const rows = await w.services.store.read.select().from(p);
    const online = rows.filter((row) => row.provider === "stripe");
    expect(online.filter((row) => row.state === "pending")).toEqual([]);
    const ours = new Map<string, { received: number; back: number }>();
    for (const row of online.filter((one) => one.state === "succeeded")) {
      const key = row.refundOf ?? row.id;
      const kept = ours.get(key) ?? { received: 0, back: 0 };
      if (row.refundOf) kept.back -= row.amount;
      else kept.received += row.amount;
      ours.set(key, kept);
    }
    const theirs = new Map([...w.fake.world.ledger()].filter(([, one]) => one.received > 0));
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
    for (const id of w.ids) {
      const invoice = await getInvoice(w.owner, { id });
      const came = invoice.payments.filter((one) => one.state === "succeeded" && !one.refundOf);
      const total = came.reduce((n, one) => n + one.amount, 0);
      expect(invoice.paid).toBe(Math.min(GROSS, total));
      // A charge is only made of what is open: more than the invoice comes only where somebody paid by bank meanwhile.
      const cards = came.filter((one) => one.kind !== "bank").reduce((n, one) => n + one.amount, 0);
      expect(cards).toBeLessThanOrEqual(GROSS);
      expect(invoice.paid === GROSS).toBe(invoice.state === "paid");
    }
    await w.fake.stop();
  },
  600_000,
);
