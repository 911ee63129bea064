import type { RouterInputs, RouterOutputs } from "../providers/types";
import { baseOf, type OfferedPlan } from "./plan-card";

export type Subscription = NonNullable<RouterOutputs["billing"]["subscription"]>;
export type Change = RouterInputs["billing"]["preview"]["change"];

export interface Choice {
  plan: string;
  /** As typed. */
  seats: string;
  addons: readonly string[];
}

const sameSet = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((one) => b.includes(one));

/** Seats as a whole number; null where what is typed is none. */
export function seatsOf(text: string): number | null {
  return /^\d{1,7}$/.test(text.trim()) ? Number(text) : null;
}

/** What of a subscription a choice changes; null where nothing. */
export function changeOf(terms: Subscription["terms"], choice: Choice): Change | null {
  const seats = seatsOf(choice.seats);
  const change: Change = {
    ...(choice.plan === terms.plan ? {} : { plan: choice.plan }),
    ...(seats === null || seats === terms.seats ? {} : { seats }),
    ...(sameSet(choice.addons, terms.addons) ? {} : { addons: [...choice.addons] }),
  };
  return Object.keys(change).length > 0 ? change : null;
}

/** Whether less is had afterwards, or billed by another interval: that waits for the period's end unless somebody says otherwise. */
export function isLess(
  terms: Subscription["terms"],
  choice: Choice,
  plans: readonly OfferedPlan[],
  currency: string,
): boolean {
  const base = (ref: string) => {
    const plan = plans.find((one) => one.ref === ref);
    return plan ? baseOf(plan, currency) : 0;
  };
  const interval = (ref: string) => plans.find((one) => one.ref === ref)?.pricing.interval;
  if (choice.plan !== terms.plan)
    return interval(choice.plan) !== interval(terms.plan) || base(choice.plan) < base(terms.plan);
  const seats = seatsOf(choice.seats) ?? terms.seats;
  if (seats !== terms.seats) return seats < terms.seats;
  return choice.addons.length < terms.addons.length;
}
