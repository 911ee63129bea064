import { afterAll, expect, it } from "vitest";
import { makeTenant } from "@/db/factories";
import { planByRef } from "@/server/plans";
import { Random } from "@/server/setup/sample/random";
import { as, operator, testServices } from "@/server/testing/context";
import { DEEP } from "@/server/testing/deep";
import { ingest } from "@/server/usage";
import { changeBillingSettings, getInvoice, listInvoices, startSubscription } from ".";
import { billSome, finalizeSome } from "./bill";
import { terms } from "./core/terms";
import { readBillingSettings } from "./settings";
import { plainPeriod } from "./testing/plain";

const EVENTS = DEEP ? 1_000_000 : 30_000;
const TENANTS = DEEP ? 200 : 12;
const BATCH = 1000;
const START = Date.UTC(2026, 0, 1) / 1000;
const MONTHS = [START, Date.UTC(2026, 1, 1) / 1000, Date.UTC(2026, 2, 1) / 1000, Date.UTC(2026, 3, 1) / 1000];
const METERS = ["reload_rows", "query_seconds"] as const;
const DAY = 86_400;

interface Sent {
  tenant: number;
  meter: string;
  id: string;
  time: number;
  quantity: number;
  /** When it is sent. */
  at: number;
}

/** A quarter's events: 10 % sent twice, 5 % hours late within the grace, 2 % after their invoice, 1 % out of the future. */
function world(random: Random): { real: Sent[]; sent: Sent[] } {
  const real: Sent[] = [];
  const sent: Sent[] = [];
  for (let i = 0; i < EVENTS; i++) {
    const time = START + Math.floor(random.next() * 59 * DAY);
    const meter = METERS[i % 2] ?? "reload_rows";
    const quantity =
      meter === "reload_rows" ? Math.floor(random.next() * 2_000_000) : Math.floor(random.next() * 400);
    const one: Sent = { tenant: i % TENANTS, meter, id: `e${i}`, time, quantity, at: time };
    const fate = random.next();
    if (fate < 0.01) {
      sent.push({ ...one, time: time + 40 * DAY });
      continue;
    }
    real.push(one);
    const late = fate < 0.03 ? 36 * DAY : fate < 0.08 ? 5 * 3600 : 0;
    sent.push({ ...one, at: time + late });
    if (random.next() < 0.1) sent.push({ ...one, at: time + late + Math.floor(random.next() * 20 * DAY) });
  }
  return { real, sent: sent.sort((a, b) => a.at - b.at) };
}

let told = "";
afterAll(() => process.stdout.write(`${told}\n`));

it(`${EVENTS} events with doubles, out of order, late and of the future: invoices as plain fractions have them`, async () => {
  let now = new Date(START * 1000);
  const services = await testServices({ clock: { now: () => now, sleep: async () => undefined } });
  const ctx = as(services, operator());
  await changeBillingSettings(ctx, { seller: { name: "Vendor" }, graceDays: 3 });
  const plans = ["starter@1", "growth@1", "enterprise@1"];
  const tenants: { id: string; plan: string }[] = [];
  for (let i = 0; i < TENANTS; i++) {
    const plan = plans[i % 3] ?? "starter@1";
    const { id } = await makeTenant(services.store, { plan });
    tenants.push({ id, plan });
    await startSubscription(ctx, { tenant: id, zone: "UTC", trialDays: 0, seats: i });
  }
  const { value: settings } = await readBillingSettings(services.store);
  const run = async (at: number) => {
    now = new Date(at * 1000);
    for (const work of [billSome, finalizeSome]) {
      let cursor: string | null = "";
      while (cursor !== null) {
        const part = await work(services, { cursor, now, settings, size: 200 });
        expect(part.failed).toEqual([]);
        cursor = part.cursor;
      }
    }
  };
  const { real, sent } = world(new Random(20260101));
  const runs = [START, ...MONTHS.slice(1).flatMap((m) => [m, m + 3 * DAY])].sort((a, b) => a - b);
  const began = performance.now();
  const answers = { accepted: 0, duplicates: 0, rejected: 0 };
  let next = 0;
  for (let i = 0; i < sent.length; ) {
    const due = runs[next] ?? Number.POSITIVE_INFINITY;
    const until = Math.min(i + BATCH, sent.findIndex((e, k) => k >= i && e.at >= due) >>> 0);
    if (until <= i) {
      await run(due);
      next++;
      continue;
    }
    const batch = sent.slice(i, Math.min(until, sent.length));
    now = new Date(((batch.at(-1)?.at ?? 0) + 1) * 1000);
    const answer = await ingest(
      ctx,
      batch.map((e) => ({
        ...{
          specversion: "1.0",
          id: e.id,
          source: "test",
          type: `tenantry.${e.meter}`,
          subject: tenants[e.tenant]?.id,
        },
        ...{ time: new Date(e.time * 1000).toISOString(), data: { quantity: e.quantity } },
      })),
    );
    answers.accepted += answer.accepted;
    answers.duplicates += answer.duplicates;
    answers.rejected += answer.rejected;
    i += batch.length;
  }
  for (const at of runs.slice(next)) await run(at);
  await run((MONTHS[3] ?? 0) + 40 * DAY);
  expect(answers.accepted).toBe(real.length);
  expect(answers.rejected).toBe(EVENTS - real.length);
  expect(answers.duplicates).toBeGreaterThan(EVENTS * 0.08);
  let corrections = 0;
  for (const [t, { id, plan }] of tenants.entries()) {
    const { items } = await listInvoices(ctx, { tenant: id, limit: 200 });
    const lines = (await Promise.all(items.map((item) => getInvoice(ctx, { id: item.id })))).flatMap(
      (whole) => whole.lines,
    );
    corrections += lines.filter((line) => line.lineKind === "correction").length;
    const events = real.filter((e) => e.tenant === t);
    const changes = [{ at: START, seq: 0, terms: terms.parse({ plan, seats: t }) }];
    const plain = {
      currency: "EUR",
      exponent: 2,
      pricing: { [plan]: planByRef(plan).pricing },
      changes,
      events,
      bounds: (i: number): [number, number] => [MONTHS[i] ?? 0, MONTHS[i + 1] ?? 0],
    };
    for (const [k, from] of MONTHS.slice(0, 3).entries()) {
      const billed = new Map<string, number>();
      for (const line of lines.filter((l) => l.periodFrom.getTime() === from * 1000))
        billed.set(line.chargeId, (billed.get(line.chargeId) ?? 0) + line.amount);
      const expected = plainPeriod(plain, from, MONTHS[k + 1] ?? 0, k);
      expect(nonZero(billed)).toEqual(nonZero(expected));
    }
  }
  expect(corrections).toBeGreaterThan(TENANTS / 2);
  told = `${sent.length} events sent, ${answers.accepted} counted, ${answers.duplicates} doubles, ${answers.rejected} refused, ${corrections} corrections, ${((performance.now() - began) / 1000).toFixed(1)} s`;
}, 1_800_000);

const nonZero = (sums: Map<string, number>) =>
  Object.fromEntries([...sums].filter(([, n]) => n !== 0).sort());
