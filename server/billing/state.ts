import { periodAt } from "@/server/shared/periods";
import { MAX_AGE_DAYS } from "@/server/usage";
import { newestChange, type Terms, termsAt } from "./core/terms";
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

const DAY_MS = 86_400_000;
/** How often one that ended is looked at for usage that arrives late. */
const LATE_LOOK_DAYS = 30;

/** The instant from which on it is over, if that has come. */
function endOf({ changes }: Ledger, at: Date): Date | null {
  const newest = newestChange(changes, at);
  return newest?.terms.ended ? newest.at : null;
}

/**
 * The next instant after `at` at which something is to be done: a period's beginning, or a change whose time comes. One that
 * ended is looked at for as long as late usage is taken.
 */
export function nextAfter(ledger: Ledger, at: Date): Date | null {
  const end = endOf(ledger, at);
  if (end) {
    const look = new Date(at.getTime() + LATE_LOOK_DAYS * DAY_MS);
    return look.getTime() <= end.getTime() + (MAX_AGE_DAYS + LATE_LOOK_DAYS) * DAY_MS ? look : null;
  }
  const boundary = new Date(
    periodAt(calendarOf(ledger.subscription), Math.floor(at.getTime() / 1000)).to * 1000,
  );
  const changes = ledger.changes.map((c) => c.at).filter((one) => one > at);
  return [boundary, ...changes].reduce((min, one) => (one < min ? one : min));
}
