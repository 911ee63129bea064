import fc from "fast-check";
import { expect, it } from "vitest";
import { times } from "@/server/testing/deep";
import { div, mul, nearest, read, sub, whole } from "../testing/fraction";
import { type Taxpayer, type TaxRules, taxed, taxRules } from "./tax";

const percent = fc.constantFrom("0", "2.5", "5.5", "7", "7.7", "8.1", "19", "20", "21.25", "33.333333");
const country = fc.constantFrom("DE", "FR", "CH", "US");
const rules = fc
  .record({
    prices: fc.constantFrom("exclusive" as const, "inclusive" as const),
    de: fc.record({ standard: percent, reduced: percent }),
    fr: fc.record({ standard: percent }),
    reverse: fc.boolean(),
  })
  .map(
    ({ prices, de, fr, reverse }): TaxRules =>
      taxRules.parse({
        ...{ seller: "DE", prices, rates: { DE: de, FR: fr }, reverseCharge: reverse ? ["FR", "CH"] : [] },
      }),
  );
const lines = fc.array(
  fc.record({
    amount: fc.oneof(fc.integer({ min: -900, max: 900 }), fc.integer({ min: -9e9, max: 9e9 })),
    taxClass: fc.constantFrom("standard" as const, "reduced" as const, "exempt" as const),
  }),
  { maxLength: 8 },
);
const who = fc.record({ country, taxId: fc.constantFrom(null, "XX123") });

/** The percentage a line is to be taxed with, by the table, in plain words. */
function plainPercent(table: TaxRules, { country: c, taxId }: Taxpayer, taxClass: string): string {
  if (taxClass === "exempt") return "0";
  if (c !== "DE" && taxId !== null && table.reverseCharge.includes(c)) return "0";
  const found = table.rates[c];
  if (!found) return "0";
  return taxClass === "reduced" && found.reduced !== undefined ? found.reduced : found.standard;
}

it("of random invoices lines and totals agree, rounded once per rate, to the minor unit", () => {
  fc.assert(
    fc.property(lines, rules, who, (list, table, payer) => {
      const found = taxed(list, table, payer);
      const inclusive = table.prices === "inclusive";
      const exactOf = (amount: number, rate: string) => {
        const of = inclusive ? div(read(rate), sub(read(rate), whole(-100))) : div(read(rate), whole(100));
        return mul(whole(amount), of);
      };
      const groups = new Map<string, number[]>();
      list.forEach((line, i) => {
        const rate = plainPercent(table, payer, line.taxClass);
        const { net, tax } = found[i] ?? { net: Number.NaN, tax: Number.NaN };
        expect(found[i]?.rate.percent).toBe(rate);
        expect(inclusive ? net + tax : net).toBe(line.amount);
        // No line is further from its exact share than one unit.
        expect(Math.abs(tax - nearest(exactOf(line.amount, rate)))).toBeLessThanOrEqual(1);
        groups.set(rate, [...(groups.get(rate) ?? []), i]);
      });
      for (const [rate, at] of groups) {
        const amount = at.reduce((n, i) => n + (list[i]?.amount ?? 0), 0);
        expect(at.reduce((n, i) => n + (found[i]?.tax ?? 0), 0)).toBe(nearest(exactOf(amount, rate)));
      }
    }),
    { numRuns: times(10_000) },
  );
}, 120_000);
