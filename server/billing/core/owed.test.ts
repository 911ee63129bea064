import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exponent } from "@/server/shared/money";
import { type Period, period, periodAt } from "@/server/shared/periods";
import { times } from "@/server/testing/deep";
import { type Scenario, scenario } from "../testing/arbitrary";
import { type PlainWorld, plainPeriod } from "../testing/plain";
import { boundary } from "../testing/plain-calendar";
import { type Agreement, type Item, owed, type Usage } from "./owed";
import { type Billed, settle } from "./settle";

function usageOf(s: Scenario, known: number): Usage {
  const events = s.events.slice(0, known);
  return {
    splitting: () => "sum",
    quantity: (meter, from, to) =>
      String(
        events
          .filter((e) => e.meter === meter && e.time >= from && e.time < to)
          .reduce((n, e) => n + e.quantity, 0),
      ),
  };
}

const agreementOf = (s: Scenario): Agreement => ({
  currency: s.currency,
  changes: s.changes.map((c) => ({ ...c, at: new Date(c.at * 1000) })),
  pricing: (plan) => {
    const found = s.pricing[plan];
    if (!found) throw new Error(plan);
    return found;
  },
  period: (index) => period(calendarOf(s), index),
});

const calendarOf = (s: Scenario) => ({
  zone: s.zone,
  interval: s.interval,
  anchor: new Date(s.anchor * 1000),
});

/** The scenario as the plain implementation takes it, with a calendar kept by hand. */
function plainWorld(s: Scenario): PlainWorld {
  const months = s.interval === "month" ? 1 : 12;
  const at = (index: number) => boundary(s.anchor, s.zone, index * months);
  return { ...s, exponent: exponent(s.currency), bounds: (index) => [at(index), at(index + 1)] };
}

function byCharge(items: readonly Pick<Item, "kind" | "chargeId" | "amount">[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { kind, chargeId, amount } of items) {
    const name = kind === "discount" ? "discount" : chargeId;
    sums[name] = (sums[name] ?? 0) + amount;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0));
}

const nonZero = (sums: Map<string, number>) =>
  Object.fromEntries([...sums].filter(([, amount]) => amount !== 0));

function periodsOf(s: Scenario): Period[] {
  const calendar = calendarOf(s);
  return Array.from({ length: s.periods }, (_, i) => period(calendar, i));
}

/** Many cases: a busy machine takes its time. */
const PATIENT = 180_000;

describe("what a period costs", () => {
  it(
    "is what plain fractions say, to the minor unit",
    () => {
      fc.assert(
        fc.property(scenario, (s) => {
          const agreement = agreementOf(s);
          const world = plainWorld(s);
          const end = new Date(4e12);
          for (const p of periodsOf(s))
            expect(byCharge(owed(agreement, p, usageOf(s, s.events.length), end))).toEqual(
              nonZero(plainPeriod(world, p.from, p.to, p.index)),
            );
        }),
        { numRuns: times(600) },
      );
    },
    PATIENT,
  );

  it(
    "however often and whenever it is billed, the bills add up to it",
    () => {
      fc.assert(
        fc.property(
          scenario,
          fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
          (s, moments) => {
            const agreement = agreementOf(s);
            const periods = periodsOf(s);
            const span = (periods.at(-1)?.to ?? s.anchor) - s.anchor;
            const billed: Billed[] = [];
            for (const moment of [...moments.sort(), 2]) {
              const asOf = new Date((s.anchor + span * moment) * 1000);
              const known = Math.round(Math.min(1, moment) * s.events.length);
              const seen = periods.filter((p) => p.from * 1000 <= asOf.getTime());
              const lines = settle(
                seen.flatMap((p) => owed(agreement, p, usageOf(s, known), asOf)),
                billed,
              );
              for (const line of lines)
                billed.push({
                  key: line.key,
                  periodIndex: line.period.index,
                  amount: line.amount,
                  quantity: line.quantity,
                  line,
                });
            }
            const world = plainWorld(s);
            for (const p of periods) {
              const mine = billed
                .filter((b) => b.periodIndex === p.index)
                .map((b) => ({ ...b.line, amount: b.amount }));
              expect(byCharge(mine)).toEqual(nonZero(plainPeriod(world, p.from, p.to, p.index)));
            }
          },
        ),
        { numRuns: times(2500) },
      );
    },
    PATIENT,
  );
});

describe("periods", () => {
  it(
    "are those of a calendar kept by hand, without gap or overlap, in any zone",
    () => {
      fc.assert(
        fc.property(scenario, fc.integer({ min: 0, max: 40 }), (s, index) => {
          const calendar = calendarOf(s);
          const p = period(calendar, index);
          const months = s.interval === "month" ? 1 : 12;
          expect([p.from, p.to]).toEqual([
            boundary(s.anchor, s.zone, index * months),
            boundary(s.anchor, s.zone, (index + 1) * months),
          ]);
          for (const at of [p.from, p.to - 1]) expect(periodAt(calendar, at).index).toBe(index);
        }),
        { numRuns: times(600) },
      );
    },
    PATIENT,
  );

  it("a 31st meets February on its last day, and March on the 31st", () => {
    const calendar = {
      zone: "Europe/Berlin",
      interval: "month" as const,
      anchor: new Date("2028-01-31T09:00:00Z"),
    };
    const starts = [0, 1, 2, 3].map((i) => new Date(period(calendar, i).from * 1000).toISOString());
    expect(starts).toEqual([
      "2028-01-31T09:00:00.000Z",
      "2028-02-29T09:00:00.000Z",
      "2028-03-31T08:00:00.000Z",
      "2028-04-30T08:00:00.000Z",
    ]);
  });

  it("goes on past 2038", () => {
    const calendar = { zone: "UTC", interval: "year" as const, anchor: new Date("2024-02-29T00:00:00Z") };
    expect(new Date(period(calendar, 16).from * 1000).toISOString()).toBe("2040-02-29T00:00:00.000Z");
    expect(new Date(period(calendar, 15).from * 1000).toISOString()).toBe("2039-02-28T00:00:00.000Z");
  });
});
