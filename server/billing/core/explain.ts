import type { QuantityPrice } from "@/server/plans/pricing-model";
import { Decimal, PLACES } from "@/server/shared/decimal";
import { priceIn } from "./price";

/** One step of a price: `quantity` × `unit` (+ `flat`) = `amount`. Exact decimals in major units. */
export interface PricePart {
  kind: "unit" | "tier" | "package";
  /** Of a tier: where it begins and ends, in the share of the period. The last one has no end. */
  from: string | null;
  upTo: string | null;
  /** Units, or begun packages. */
  quantity: string;
  /** Of a package: how many units it holds. */
  size: string | null;
  unit: string;
  flat: string | null;
  amount: string;
}

export interface Explained {
  /** What is included in the share of the period that counts. */
  included: string;
  /** The quantity above it. */
  billable: string;
  parts: PricePart[];
  /** The sum of the parts. */
  amount: string;
}

type Tiers = Extract<QuantityPrice, { model: "graduated" }>["tiers"];

/** As `priceOf` takes it: multiplied by `scale`, so that no division comes before the last one. */
interface Scaled {
  quantity: Decimal;
  included: string;
  scale: Decimal;
  of: Decimal;
}

/** A part whose quantity, ends and flat amount are multiplied as the input is. */
interface Part extends Pick<PricePart, "kind" | "size" | "unit"> {
  quantity: Decimal;
  from?: Decimal;
  upTo?: Decimal;
  flat?: Decimal;
}

const ZERO = new Decimal(0);

function tierPart(
  tier: Tiers[number],
  from: Decimal,
  quantity: Decimal,
  scale: Decimal,
  currency: string,
): Part {
  return {
    ...{ kind: "tier", size: null, from, quantity, unit: priceIn(tier.unit, currency).toFixed() },
    ...(tier.upTo === null ? {} : { upTo: scale.times(tier.upTo) }),
    ...(tier.flat ? { flat: scale.times(priceIn(tier.flat, currency)) } : {}),
  };
}

function graduated(tiers: Tiers, billable: Decimal, scale: Decimal, currency: string): Part[] {
  let from = ZERO;
  return tiers.flatMap((tier) => {
    if (billable.lte(from)) return [];
    const to = tier.upTo === null ? billable : Decimal.min(billable, scale.times(tier.upTo));
    const part = tierPart(tier, from, to.minus(from), scale, currency);
    from = to;
    return [part];
  });
}

function volume(tiers: Tiers, billable: Decimal, scale: Decimal, currency: string): Part[] {
  if (billable.isZero()) return [];
  const tier = tiers.find((t) => t.upTo === null || billable.lte(scale.times(t.upTo)));
  return tier ? [tierPart(tier, ZERO, billable, scale, currency)] : [];
}

function partsOf(price: QuantityPrice, billable: Decimal, { scale, of }: Scaled, currency: string): Part[] {
  switch (price.model) {
    case "per-unit":
      return [
        { kind: "unit", size: null, quantity: billable, unit: priceIn(price.unit, currency).toFixed() },
      ];
    case "graduated":
      return graduated(price.tiers, billable, scale, currency);
    case "volume":
      return volume(price.tiers, billable, scale, currency);
    case "package": {
      const begun = billable.div(of).div(price.size).ceil();
      const unit = priceIn(price.price, currency).toFixed();
      return [{ kind: "package", size: price.size, quantity: begun.times(of), unit }];
    }
  }
}

/**
 * The steps by which `priceOf` comes to its price, each number of them, divided by `of`; figures are rounded to 12 places
 * for reading only, `exact` is not.
 */
export function explain(
  price: QuantityPrice,
  scaled: Scaled,
  currency: string,
): Explained & { exact: Decimal } {
  const text = (n: Decimal) => n.div(scaled.of).toDecimalPlaces(PLACES, Decimal.ROUND_HALF_EVEN).toFixed();
  const free = scaled.scale.times(scaled.included);
  const billable = Decimal.max(ZERO, scaled.quantity.minus(free));
  const parts = partsOf(price, billable, scaled, currency);
  const amountOf = ({ quantity, unit, flat }: Part) => quantity.times(unit).plus(flat ?? 0);
  const sum = parts.reduce((all, part) => all.plus(amountOf(part)), ZERO);
  return {
    included: text(free),
    billable: text(billable),
    parts: parts.map((part) => ({
      ...{ kind: part.kind, size: part.size, unit: part.unit, quantity: text(part.quantity) },
      ...{ from: part.from ? text(part.from) : null, upTo: part.upTo ? text(part.upTo) : null },
      ...{ flat: part.flat ? text(part.flat) : null, amount: text(amountOf(part)) },
    })),
    amount: text(sum),
    exact: sum.div(scaled.of),
  };
}
