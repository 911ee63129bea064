import { z } from "zod";
import { Decimal, decimalText } from "@/server/shared/decimal";
import { strict } from "@/server/shared/strict";

const country = z.string().regex(/^[A-Z]{2}$/, "is no country's code like DE");
const rate = decimalText.refine((s) => Number(s) >= 0 && Number(s) < 100, "is not between 0 and 100");

/** Which tax whoever sells charges whom. Shape of the settings' rule table. */
export const taxRules = strict({
  seller: country,
  /** Whether the plans' prices contain the tax. */
  prices: z.enum(["exclusive", "inclusive"]).default("exclusive"),
  /** Percent by the customer's country and the charge's class. */
  rates: z.record(country, strict({ standard: rate, reduced: rate.optional() })),
  /** Countries in which a business with a tax number abroad pays the tax itself. */
  reverseCharge: z.array(country).default([]),
});
export type TaxRules = z.output<typeof taxRules>;

export interface Taxpayer {
  country: string;
  taxId: string | null;
}

export type TaxClass = "standard" | "reduced" | "exempt";

export interface TaxRate {
  /** Percent. */
  percent: string;
  reason: "rate" | "reverse-charge" | "exempt" | "outside";
}

/** The rate of one line. A country without rates is outside: no tax. */
export function rateOf(rules: TaxRules, who: Taxpayer, taxClass: TaxClass): TaxRate {
  if (taxClass === "exempt") return { percent: "0", reason: "exempt" };
  const abroad = who.country !== rules.seller;
  if (abroad && who.taxId && rules.reverseCharge.includes(who.country))
    return { percent: "0", reason: "reverse-charge" };
  const rates = rules.rates[who.country];
  if (!rates) return { percent: "0", reason: "outside" };
  return { percent: (taxClass === "reduced" ? rates.reduced : undefined) ?? rates.standard, reason: "rate" };
}

export interface Taxed {
  net: number;
  tax: number;
  rate: TaxRate;
}

const half = (d: Decimal) => d.toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN).toNumber();

/** Shares `total` among parts in proportion to their exact values: whole units, nearest first, summing to `total`. */
function share(total: number, exact: readonly Decimal[]): number[] {
  const down = exact.map((e) => e.floor());
  let rest = total - down.reduce((n, d) => n + d.toNumber(), 0);
  const byRest = exact
    .map((e, i) => ({ i, rest: e.minus(down[i] ?? 0) }))
    .sort((a, b) => b.rest.cmp(a.rest) || a.i - b.i);
  const parts = down.map((d) => d.toNumber());
  for (const { i } of byRest) {
    if (rest <= 0) break;
    parts[i] = (parts[i] ?? 0) + 1;
    rest -= 1;
  }
  return parts;
}

/**
 * Taxes lines. The tax is rounded once per rate on the rate's total, then shared among its lines by largest remainder, so
 * that lines and totals always agree. Inclusive prices keep their gross amount.
 */
export function taxed(
  lines: readonly { amount: number; taxClass: TaxClass }[],
  rules: TaxRules,
  who: Taxpayer,
): Taxed[] {
  const rates = lines.map((l) => rateOf(rules, who, l.taxClass));
  const out: Taxed[] = lines.map((l, i) => ({ net: l.amount, tax: 0, rate: rates[i] as TaxRate }));
  // Whoever's rate is zero for prices that contain tax still pays the price as written.
  for (const name of new Set(rates.map((r) => `${r.reason}|${r.percent}`))) {
    const at = rates.flatMap((r, i) => (`${r.reason}|${r.percent}` === name ? [i] : []));
    const percent = new Decimal(name.split("|")[1] ?? "0");
    if (percent.isZero()) continue;
    const whole = rules.prices === "inclusive" ? percent.plus(100) : new Decimal(100);
    // Multiplied first: a share like a sixth has no exact decimal, and a half must be seen to be one.
    const taxIn = (amount: number) => percent.times(amount).div(whole);
    const amounts = at.map((i) => lines[i]?.amount ?? 0);
    const parts = share(half(taxIn(amounts.reduce((n, a) => n + a, 0))), amounts.map(taxIn));
    at.forEach((i, k) => {
      const amount = lines[i]?.amount ?? 0;
      const tax = parts[k] ?? 0;
      out[i] = { rate: rates[i] as TaxRate, tax, net: rules.prices === "inclusive" ? amount - tax : amount };
    });
  }
  return out;
}
