import { z } from "zod";
import { amountText, decimalText } from "@/server/shared/decimal";
import { currencyCode } from "@/server/shared/money";
import { strict } from "@/server/shared/strict";

/** What a plan costs. Browser-safe. All prices are exact decimals in major units, per currency. */
const priced = z.record(currencyCode, amountText).refine((p) => Object.keys(p).length > 0, "needs a price");
const title = z.record(z.string(), z.string().min(1));
/** Prices are looked up by it: what every object has by itself, like `constructor`, would be found as one. */
const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "is no id like reload-rows")
  .refine((name) => !(name in {}), "is a word that is taken; choose another one");

/** `upTo` counts from zero, included quantity apart; the last tier has none. */
const tier = strict({ upTo: amountText.nullable(), unit: priced, flat: priced.optional() });
const tiers = z
  .array(tier)
  .min(1)
  .max(20)
  .superRefine((list, ctx) => {
    list.forEach((t, i) => {
      const last = i === list.length - 1;
      if (last !== (t.upTo === null))
        ctx.addIssue({
          code: "custom",
          path: [i, "upTo"],
          message: last ? "must be null in the last tier" : "is missing",
        });
      const before = list[i - 1]?.upTo;
      if (before && t.upTo && Number(t.upTo) <= Number(before))
        ctx.addIssue({ code: "custom", path: [i, "upTo"], message: "is not above the tier before" });
    });
  });

/**
 * How a quantity is priced. `graduated`: each part by its tier; `volume`: all of it by the tier it reaches;
 * `package`: begun packages of `size`.
 */
export const quantityPrice = z.discriminatedUnion("model", [
  strict({ model: z.literal("per-unit"), unit: priced }),
  strict({ model: z.literal("graduated"), tiers }),
  strict({ model: z.literal("volume"), tiers }),
  strict({
    model: z.literal("package"),
    size: amountText.refine((s) => Number(s) > 0, "is not above zero"),
    price: priced,
  }),
]);
export type QuantityPrice = z.output<typeof quantityPrice>;

const common = { id, title, taxClass: z.enum(["standard", "reduced", "exempt"]).default("standard") };

/** `flat` and `seats` are billed in advance, `usage` in arrears, `one-off` once at the start. */
export const charge = z.discriminatedUnion("kind", [
  strict({ ...common, kind: z.literal("flat"), amount: priced }),
  strict({ ...common, kind: z.literal("one-off"), amount: priced }),
  strict({ ...common, kind: z.literal("seats"), included: amountText.default("0"), price: quantityPrice }),
  strict({
    ...common,
    kind: z.literal("usage"),
    meter: z.string().min(1).max(60),
    /** The meter's units in one unit of the price: 1000000 for a price per million rows. */
    per: amountText.refine((s) => Number(s) > 0, "is not above zero").default("1"),
    /** In units of the price. */
    included: amountText.default("0"),
    price: quantityPrice,
  }),
]);
export type Charge = z.output<typeof charge>;

/** What a plan limits over a billing period. `grace` is a share above the quantity before a hard limit refuses. */
export const limit = strict({
  meter: z.string().min(1).max(60),
  quantity: amountText,
  kind: z.enum(["soft", "hard"]),
  gracePercent: decimalText
    .refine((s) => Number(s) >= 0 && Number(s) <= 100, "is not between 0 and 100")
    .default("0"),
});
export type Limit = z.output<typeof limit>;

export const pricing = strict({
  interval: z.enum(["month", "year"]).default("month"),
  trialDays: z.int().min(0).max(365).default(0),
  charges: z.array(charge).max(50),
  /** Charges a tenant adds by choice: `flat` ones, each perhaps a module of its own. */
  addons: z
    .array(strict({ ...common, amount: priced, module: z.string().optional() }))
    .max(50)
    .default([]),
  /** The least a period of usage costs. */
  minimum: priced.optional(),
  limits: z.array(limit).max(50).default([]),
}).superRefine((p, ctx) => {
  const ids = [...p.charges, ...p.addons].map((c) => c.id);
  const twice = ids.find((one, i) => ids.indexOf(one) !== i);
  if (twice) ctx.addIssue({ code: "custom", path: ["charges"], message: `has "${twice}" twice` });
});
export type Pricing = z.output<typeof pricing>;

/** Currencies in which everything of the plan has a price. */
export function currenciesOf(p: Pricing): string[] {
  const all: Record<string, string>[] = [];
  const add = (q: QuantityPrice) => {
    if (q.model === "per-unit") all.push(q.unit);
    else if (q.model === "package") all.push(q.price);
    else for (const t of q.tiers) all.push(t.unit, ...(t.flat ? [t.flat] : []));
  };
  for (const c of p.charges) {
    if (c.kind === "flat" || c.kind === "one-off") all.push(c.amount);
    else add(c.price);
  }
  all.push(...p.addons.map((a) => a.amount), ...(p.minimum ? [p.minimum] : []));
  const [first, ...rest] = all;
  return Object.keys(first ?? {}).filter((code) => rest.every((prices) => code in prices));
}
