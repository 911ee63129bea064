import { Decimal } from "@/server/shared/decimal";
import { toMinor } from "@/server/shared/money";
import type { Period } from "@/server/shared/periods";
import type { Agreement, Item } from "./owed";
import { type Commitment, newestChange, phases } from "./terms";

/** The commitment that is settled with a period: it is its last one, or the subscription ended in it. */
function settledIn(a: Agreement, p: Period, asOf: Date): { plan: string; commitment: Commitment } | null {
  const last = phases(a.changes, p.from, p.to, asOf).at(-1);
  const commitment = last?.terms.commitment;
  if (!last || !commitment || p.index < commitment.fromPeriod) return null;
  const end = commitment.fromPeriod + commitment.periods - 1;
  const newest = newestChange(a.changes, asOf);
  const stopped = newest?.terms.ended === true && newest.at.getTime() <= p.to * 1000;
  if (p.index !== end && !(stopped && p.index < end)) return null;
  return { plan: last.terms.plan, commitment };
}

/** The periods whose cost counts towards the commitment that is settled with `p`; none where none is. */
export function periodsCommitted(a: Agreement, p: Period, asOf: Date): Period[] {
  const settled = settledIn(a, p, asOf);
  if (!settled) return [];
  const { fromPeriod } = settled.commitment;
  return Array.from({ length: p.index - fromPeriod + 1 }, (_, i) => a.period(fromPeriod + i));
}

/** What the periods of a commitment cost less than was promised. */
export function shortfall(a: Agreement, p: Period, asOf: Date, spent: () => number): Item[] {
  const settled = settledIn(a, p, asOf);
  if (!settled) return [];
  const { plan, commitment } = settled;
  const missing = toMinor(new Decimal(commitment.amount), a.currency) - spent();
  if (missing <= 0) return [];
  return [
    {
      key: `commitment|${commitment.fromPeriod}`,
      kind: "commitment",
      chargeId: "commitment",
      plan,
      title: {},
      taxClass: "standard",
      quantity: "1",
      meter: null,
      seconds: p.to - p.from,
      period: p,
      amount: missing,
    },
  ];
}
