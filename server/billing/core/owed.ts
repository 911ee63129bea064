import type { Charge, Pricing, QuantityPrice } from "@/server/plans/pricing-model";
import { Decimal } from "@/server/shared/decimal";
import { toMinor } from "@/server/shared/money";
import type { Period } from "@/server/shared/periods";
import { periodsCommitted, shortfall } from "./commitments";
import { discounted } from "./discounts";
import { priceIn, priceOf } from "./price";
import { type Change, newestChange, type Phase, phases, type Terms } from "./terms";

/** One thing that a period costs, rounded once. The same `key` in the same period is the same thing in every computation. */
export interface Item {
  key: string;
  period: Period;
  kind: "flat" | "seats" | "addon" | "one-off" | "usage" | "minimum" | "discount" | "commitment";
  chargeId: string;
  plan: string;
  title: Record<string, string>;
  taxClass: Charge["taxClass"];
  /** Exact, in the price's units: seconds of the period for fixed charges are in `seconds`. */
  quantity: string;
  meter: string | null;
  /** Of the period, in which the terms held. */
  seconds: number;
  /** Minor units; negative for discounts. */
  amount: number;
}

export interface Agreement {
  currency: string;
  changes: readonly Change[];
  /** A plan's prices by its reference. */
  pricing(plan: string): Pricing;
  /** The period of an index. */
  period(index: number): Period;
}

/** How a meter's quantity over a time may be had: split at any second, or only for the whole of it. */
export type Splitting = "sum" | "average" | "whole";

export interface Usage {
  splitting(meter: string): Splitting;
  /** The meter's exact quantity over `[from, to)`, in seconds. Asked only for times `needs` named. */
  quantity(meter: string, from: number, to: number): string;
}

interface Group {
  terms: Terms;
  spans: Phase[];
  seconds: number;
}

/** Stretches with the same value of `identity`, together. Free time belongs to none. */
function grouped(list: readonly Phase[], identity: (t: Terms) => string): Group[] {
  const groups = new Map<string, Group>();
  for (const phase of list) {
    if (phase.terms.free) continue;
    const name = identity(phase.terms);
    const group = groups.get(name) ?? { terms: phase.terms, spans: [], seconds: 0 };
    group.spans.push(phase);
    group.seconds += phase.to - phase.from;
    groups.set(name, group);
  }
  return [...groups.values()];
}

const negotiatedOf = (t: Terms, id: string) => t.negotiated[id] ?? "";
const named = (...parts: (string | number)[]) => parts.join("|");

/** A negotiated price takes the place of the plan's model; included quantities stay. */
function quantityPrice(c: { id: string; price: QuantityPrice }, t: Terms, currency: string): QuantityPrice {
  const unit = t.negotiated[c.id];
  return unit === undefined ? c.price : { model: "per-unit", unit: { [currency]: unit } };
}

