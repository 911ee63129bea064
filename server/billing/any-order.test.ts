import { asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { makeTenant } from "@/db/factories";
import { planByRef } from "@/server/plans";
import type { Context, Services } from "@/server/shared/context";
import { type Period, period } from "@/server/shared/periods";
import { as, operator, testServices } from "@/server/testing/context";
import { times } from "@/server/testing/deep";
import { record } from "@/server/usage";
import {
  changeBillingSettings,
  changeSubscription,
  getSubscription,
  listInvoices,
  previewChange,
  startSubscription,
  voidInvoice,
} from ".";
import { billSome, finalizeSome } from "./bill";
import { terms } from "./core/terms";
import { readBillingSettings } from "./settings";
import { calendarOf, findLedger, type InvoiceLineRow } from "./subscription";
import { plainPeriod } from "./testing/plain";

const START = Date.UTC(2026, 0, 30, 22, 15, 7);
const DAY = 86_400_000;

type Step =
  | { do: "usage"; rows: number; ago: number }
  | { do: "change"; plan: string; seats: number; later: boolean }
  | { do: "run" }
  | { do: "commit"; amount: string; periods: number }
  | { do: "end" }
  | { do: "void" };

const step: fc.Arbitrary<{ wait: number; step: Step }> = fc.record({
  wait: fc.oneof(fc.constant(0), fc.integer({ min: 1000, max: 25 * DAY })),
  step: fc.oneof(
    fc.record({ do: fc.constant("usage" as const), rows: fc.nat(900_000_000), ago: fc.nat(50 * DAY) }),
    fc.record({
      do: fc.constant("change" as const),
      plan: fc.constantFrom("starter@1", "growth@1", "enterprise@1"),
      seats: fc.nat(60),
      later: fc.boolean(),
    }),
    fc.constant({ do: "run" as const }),
    fc.record({
      do: fc.constant("commit" as const),
      amount: fc.integer({ min: 1, max: 9000 }).map(String),
      periods: fc.integer({ min: 1, max: 3 }),
    }),
    fc.constant({ do: "end" as const }),
    fc.constant({ do: "void" as const }),
  ),
});

interface World {
  ctx: Context;
  tenant: string;
  now: Date;
  events: { meter: string; time: number; quantity: number }[];
  /** Final invoices as they were when they became so. */
  finals: Map<string, string>;
}

async function run({ ctx, now }: World): Promise<void> {
  const { value: settings } = await readBillingSettings(ctx.store);
  for (const work of [billSome, finalizeSome])
    expect((await work(ctx, { cursor: "", now, settings, size: 50 })).failed).toEqual([]);
}

async function doIt(world: World, { step: s }: { step: Step }): Promise<void> {
  const { ctx, tenant, now, events } = world;
  if (s.do === "run") return run(world);
  if (s.do === "usage") {
    const time = Math.floor(Math.max(START, now.getTime() - s.ago) / 1000);
    events.push({ meter: "reload_rows", time, quantity: s.rows });
    const id = `u${events.length}`;
    return record(ctx, [
      { tenantId: tenant, meter: "reload_rows", id, time: new Date(time * 1000), quantity: s.rows },
    ]);
  }
  if (s.do === "void") {
    const newest = (await listInvoices(ctx, { tenant, state: "final" })).items[0];
    if (newest?.type === "invoice") await voidInvoice(ctx, { id: newest.id, reason: "by chance" });
    return;
  }
  if ((await getSubscription(ctx, { tenant }))?.endedAt) return;
  const change = changeOf(s);
  const when = "later" in s && s.later ? ("period-end" as const) : ("now" as const);
  const preview = await previewChange(ctx, { tenant, change, when });
  const { invoice } = await changeSubscription(ctx, {
    tenant,
    change,
    when,
    at: preview.at,
    expected: preview.gross,
  });
  expect(invoice?.gross ?? 0).toBe(preview.gross);
}

function changeOf(s: Exclude<Step, { do: "usage" | "run" | "void" }>) {
  if (s.do === "end") return { ended: true };
  if (s.do === "commit") return { commitment: { amount: s.amount, periods: s.periods } };
  return { plan: s.plan, seats: s.seats };
}

/** What never changes of a final invoice: its own row but for payment and voiding, and all its lines. */
async function remember(world: World): Promise<void> {
  const { invoices, invoiceLines } = world.ctx.store.tables;
  const rows = await world.ctx.store.read.select().from(invoices);
  for (const row of rows.filter((one) => one.state !== "draft")) {
    const lines = await world.ctx.store.read
      .select()
      .from(invoiceLines)
      .where(eq(invoiceLines.invoiceId, row.id))
      .orderBy(asc(invoiceLines.position));
    const text = JSON.stringify([row.number, row.net, row.tax, row.gross, row.document, lines]);
    expect(text).toBe(world.finals.get(row.id) ?? text);
    world.finals.set(row.id, text);
    expect(lines.reduce((n, l) => n + l.net, 0)).toBe(row.net);
    expect(lines.reduce((n, l) => n + l.tax, 0)).toBe(row.tax);
  }
  for (const series of new Set(rows.flatMap((row) => row.series ?? []))) {
    const seqs = rows.filter((row) => row.series === series).map((row) => row.seq ?? 0);
    expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: seqs.length }, (_, i) => i + 1));
  }
}

