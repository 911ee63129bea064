import fc from "fast-check";
import { expect, test } from "vitest";
import type { QuantityPrice } from "@/server/plans/pricing-model";
import { Decimal } from "@/server/shared/decimal";
import { explain } from "./explain";
import { priceOf } from "./price";

const EUR = (text: string) => ({ EUR: text });
const amount = fc.nat(99_999).map((n) => String(n / 1000));
const tiers = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 4 }),
    fc.array(amount, { minLength: 10 }),
  )
  .map(([ends, prices]) =>
    [...ends.sort((a, b) => a - b).map(String), null].map((upTo, i) => ({
      upTo,
      unit: EUR(prices[i] ?? "1"),
      ...(i % 2 ? { flat: EUR(prices[i + 5] ?? "2") } : {}),
    })),
  );
const price: fc.Arbitrary<QuantityPrice> = fc.oneof(
  amount.map((unit) => ({ model: "per-unit" as const, unit: EUR(unit) })),
  tiers.map((all) => ({ model: "graduated" as const, tiers: all })),
  tiers.map((all) => ({ model: "volume" as const, tiers: all })),
  fc.record({ size: fc.integer({ min: 1, max: 90 }).map(String), unit: amount }).map(({ size, unit }) => ({
    ...{ model: "package" as const, size, price: EUR(unit) },
  })),
);

test("the steps of a price add up to what bills have, whatever share of the period counts", () => {
  fc.assert(
    fc.property(
      price,
      fc.nat(900),
      fc.nat(300),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 7, max: 9 }),
      (model, quantity, included, seconds, length) => {
        const [scale, of] = [new Decimal(seconds), new Decimal(length)];
        const scaled = { quantity: of.times(quantity), included: String(included), scale, of };
        const { exact, parts, billable } = explain(model, scaled, "EUR");
        expect(exact.toFixed(40)).toBe(priceOf(model, scaled, "EUR").div(of).toFixed(40));
        const shown = parts.reduce((sum, part) => sum.plus(part.amount), new Decimal(0));
        expect(shown.minus(exact).abs().lt("1e-10")).toBe(true);
        if (model.model === "package" || Number(billable) === 0) return;
        const counted = parts.reduce((sum, part) => sum.plus(part.quantity), new Decimal(0));
        expect(counted.minus(billable).abs().lt("1e-10")).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test("graduated tiers name where each begins and ends", () => {
  const model: QuantityPrice = {
    model: "graduated",
    tiers: [
      { upTo: "1000", unit: EUR("0.10") },
      { upTo: null, unit: EUR("0.08"), flat: EUR("5") },
    ],
  };
  const one = new Decimal(1);
  const scaled = { quantity: new Decimal(1700), included: "200", scale: one, of: one };
  expect(explain(model, scaled, "EUR")).toMatchObject({
    included: "200",
    billable: "1500",
    amount: "145",
    parts: [
      { kind: "tier", from: "0", upTo: "1000", quantity: "1000", unit: "0.1", amount: "100" },
      { kind: "tier", from: "1000", upTo: null, quantity: "500", unit: "0.08", flat: "5", amount: "45" },
    ],
  });
});