function fixed(a: Agreement, p: Period, list: Phase[]): Item[] {
  const length = new Decimal(p.to - p.from);
  const items: Item[] = [];
  const plans = grouped(list, (t) => t.plan).map((g) => g.terms.plan);
  for (const plan of plans) {
    const prices = a.pricing(plan);
    const mine = list.filter((x) => x.terms.plan === plan);
    const share = (g: Group, amount: Decimal) => toMinor(amount.times(g.seconds).div(length), a.currency);
    for (const c of prices.charges) {
      if (c.kind === "flat")
        for (const g of grouped(mine, (t) => negotiatedOf(t, c.id))) {
          const price = new Decimal(g.terms.negotiated[c.id] ?? priceIn(c.amount, a.currency));
          const key = named("flat", plan, c.id, negotiatedOf(g.terms, c.id));
          items.push({
            ...base(c, plan, p),
            key,
            kind: "flat",
            quantity: "1",
            seconds: g.seconds,
            amount: share(g, price),
          });
        }
      if (c.kind === "seats")
        for (const g of grouped(mine, (t) => named(t.seats, negotiatedOf(t, c.id)))) {
          const one = new Decimal(1);
          const quantity = new Decimal(g.terms.seats);
          const price = priceOf(
            quantityPrice(c, g.terms, a.currency),
            { quantity, included: c.included, scale: one, of: one },
            a.currency,
          );
          const key = named("seats", plan, c.id, g.terms.seats, negotiatedOf(g.terms, c.id));
          items.push({
            ...base(c, plan, p),
            key,
            kind: "seats",
            quantity: String(g.terms.seats),
            seconds: g.seconds,
            amount: share(g, price),
          });
        }
    }
    for (const addon of prices.addons)
      for (const g of grouped(
        mine.filter((x) => x.terms.addons.includes(addon.id)),
        (t) => negotiatedOf(t, addon.id),
      )) {
        const price = new Decimal(g.terms.negotiated[addon.id] ?? priceIn(addon.amount, a.currency));
        const key = named("addon", plan, addon.id, negotiatedOf(g.terms, addon.id));
        items.push({
          ...base(addon, plan, p),
          key,
          kind: "addon",
          quantity: "1",
          seconds: g.seconds,
          amount: share(g, price),
        });
      }
  }
  return items;
}

function base(
  c: { id: string; title: Record<string, string>; taxClass: Charge["taxClass"] },
  plan: string,
  p: Period,
) {
  return { chargeId: c.id, plan, title: c.title, taxClass: c.taxClass, period: p, meter: null };
}

/** Charged once, in the period in which the first time that costs something begins, by the plan of that moment. */
function once(a: Agreement, p: Period, asOf: Date): Item[] {
  const all = phases(a.changes, Number.MIN_SAFE_INTEGER, p.to, asOf).find((x) => !x.terms.free);
  if (!all || all.from < p.from) return [];
  return a.pricing(all.terms.plan).charges.flatMap((c) => {
    if (c.kind !== "one-off") return [];
    const price = new Decimal(all.terms.negotiated[c.id] ?? priceIn(c.amount, a.currency));
    const key = named("one-off", all.terms.plan, c.id);
    return [
      {
        ...base(c, all.terms.plan, p),
        key,
        kind: "one-off" as const,
        quantity: "1",
        seconds: p.to - p.from,
        amount: toMinor(price, a.currency),
      },
    ];
  });
}

function metered(a: Agreement, p: Period, list: Phase[], usage: Usage): Item[] {
  const length = new Decimal(p.to - p.from);
  const last = list.at(-1);
  const plans = grouped(list, (t) => t.plan).map((g) => g.terms.plan);
  return plans.flatMap((plan) =>
    a.pricing(plan).charges.flatMap((c) => {
      if (c.kind !== "usage") return [];
      const how = usage.splitting(c.meter);
      const mine = list.filter((x) => x.terms.plan === plan);
      return grouped(mine, (t) => negotiatedOf(t, c.id)).flatMap((g): Item[] => {
        const price = quantityPrice(c, g.terms, a.currency);
        const key = named("usage", plan, c.id, negotiatedOf(g.terms, c.id));
        const scale = new Decimal(g.seconds);
        const one = new Decimal(1);
        const item = (quantity: Decimal, amount: Decimal): Item[] => [
          {
            ...base(c, plan, p),
            key,
            kind: "usage",
            meter: c.meter,
            seconds: g.seconds,
            amount: toMinor(amount, a.currency),
            quantity: quantity.toDecimalPlaces(12, Decimal.ROUND_HALF_EVEN).toFixed(),
          },
        ];
        if (how === "sum") {
          const used = g.spans
            .reduce((sum, s) => sum.plus(usage.quantity(c.meter, s.from, s.to)), new Decimal(0))
            .div(c.per);
          const cost = priceOf(
            price,
            { quantity: used.times(length), included: c.included, scale, of: length },
            a.currency,
          );
          return item(used, cost.div(length));
        }
        if (how === "average") {
          const area = g.spans.reduce(
            (sum, s) => sum.plus(new Decimal(usage.quantity(c.meter, s.from, s.to)).times(s.to - s.from)),
            new Decimal(0),
          );
          const average = area.div(scale).div(c.per);
          const cost = priceOf(
            price,
            { quantity: average, included: c.included, scale: one, of: one },
            a.currency,
          );
          return item(average, cost.times(scale).div(length));
        }
        if (!last || last.terms.free || last.terms.plan !== plan || !g.spans.includes(last)) return [];
        const used = new Decimal(usage.quantity(c.meter, p.from, p.to)).div(c.per);
        return item(
          used,
          priceOf(price, { quantity: used, included: c.included, scale: one, of: one }, a.currency),
        );
      });
    }),
  );
}