function sums(lines: readonly InvoiceLineRow[], p: Period): Record<string, number> {
  const found = new Map<string, number>();
  for (const line of lines.filter((l) => l.periodIndex === p.index))
    found.set(line.chargeId, (found.get(line.chargeId) ?? 0) + line.amount);
  return nonZero(found);
}

const nonZero = (found: Map<string, number>) =>
  Object.fromEntries([...found].filter(([, n]) => n !== 0).sort());

it("changes, late usage, runs and voided invoices in any order: bills add up to what plain fractions say", async () => {
  const workflows = { start: async () => "" } as unknown as Services["workflows"];
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const world: World = {
        now: new Date(START),
        events: [],
        finals: new Map(),
        tenant: "",
        ctx: {} as Context,
      };
      const services = await testServices({
        workflows,
        clock: { now: () => world.now, sleep: async () => undefined },
      });
      world.ctx = as(services, operator());
      world.tenant = (await makeTenant(services.store, { plan: "growth@1" })).id;
      const tax = {
        seller: "DE",
        rates: { DE: { standard: "19" } },
        prices: steps.length % 2 ? ("inclusive" as const) : ("exclusive" as const),
      };
      await changeBillingSettings(world.ctx, { seller: { name: "V" }, zone: "Europe/Berlin", tax });
      await startSubscription(world.ctx, { tenant: world.tenant, trialDays: 0, seats: 3 });
      for (const one of steps) {
        world.now = new Date(world.now.getTime() + one.wait);
        await doIt(world, one);
        await remember(world);
      }
      for (const days of [40, 80]) {
        world.now = new Date(world.now.getTime() + days * DAY);
        for (let again = 0; again < 2; again++) {
          await run(world);
          await remember(world);
        }
      }
      await expectPlain(world);
      await services.store.close();
    }),
    { numRuns: times(20) },
  );
}, 240_000);

async function expectPlain({ ctx, tenant, now, events }: World): Promise<void> {
  const { invoices, invoiceLines } = ctx.store.tables;
  const ledger = await findLedger({ db: ctx.store.read, tables: ctx.store.tables }, tenant);
  if (!ledger) throw new Error("no subscription");
  const rows = await ctx.store.read
    .select({ line: invoiceLines, state: invoices.state })
    .from(invoiceLines)
    .innerJoin(invoices, eq(invoices.id, invoiceLines.invoiceId));
  const lines = rows.filter((row) => row.state !== "void").map((row) => row.line);
  const changes = ledger.changes.map((c) => ({
    at: Math.floor(c.at.getTime() / 1000),
    seq: c.seq,
    terms: terms.parse(c.terms),
  }));
  const pricing = Object.fromEntries(
    ["starter@1", "growth@1", "enterprise@1"].map((ref) => [ref, planByRef(ref).pricing]),
  );
  const calendar = calendarOf(ledger.subscription);
  const bounds = (i: number): [number, number] => [period(calendar, i).from, period(calendar, i).to];
  const world = { currency: "EUR", exponent: 2, pricing, changes, events, bounds };
  for (let i = 0; period(calendar, i).to * 1000 < now.getTime() - 40 * DAY; i++) {
    const p = period(calendar, i);
    expect(sums(lines, p)).toEqual(nonZero(plainPeriod(world, p.from, p.to, i)));
  }
}
