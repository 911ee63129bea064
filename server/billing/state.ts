import { periodAt } from "@/server/shared/periods";
import { type Terms, termsAt } from "./core/terms";
import { calendarOf, type Ledger, type SubscriptionRow } from "./subscription";

type State = SubscriptionRow["state"];

function stateOf(terms: Terms): State {
  if (terms.ended) return "ended";
  if (terms.free === "pause") return "paused";
  return terms.free === "trial" ? "trial" : "active";
}

/** What a subscription's row says at an instant: all of it follows from its changes. */
export function standing(
  ledger: Ledger,
  at: Date,
): Pick<SubscriptionRow, "state" | "plan"> & { terms: Terms | null } {
  const terms = termsAt(ledger.changes, at);
  return { terms, state: terms ? stateOf(terms) : "trial", plan: terms?.plan ?? ledger.subscription.plan };
}

/** The next instant after `at` at which something is to be done: a period's beginning, or a change whose time comes. */
export function nextAfter(ledger: Ledger, at: Date): Date | null {
  if (standing(ledger, at).state === "ended") return null;
  const boundary = new Date(
    periodAt(calendarOf(ledger.subscription), Math.floor(at.getTime() / 1000)).to * 1000,
  );
  const changes = ledger.changes.map((c) => c.at).filter((one) => one > at);
  return [boundary, ...changes].reduce((min, one) => (one < min ? one : min));
}
