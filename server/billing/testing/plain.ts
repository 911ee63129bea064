import type { Pricing } from "@/server/plans";
import type { QuantityPrice } from "@/server/plans/pricing-model";
import type { Terms } from "../core/terms";
import { add, div, type Fraction, least, less, mul, nearest, read, sub, up, whole } from "./fraction";

/**
 * A second, plain implementation of what a period costs, for tests: fractions of whole numbers, no part of the real one.
 * Amounts in minor units by charge; discounts under `discount`, the rest of a minimum under `minimum`.
 */
export interface PlainWorld {
  currency: string;
  exponent: number;
  pricing: Record<string, Pricing>;
  changes: { at: number; seq: number; terms: Terms }[];
  /** Whole quantities at whole seconds, of meters that add up. */
  events: { meter: string; time: number; quantity: number }[];
  /** Seconds from which to which a period lasts. */
  bounds(index: number): [number, number];
}

interface Piece {
  from: number;
  to: number;
  terms: Terms;
}

/** Walks the changes in order; whatever comes later in the same second replaces what came before. */
function pieces(world: PlainWorld, from: number, to: number, alsoFree = false): Piece[] {
  const inOrder = [...world.changes].sort((a, b) => (a.at === b.at ? a.seq - b.seq : a.at - b.at));
  const list: Piece[] = [];
  for (let i = 0; i < inOrder.length; i++) {
    const change = inOrder[i];
    if (!change) continue;
    const begins = Math.max(change.at, from);
    const next = inOrder[i + 1]?.at ?? Number.POSITIVE_INFINITY;
    const ends = Math.min(next, to);
    if (begins < ends && !change.terms.ended && (alsoFree || change.terms.free === null))
      list.push({ from: begins, to: ends, terms: change.terms });
  }
  return list;
}

const price = (prices: Record<string, string>, world: PlainWorld) => read(prices[world.currency] ?? "x");
const minor = (amount: Fraction, world: PlainWorld) =>
  nearest(mul(amount, whole(10n ** BigInt(world.exponent))));

/** What a quantity costs when everything the price is bounded by shrinks to `share` of it. */
function cost(
  model: QuantityPrice,
  quantity: Fraction,
  included: string,
  share: Fraction,
  world: PlainWorld,
): Fraction {
  const over = sub(quantity, mul(read(included), share));
  if (over.n <= 0n) return whole(0);
  if (model.model === "per-unit") return mul(over, price(model.unit, world));
  if (model.model === "package") return mul(up(div(over, read(model.size))), price(model.price, world));
  if (model.model === "volume") {
    const tier = model.tiers.find((t) => t.upTo === null || !less(mul(read(t.upTo), share), over));
    if (!tier) return whole(0);
    const flat = tier.flat ? mul(price(tier.flat, world), share) : whole(0);
    return add(mul(over, price(tier.unit, world)), flat);
  }
  let sum = whole(0);
  let done = whole(0);
  for (const tier of model.tiers) {
    if (!less(done, over)) break;
    const end = tier.upTo === null ? over : least(over, mul(read(tier.upTo), share));
    sum = add(sum, mul(sub(end, done), price(tier.unit, world)));
    if (tier.flat) sum = add(sum, mul(price(tier.flat, world), share));
    done = end;
  }
  return sum;
}

/** Pieces of one plan that are one line: of the same `what`. */
function together(list: Piece[], what: (t: Terms) => string): Piece[][] {
  const names = [...new Set(list.map((p) => what(p.terms)))];
  return names.map((name) => list.filter((p) => what(p.terms) === name));
}

const length = (list: Piece[]) => list.reduce((n, p) => n + p.to - p.from, 0);

/** Everything a whole, ended period costs, and what is missing to a commitment that ends with it. */
export function plainPeriod(world: PlainWorld, from: number, to: number, index: number): Map<string, number> {
  const sums = plainCosts(world, from, to, index);
  const promised = pieces(world, from, to, true).at(-1)?.terms.commitment;
  if (!promised || index < promised.fromPeriod) return sums;
  const last = [...world.changes].sort((a, b) => (a.at === b.at ? a.seq - b.seq : a.at - b.at)).at(-1);
  const stops = last?.terms.ended && last.at <= to && index < promised.fromPeriod + promised.periods;
  if (!stops && index !== promised.fromPeriod + promised.periods - 1) return sums;
  let missing = minor(read(promised.amount), world);
  for (let i = promised.fromPeriod; i <= index; i++) {
    const [begin, end] = world.bounds(i);
    for (const amount of plainCosts(world, begin, end, i).values()) missing -= amount;
  }
  if (missing > 0) sums.set("commitment", missing);
  return sums;
}

