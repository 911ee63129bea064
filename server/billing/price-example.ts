import type { z } from "zod";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { Decimal } from "@/server/shared/decimal";
import { AppError } from "@/server/shared/errors";
import { toMinor } from "@/server/shared/money";
import { parse } from "@/server/shared/parse";
import { type Explained, explain } from "./core/explain";
import { priceExampleInput } from "./schemas";

/**
 * What a quantity would cost over a whole period, by the arithmetic of bills, each number of it.
 * @throws `billing.no_price` where the price is not in that currency
 */
export function priceExample(
  ctx: Context,
  input: z.input<typeof priceExampleInput>,
): Explained & { /** Minor units. */ rounded: number } {
  authorize(ctx, "plans:read");
  const { price, included, quantity, currency } = parse(priceExampleInput, input);
  const one = new Decimal(1);
  const prices = "tiers" in price ? price.tiers.flatMap((t) => [t.unit, ...(t.flat ? [t.flat] : [])]) : [];
  const all = price.model === "per-unit" ? [price.unit] : price.model === "package" ? [price.price] : prices;
  if (all.some((one) => one[currency] === undefined)) throw noPrice(currency);
  const scaled = { quantity: new Decimal(quantity), included, scale: one, of: one };
  const { exact, ...steps } = explain(price, scaled, currency);
  return { ...steps, rounded: toMinor(exact, currency) };
}

const noPrice = (currency: string) =>
  new AppError("invalid", "billing.no_price", `Not all of it has a price in ${currency}.`, {
    advice: "Fill in each price of that currency.",
    params: { currency },
  });
