import { METER_IDS } from "@/server/usage/model";
import type { RouterInputs, RouterOutputs } from "../../../providers/types";

/** A plan as it is typed: all texts. `planOf` makes it what the server takes, which says what is wrong in it. */
export type PlanData = RouterOutputs["plans"]["read"];
export type PlanInput = RouterInputs["plans"]["create"];
type ChargeInput = NonNullable<PlanInput["pricing"]>["charges"][number];
type QuantityPrice = Extract<PlanData["pricing"]["charges"][number], { kind: "usage" }>["price"];

export const LANGUAGES = ["en", "de", "fr"] as const;
export type Titles = Record<(typeof LANGUAGES)[number], string>;
/** Amounts by currency; an empty one is none. */
export type Prices = Record<string, string>;

export const KINDS = ["flat", "usage", "seats", "one-off"] as const;
export type Kind = (typeof KINDS)[number];
export const MODELS = ["per-unit", "graduated", "volume", "package"] as const;
export type Model = (typeof MODELS)[number];
export const TAX_CLASSES = ["standard", "reduced", "exempt"] as const;

export interface TypedTier {
  key: string;
  upTo: string;
  unit: Prices;
  flat: Prices;
}

export interface TypedCharge {
  key: string;
  /** Of a charge the version before has; a new one's is made from its title. */
  id: string;
  title: Titles;
  kind: Kind;
  taxClass: (typeof TAX_CLASSES)[number];
  amount: Prices;
  meter: string;
  per: string;
  included: string;
  model: Model;
  unit: Prices;
  size: string;
  tiers: TypedTier[];
}

export interface TypedAddon {
  key: string;
  id: string;
  title: Titles;
  amount: Prices;
  module: string;
}

export interface TypedLimit {
  key: string;
  meter: string;
  quantity: string;
  kind: "soft" | "hard";
  gracePercent: string;
}

export const ENTITLEMENTS = [
  ...(["apps", "members", "rows", "reloadsPerDay", "storageMb", "memoryMb", "reloadSeconds"] as const),
  ...(["queryMemoryMb", "querySeconds"] as const),
];
export type EntitlementKey = (typeof ENTITLEMENTS)[number];
export const SWITCHES = ["authoring", "export", "api", "alerts"] as const;

export interface TypedPlan {
  id: string;
  title: Titles;
  interval: "month" | "year";
  trialDays: string;
  currencies: string[];
  charges: TypedCharge[];
  addons: TypedAddon[];
  minimum: Prices;
  limits: TypedLimit[];
  entitlements: Record<EntitlementKey, string>;
  switches: Record<(typeof SWITCHES)[number], boolean>;
  /** Separated by commas; empty: all. */
  modules: string;
}

let made = 0;
/** A key for a row of the form; never shown or sent. */
export const rowKey = () => `row${made++}`;

const titlesOf = (title: Record<string, string>): Titles => ({
  ...{ en: title.en ?? "", de: title.de ?? "", fr: title.fr ?? "" },
});

export const emptyTier = (): TypedTier => ({ key: rowKey(), upTo: "", unit: {}, flat: {} });

export const emptyCharge = (kind: Kind = "flat"): TypedCharge => ({
  ...{ key: rowKey(), id: "", title: titlesOf({}), kind, taxClass: "standard", amount: {} },
  ...{ meter: METER_IDS[0], per: "1", included: "0", model: "per-unit", unit: {}, size: "1" },
  tiers: [emptyTier(), emptyTier()],
});

function priceParts(price: QuantityPrice): Pick<TypedCharge, "model" | "unit" | "size" | "tiers"> {
  const none = { unit: {}, size: "1", tiers: [emptyTier(), emptyTier()] };
  if (price.model === "per-unit") return { ...none, model: price.model, unit: price.unit };
  if (price.model === "package") return { ...none, model: price.model, size: price.size, unit: price.price };
  const tiers = price.tiers.map(({ upTo, unit, flat }) => ({
    ...{ key: rowKey(), upTo: upTo ?? "", unit, flat: flat ?? {} },
  }));
  return { ...none, model: price.model, tiers };
}

function typedCharge(charge: PlanData["pricing"]["charges"][number]): TypedCharge {
  const { id, kind, taxClass } = charge;
  const common = { ...emptyCharge(kind), id, taxClass, title: titlesOf(charge.title) };
  if (charge.kind === "flat" || charge.kind === "one-off") return { ...common, amount: charge.amount };
  const counted = { ...common, included: charge.included, ...priceParts(charge.price) };
  return charge.kind === "usage" ? { ...counted, meter: charge.meter, per: charge.per } : counted;
}

/** Every currency in which anything of the plan has a price. */
function currenciesIn({ charges, addons, minimum }: PlanData["pricing"]): string[] {
  const all = new Set<string>();
  const add = (prices: Prices | undefined) => {
    for (const code of Object.keys(prices ?? {})) all.add(code);
  };
  for (const charge of charges.map(typedCharge)) {
    add(charge.amount);
    add(charge.unit);
    for (const tier of charge.tiers) add(tier.unit);
  }
  for (const addon of addons) add(addon.amount);
  add(minimum);
  return [...all];
}

