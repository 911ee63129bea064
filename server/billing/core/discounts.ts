import { Decimal } from "@/server/shared/decimal";
import { toMinor } from "@/server/shared/money";
import type { Period } from "@/server/shared/periods";
import type { Item } from "./owed";
import type { Discount, Terms } from "./terms";

function minor(d: Discount, sum: number, currency: string): number {
  if (d.off.kind === "amount") return Math.min(sum, toMinor(new Decimal(d.off.amount), currency));
  return new Decimal(sum)
    .times(d.off.percent)
    .div(100)
    .toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN)
    .toNumber();
}

/** Discounts in their order, each on what the ones before left of the same tax class; never below zero. */
export function discounted(t: Terms, p: Period, items: readonly Item[], currency: string): Item[] {
  const found: Item[] = [];
  for (const d of t.discounts) {
    if (p.index < d.fromPeriod || (d.untilPeriod !== null && p.index > d.untilPeriod)) continue;
    let left = Number.POSITIVE_INFINITY;
    if (d.off.kind === "amount") left = toMinor(new Decimal(d.off.amount), currency);
    for (const taxClass of ["standard", "reduced", "exempt"] as const) {
      const sum = [...items, ...found]
        .filter((i) => i.taxClass === taxClass)
        .reduce((n, i) => n + i.amount, 0);
      const amount = Math.min(left, sum > 0 ? minor(d, sum, currency) : 0);
      left -= amount;
      if (amount <= 0) continue;
      found.push({
        key: `discount|${d.id}|${taxClass}`,
        kind: "discount",
        chargeId: d.id,
        plan: t.plan,
        title: d.title,
        taxClass,
        quantity: "1",
        meter: null,
        seconds: p.to - p.from,
        period: p,
        amount: -amount,
      });
    }
  }
  return found;
}