function plainCosts(world: PlainWorld, from: number, to: number, index: number): Map<string, number> {
  const list = pieces(world, from, to);
  const bill: { charge: string; taxClass: string; amount: number }[] = [];
  const note = (charge: string, taxClass: string, amount: number) => bill.push({ charge, taxClass, amount });
  for (const plan of new Set(list.map((p) => p.terms.plan))) {
    const pricing = world.pricing[plan];
    if (!pricing) throw new Error(`no plan ${plan}`);
    const mine = list.filter((p) => p.terms.plan === plan);
    let used = 0;
    for (const c of pricing.charges) {
      const own = (t: Terms) => t.negotiated[c.id];
      if (c.kind === "flat")
        for (const line of together(mine, (t) => own(t) ?? "")) {
          const full = own(line[0]?.terms as Terms);
          const amount = full === undefined ? price(c.amount, world) : read(full);
          note(
            c.id,
            c.taxClass,
            minor(mul(amount, { n: BigInt(length(line)), d: BigInt(to - from) }), world),
          );
        }
      if (c.kind === "seats")
        for (const line of together(mine, (t) => `${t.seats}/${own(t) ?? ""}`)) {
          const terms = line[0]?.terms as Terms;
          const full = own(terms);
          const model =
            full === undefined ? c.price : ({ model: "per-unit", unit: { [world.currency]: full } } as const);
          const amount = cost(model, whole(terms.seats), c.included, whole(1), world);
          note(
            c.id,
            c.taxClass,
            minor(mul(amount, { n: BigInt(length(line)), d: BigInt(to - from) }), world),
          );
        }
      if (c.kind === "usage")
        for (const line of together(mine, (t) => own(t) ?? "")) {
          const full = own(line[0]?.terms as Terms);
          const model =
            full === undefined ? c.price : ({ model: "per-unit", unit: { [world.currency]: full } } as const);
          let units = 0n;
          for (const e of world.events)
            if (e.meter === c.meter && line.some((p) => e.time >= p.from && e.time < p.to))
              units += BigInt(e.quantity);
          const share = { n: BigInt(length(line)), d: BigInt(to - from) };
          const amount = minor(cost(model, div(whole(units), read(c.per)), c.included, share, world), world);
          used += amount;
          note(c.id, c.taxClass, amount);
        }
    }
    for (const addon of pricing.addons) {
      const having = mine.filter((p) => p.terms.addons.includes(addon.id));
      for (const line of together(having, (t) => t.negotiated[addon.id] ?? "")) {
        const full = line[0]?.terms.negotiated[addon.id];
        const amount = full === undefined ? price(addon.amount, world) : read(full);
        note(
          addon.id,
          addon.taxClass,
          minor(mul(amount, { n: BigInt(length(line)), d: BigInt(to - from) }), world),
        );
      }
    }
    if (pricing.minimum) {
      const least_ = minor(
        mul(price(pricing.minimum, world), { n: BigInt(length(mine)), d: BigInt(to - from) }),
        world,
      );
      if (used < least_) note("minimum", "standard", least_ - used);
    }
  }
  const first = pieces(world, Number.MIN_SAFE_INTEGER, to)[0];
  if (first && first.from >= from)
    for (const c of world.pricing[first.terms.plan]?.charges ?? [])
      if (c.kind === "one-off")
        note(
          c.id,
          c.taxClass,
          minor(read(first.terms.negotiated[c.id] ?? c.amount[world.currency] ?? "x"), world),
        );
  discount(world, list, index, bill);
  const sums = new Map<string, number>();
  for (const { charge, amount } of bill) sums.set(charge, (sums.get(charge) ?? 0) + amount);
  return sums;
}

/** By the period's last terms, one discount after the other, on what is left of each tax class. */
function discount(
  world: PlainWorld,
  list: Piece[],
  index: number,
  bill: { charge: string; taxClass: string; amount: number }[],
): void {
  for (const d of list.at(-1)?.terms.discounts ?? []) {
    if (index < d.fromPeriod || (d.untilPeriod !== null && index > d.untilPeriod)) continue;
    let left = d.off.kind === "amount" ? minor(read(d.off.amount), world) : Number.POSITIVE_INFINITY;
    for (const taxClass of ["standard", "reduced", "exempt"]) {
      const sum = bill.filter((b) => b.taxClass === taxClass).reduce((n, b) => n + b.amount, 0);
      if (sum <= 0) continue;
      const share =
        d.off.kind === "percent" ? nearest(div(mul(whole(sum), read(d.off.percent)), whole(100))) : sum;
      const amount = Math.min(left, share);
      left -= amount;
      bill.push({ charge: "discount", taxClass, amount: -amount });
    }
  }
}
