import type { z } from "zod";
import { planByRef } from "@/server/plans";
import { AppError } from "@/server/shared/errors";
import { periodAt } from "@/server/shared/periods";
import { type Change, type Commitment, type Terms, termsAt, terms as termsShape } from "./core/terms";
import { firstOpenPeriod } from "./open-period";
import type { subscriptionChange } from "./schemas";
import { requireAddons, requireCurrency } from "./start";
import { calendarOf, type Ledger } from "./subscription";

export type Wanted = z.output<typeof subscriptionChange>;
export type When = "now" | "period-end";

/** The change of a history, and what it does to what is agreed for later. */
export type Entries = [Change, ...Change[]];

const none = () =>
  new AppError("not-found", "billing.no_subscription", "The tenant has no running subscription.", {
    advice: "An operator starts one under Billing.",
  });

const knownAddons = (plan: string) => new Set(planByRef(plan).pricing.addons.map((a) => a.id));

function nextTerms(now: Terms, wanted: Wanted, committed: Commitment | null): Terms {
  const { paused, ended, commitment: _commitment, ...parts } = wanted;
  const plan = parts.plan ? planByRef(parts.plan).ref : now.plan;
  const known = knownAddons(plan);
  const kept = plan === now.plan ? now.addons : now.addons.filter((id) => known.has(id));
  const addons = parts.addons ?? kept;
  const free = paused === undefined ? now.free : paused ? "pause" : null;
  const successor = ended === undefined && wanted.plan === undefined ? followed(now, wanted) : null;
  // Whoever chooses a plan anew no longer wants the one that was to follow.
  const stays = now.successor !== null && wanted.plan !== undefined ? false : now.ended;
  return termsShape.parse({
    ...{ ...now, ...parts, plan, addons, free, commitment: committed, successor },
    ended: ended ?? stays,
  });
}

/** The successor agreed before, with people and add-ons as they are wanted now. */
function followed({ successor }: Terms, { seats, addons }: Wanted): Terms["successor"] {
  if (!successor) return null;
  const known = knownAddons(successor.plan);
  return {
    ...successor,
    seats: seats ?? successor.seats,
    addons: addons?.filter((id) => known.has(id)) ?? successor.addons,
  };
}

/** A plan of another billing interval is another subscription: this one ends, and that one begins. */
function handedOver(held: Terms, wanted: Terms, from: Date, ledger: Ledger): Terms {
  const { interval } = planByRef(wanted.plan).pricing;
  if (interval === ledger.subscription.interval) return wanted;
  const { commitment } = held;
  const left = commitment && commitment.fromPeriod + commitment.periods > firstOpenPeriod(ledger, from);
  if (left)
    throw new AppError("conflict", "billing.committed", "Something is committed beyond that time.", {
      advice: `Stay with a plan that is billed by the ${ledger.subscription.interval} until then.`,
      issues: [{ path: "change.plan", message: "has another billing interval" }],
      params: { interval: ledger.subscription.interval },
    });
  const { plan, seats, addons } = wanted;
  return { ...held, ended: true, successor: { plan, seats, addons } };
}

/**
 * The change as entries of the history: at the instant it counts from, and at those of what is agreed for later, which would
 * undo it. Checks what the plan allows.
 * @throws `billing.no_subscription`, `billing.currency`, `billing.addon`, `billing.committed`
 */
export function entriesOf(ledger: Ledger, wanted: Wanted, when: When, at: Date): Entries {
  const { subscription, changes } = ledger;
  const p = periodAt(calendarOf(subscription), Math.floor(at.getTime() / 1000));
  const from = when === "now" ? at : new Date(p.to * 1000);
  const held = termsAt(changes, from) ?? termsAt(changes, at) ?? changes[0]?.terms;
  if (!held) throw none();
  const committed =
    wanted.commitment === undefined
      ? held.commitment
      : wanted.commitment && { ...wanted.commitment, fromPeriod: firstOpenPeriod(ledger, from) };
  const plain = nextTerms(held, wanted, committed);
  requireCurrency(plain.plan, subscription.currency);
  requireAddons(plain.plan, plain.addons);
  const terms = wanted.plan === undefined ? plain : handedOver(held, plain, from, ledger);
  const seq = Math.max(-1, ...changes.map((c) => c.seq)) + 1;
  const entry = { seq, at: from, terms };
  const later = [...new Set(changes.map((c) => c.at.getTime()))]
    .filter((one) => one > from.getTime())
    .sort((a, b) => a - b);
  const followers = later.flatMap((one, i) => {
    const then = termsAt(changes, new Date(one));
    if (!then) return [];
    const over = { ...then, ended: true, successor: terms.successor };
    const next = terms.successor ? over : nextTerms(then, wanted, committed);
    const known = knownAddons(next.plan);
    const addons = next.addons.filter((id) => known.has(id));
    return [{ seq: seq + 1 + i, at: new Date(one), terms: { ...next, addons } }];
  });
  return [entry, ...followers];
}