/** What is missing to the least that usage costs, per plan, by its share of the period. */
function minimums(a: Agreement, p: Period, list: Phase[], used: readonly Item[]): Item[] {
  const length = new Decimal(p.to - p.from);
  return grouped(list, (t) => t.plan).flatMap((g) => {
    const { plan } = g.terms;
    const { minimum } = a.pricing(plan);
    if (!minimum) return [];
    const least = toMinor(priceIn(minimum, a.currency).times(g.seconds).div(length), a.currency);
    const sum = used.filter((i) => i.plan === plan).reduce((n, i) => n + i.amount, 0);
    if (sum >= least) return [];
    const c = { id: "minimum", title: {}, taxClass: "standard" as const };
    return [
      {
        ...base(c, plan, p),
        key: named("minimum", plan),
        kind: "minimum" as const,
        quantity: "1",
        seconds: g.seconds,
        amount: least - sum,
      },
    ];
  });
}

/**
 * All that a period costs by what is known at `asOf`: fixed charges from its beginning on, usage once it is over
 * (or the subscription is). Pure: the same input gives the same items to the cent.
 */
export function owed(a: Agreement, p: Period, usage: Usage, asOf: Date): Item[] {
  const items = costs(a, p, usage, asOf);
  const spent = () =>
    periodsCommitted(a, p, asOf)
      .flatMap((one) => (one.index === p.index ? items : costs(a, one, usage, asOf)))
      .reduce((n, i) => n + i.amount, 0);
  return isOver(a, p, asOf) ? [...items, ...shortfall(a, p, asOf, spent)] : items;
}

function costs(a: Agreement, p: Period, usage: Usage, asOf: Date): Item[] {
  const list = phases(a.changes, p.from, p.to, asOf);
  if (p.from * 1000 > asOf.getTime()) return [];
  const items = [...fixed(a, p, list), ...once(a, p, asOf)];
  if (isOver(a, p, asOf)) {
    const used = metered(a, p, list, usage);
    items.push(...used, ...minimums(a, p, list, used));
  }
  const last = list.filter((x) => !x.terms.free).at(-1);
  return last ? [...items, ...discounted(last.terms, p, items, a.currency)] : items;
}

/** Nothing of the period is still to come. */
export function isOver(a: Agreement, p: Period, asOf: Date): boolean {
  if (p.to * 1000 <= asOf.getTime()) return true;
  return newestChange(a.changes, asOf)?.terms.ended === true;
}

/** What `owed` will ask of usage for a period: the meters, and the times between which they are split. */
export function needs(
  a: Agreement,
  p: Period,
  asOf: Date,
): { meters: string[]; spans: { from: number; to: number }[] } {
  if (!isOver(a, p, asOf)) return { meters: [], spans: [] };
  const periods = [p, ...periodsCommitted(a, p, asOf).filter((one) => one.index !== p.index)];
  const list = periods
    .flatMap((one) => phases(a.changes, one.from, one.to, asOf))
    .filter((x) => !x.terms.free);
  const meters = new Set(
    list.flatMap((x) =>
      a.pricing(x.terms.plan).charges.flatMap((c) => (c.kind === "usage" ? [c.meter] : [])),
    ),
  );
  return { meters: [...meters], spans: [...list, ...periods].map(({ from, to }) => ({ from, to })) };
}