/** A plan as the form begins with it. */
export function typedOf(plan: PlanData): TypedPlan {
  const { pricing, entitlements, capabilities } = plan;
  const { authoring, export: exports, api, alerts, modules } = capabilities;
  return {
    ...{ id: plan.id, title: titlesOf(plan.title), interval: pricing.interval },
    ...{ trialDays: String(pricing.trialDays), currencies: currenciesIn(pricing) },
    charges: pricing.charges.map(typedCharge),
    addons: pricing.addons.map(({ id, title, amount, module }) => ({
      ...{ key: rowKey(), id, title: titlesOf(title), amount, module: module ?? "" },
    })),
    minimum: pricing.minimum ?? {},
    limits: pricing.limits.map((limit) => ({ key: rowKey(), ...limit })),
    entitlements: Object.fromEntries(
      ENTITLEMENTS.map((key) => [key, String(entitlements[key])]),
    ) as TypedPlan["entitlements"],
    switches: { authoring, export: exports, api, alerts },
    modules: modules === "all" ? "" : modules.join(", "),
  };
}

/** The form of a plan nobody has made yet. */
export const EMPTY: PlanData = {
  ...{ id: "", title: {} },
  pricing: { interval: "month", trialDays: 14, charges: [], addons: [], limits: [] },
  entitlements: {
    ...{ apps: 10, members: 50, rows: 10_000_000, reloadsPerDay: 24 },
    ...{ storageMb: 10_000, memoryMb: 1024, reloadSeconds: 1800 },
    ...{ queryMemoryMb: 384, querySeconds: 30 },
  },
  capabilities: { authoring: true, export: true, api: true, alerts: true, modules: "all" },
};

const plain = (text: string) => text.trim().replace(",", ".");

/** Prices of the plan's currencies that were typed. */
export function pricesOf(prices: Prices, currencies: readonly string[]): Prices {
  return Object.fromEntries(
    currencies.flatMap((code) => {
      const amount = plain(prices[code] ?? "");
      return amount === "" ? [] : [[code, amount]];
    }),
  );
}

const isEmpty = (prices: Prices) => Object.keys(prices).length === 0;

function titleOf(title: Titles): Record<string, string> {
  return Object.fromEntries(
    LANGUAGES.flatMap((lang) => (title[lang].trim() ? [[lang, title[lang].trim()]] : [])),
  );
}

/** `Rows reloaded (millions)` becomes `rows-reloaded-millions`. */
export function slugOf(title: string): string {
  const plainText = title.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plainText
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 36);
}

/** An id for each row: its own, or one made from its title that nobody else has. */
function idsOf(
  rows: readonly { id: string; title: Titles }[],
  taken: ReadonlySet<string> = new Set(),
): string[] {
  const used = new Set([...taken, ...rows.map((row) => row.id).filter(Boolean)]);
  return rows.map(({ id, title }) => {
    if (id) return id;
    const base = slugOf(title.en || title.de || title.fr);
    let own = base;
    for (let n = 2; base && used.has(own); n++) own = `${base}-${n}`;
    used.add(own);
    return own;
  });
}

/** A quantity's price as it is typed: the tiers' last one has no end. */
export function priceOf(charge: TypedCharge, currencies: readonly string[]): QuantityPrice {
  const of = (prices: Prices) => pricesOf(prices, currencies);
  const { model, unit, size, tiers } = charge;
  if (model === "per-unit") return { model, unit: of(unit) };
  if (model === "package") return { model, size: plain(size), price: of(unit) };
  return {
    model,
    tiers: tiers.map((tier, i) => ({
      upTo: i === tiers.length - 1 ? null : plain(tier.upTo),
      unit: of(tier.unit),
      ...(isEmpty(of(tier.flat)) ? {} : { flat: of(tier.flat) }),
    })),
  };
}

function chargeOf(charge: TypedCharge, id: string, currencies: readonly string[]): ChargeInput {
  const { kind, taxClass } = charge;
  const common = { id, title: titleOf(charge.title), taxClass };
  if (kind === "flat" || kind === "one-off")
    return { ...common, kind, amount: pricesOf(charge.amount, currencies) };
  const counted = { included: plain(charge.included) || "0", price: priceOf(charge, currencies) };
  if (kind === "seats") return { ...common, kind, ...counted };
  return { ...common, kind, meter: charge.meter, per: plain(charge.per) || "1", ...counted };
}

/** What the server takes. What is wrong in it stays wrong: the server says where. */
export function planOf(typed: TypedPlan): PlanInput {
  const { currencies, charges, addons, limits, minimum, switches } = typed;
  const ids = idsOf(charges);
  const addonIds = idsOf(addons, new Set(ids));
  const least = pricesOf(minimum, currencies);
  const modules = typed.modules.split(",").flatMap((one) => one.trim() || []);
  return {
    ...{ id: typed.id.trim(), title: titleOf(typed.title) },
    entitlements: Object.fromEntries(
      ENTITLEMENTS.map((key) => [key, Number(typed.entitlements[key])]),
    ) as PlanInput["entitlements"],
    capabilities: { ...switches, modules: modules.length > 0 ? modules : "all" },
    pricing: {
      ...{ interval: typed.interval, trialDays: Number(typed.trialDays) },
      charges: charges.map((charge, i) => chargeOf(charge, ids[i] ?? "", currencies)),
      addons: addons.map(({ title, amount, module }, i) => ({
        ...{ id: addonIds[i] ?? "", title: titleOf(title), amount: pricesOf(amount, currencies) },
        ...(module.trim() ? { module: module.trim() } : {}),
      })),
      ...(isEmpty(least) ? {} : { minimum: least }),
      limits: limits.map(({ meter, quantity, kind, gracePercent }) => ({
        ...{ meter, kind, quantity: plain(quantity), gracePercent: plain(gracePercent) || "0" },
      })),
    },
  };
}
