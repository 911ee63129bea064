import { planByRef } from "@/server/plans";
import type { Charge, QuantityPrice } from "@/server/plans/pricing-model";
import { Decimal, PLACES } from "@/server/shared/decimal";
import { isAppError } from "@/server/shared/errors";
import { toMinor } from "@/server/shared/money";
import { type Explained, explain } from "../core/explain";
import type { Splitting } from "../core/owed";

export type UsageCharge = Extract<Charge, { kind: "usage" }>;

/** How a quantity becomes an amount, each number of it. Decimals are exact, in units of the price. */
export interface Reckoning extends Explained {
  chargeId: string;
  plan: string;
  title: Record<string, string>;
  currency: string;
  how: Splitting;
  /** The meter's units in one unit of the price. */
  per: string;
  quantity: string;
  /** What the plan includes in a whole period, before its share is taken. */
  includedWhole: string;
  /** Seconds of the period in which the terms held, and its length. */
  seconds: number;
  length: number;
  model: QuantityPrice["model"];
  /** A price agreed with this customer took the plan's place. */
  agreed: boolean;
  /** The exact amount in major units, before it is rounded once; and after, in minor units. */
  exact: string;
  rounded: number;
}

/** A plan's charge for usage; null where the catalogue has it no more. */
export function usageCharge(plan: string, chargeId: string): UsageCharge | null {
  try {
    const found = planByRef(plan).pricing.charges.find((c) => c.id === chargeId);
    return found?.kind === "usage" ? found : null;
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

interface Asked {
  plan: string;
  currency: string;
  how: Splitting;
  /** In units of the price. */
  quantity: Decimal;
  seconds: number;
  length: number;
  /** A negotiated price; empty where there is none. */
  agreed: string;
}

/** The same arithmetic as bills have (`core/owed.ts`), with all of its numbers. */
export function reckoningOf(charge: UsageCharge, asked: Asked): Reckoning {
  const { plan, currency, how, quantity, seconds, length, agreed } = asked;
  const price: QuantityPrice = agreed ? { model: "per-unit", unit: { [currency]: agreed } } : charge.price;
  const one = new Decimal(1);
  const [scale, of] = how === "sum" ? [new Decimal(seconds), new Decimal(length)] : [one, one];
  const steps = explain(
    price,
    { quantity: quantity.times(of), included: charge.included, scale, of },
    currency,
  );
  const exact = how === "average" ? steps.exact.times(seconds).div(length) : steps.exact;
  const text = (n: Decimal) => n.toDecimalPlaces(PLACES, Decimal.ROUND_HALF_EVEN).toFixed();
  return {
    ...steps,
    ...{ chargeId: charge.id, plan, title: charge.title, currency, how, per: charge.per },
    ...{ quantity: text(quantity), includedWhole: charge.included, seconds, length },
    ...{ model: price.model, agreed: agreed !== "", exact: text(exact), rounded: toMinor(exact, currency) },
  };
}
