import type { QuantityPrice } from "@/server/plans/pricing-model";
import { Decimal } from "@/server/shared/decimal";

type Tiers = Extract<QuantityPrice, { model: "graduated" }>["tiers"];
const ZERO = new Decimal(0);

/** A price's text in one currency. The catalogue refuses plans in which it is missing. */
export function priceIn(prices: Record<string, string>, currency: string): Decimal {
  const text = prices[currency];
  if (text === undefined) throw new Error(`no price in ${currency}`);
  return new Decimal(text);
}

function graduated(tiers: Tiers, quantity: Decimal, scale: Decimal, currency: string): Decimal {
  let sum = ZERO;
  let from = ZERO;
  for (const tier of tiers) {
    if (quantity.lte(from)) break;
    const to = tier.upTo === null ? quantity : Decimal.min(quantity, scale.times(tier.upTo));
    sum = sum.plus(to.minus(from).times(priceIn(tier.unit, currency)));
    if (tier.flat) sum = sum.plus(scale.times(priceIn(tier.flat, currency)));
    from = to;
  }
  return sum;
}

function volume(tiers: Tiers, quantity: Decimal, scale: Decimal, currency: string): Decimal {
  if (quantity.isZero()) return ZERO;
  const tier = tiers.find((t) => t.upTo === null || quantity.lte(scale.times(t.upTo)));
  if (!tier) return ZERO;
  const flat = tier.flat ? scale.times(priceIn(tier.flat, currency)) : ZERO;
  return quantity.times(priceIn(tier.unit, currency)).plus(flat);
}

/**
 * The exact price of a quantity above what is included, multiplied by `scale`.
 *
 * `quantity` comes multiplied by `scale` too: included quantities, tiers and packages then shrink with the share of a period
 * (`scale` seconds of `of`) without a division that would not end. Divide the result by `of` once, when rounding.
 */
export function priceOf(
  price: QuantityPrice,
  scaled: { quantity: Decimal; included: string; scale: Decimal; of: Decimal },
  currency: string,
): Decimal {
  const billable = Decimal.max(ZERO, scaled.quantity.minus(scaled.scale.times(scaled.included)));
  switch (price.model) {
    case "per-unit":
      return billable.times(priceIn(price.unit, currency));
    case "graduated":
      return graduated(price.tiers, billable, scaled.scale, currency);
    case "volume":
      return volume(price.tiers, billable, scaled.scale, currency);
    case "package":
      return billable
        .div(scaled.of)
        .div(price.size)
        .ceil()
        .times(priceIn(price.price, currency))
        .times(scaled.of);
  }
}
