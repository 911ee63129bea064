import { z } from "zod";
import { amountText, decimalText } from "@/server/shared/decimal";
import { strict } from "@/server/shared/strict";

/** What a subscription is at a moment. Each change writes the whole of it anew; nothing is ever edited. */
export const discount = strict({
  id: z.string().min(1).max(60),
  title: z.record(z.string(), z.string().min(1)),
  /** Of what the period costs, or an amount in the subscription's currency per period. */
  off: z.discriminatedUnion("kind", [
    strict({
      kind: z.literal("percent"),
      percent: decimalText.refine((s) => Number(s) > 0 && Number(s) <= 100, "is not between 0 and 100"),
    }),
    strict({ kind: z.literal("amount"), amount: amountText }),
  ]),
  /** The first period it counts for, from 0. */
  fromPeriod: z.int().min(0).default(0),
  /** The last one; null: for good. */
  untilPeriod: z.int().min(0).nullable().default(null),
});
export type Discount = z.output<typeof discount>;

/** The least that some periods cost together, without tax: what is missing is billed with the last of them. */
export const commitment = strict({
  amount: amountText.refine((s) => Number(s) > 0, "is not above zero"),
  fromPeriod: z.int().min(0),
  periods: z.int().min(1).max(60),
});
export type Commitment = z.output<typeof commitment>;

export const terms = strict({
  plan: z.string().min(1).max(60),
  seats: z.int().min(0).max(1_000_000).default(0),
  addons: z.array(z.string().max(60)).max(50).default([]),
  /** Negotiated prices: a charge's id to one amount per unit or period, instead of the plan's. */
  negotiated: z.record(z.string().max(60), amountText).default({}),
  discounts: z.array(discount).max(10).default([]),
  commitment: commitment.nullable().default(null),
  /** Nothing is charged for this time, neither fixed nor used. */
  free: z.enum(["trial", "pause"]).nullable().default(null),
  /** The subscription is over from here. */
  ended: z.boolean().default(false),
  /** What another one goes on with when it ends: a plan of another billing interval. */
  successor: strict({
    plan: z.string().min(1).max(60),
    seats: z.int().min(0).max(1_000_000),
    addons: z.array(z.string().max(60)).max(50),
  })
    .nullable()
    .default(null),
});
export type Terms = z.output<typeof terms>;

/** A dated entry of a subscription's history; `seq` orders those of the same second, the last one counts. */
export interface Change {
  seq: number;
  at: Date;
  terms: Terms;
}

/** One stretch of time under the same terms. Half open; times in whole seconds since 1970. */
export interface Phase {
  from: number;
  to: number;
  terms: Terms;
}

const seconds = (at: Date) => Math.floor(at.getTime() / 1000);

/**
 * The stretches of `[from, to)` (seconds) by the changes whose time has come at `asOf`; the last one goes on.
 * Changes count from their whole second on; of several in one second only the last has any length.
 */
export function phases(changes: readonly Change[], from: number, to: number, asOf: Date): Phase[] {
  const known = changes
    .filter((c) => c.at.getTime() <= asOf.getTime())
    .sort((a, b) => seconds(a.at) - seconds(b.at) || a.seq - b.seq);
  const list: Phase[] = [];
  known.forEach((change, i) => {
    const next = known[i + 1];
    const start = Math.max(from, seconds(change.at));
    const end = Math.min(to, next ? seconds(next.at) : to);
    if (end > start && !change.terms.ended) list.push({ from: start, to: end, terms: change.terms });
  });
  return list;
}

/** The last word of a history by what is known at `asOf`. */
export function newestChange(changes: readonly Change[], asOf: Date): Change | undefined {
  return changes
    .filter((c) => c.at.getTime() <= asOf.getTime())
    .sort((x, y) => x.at.getTime() - y.at.getTime() || x.seq - y.seq)
    .at(-1);
}

/** The terms that hold at an instant, the last change's of its second; null before the first. */
export function termsAt(changes: readonly Change[], at: Date): Terms | null {
  const held = changes
    .filter((c) => seconds(c.at) <= seconds(at))
    .sort((a, b) => seconds(a.at) - seconds(b.at) || a.seq - b.seq);
  return held.at(-1)?.terms ?? null;
}
