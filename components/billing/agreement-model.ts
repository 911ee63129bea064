import type { Change, Subscription } from "./change-model";
import { decimalOf } from "./minor";

type Terms = Subscription["terms"];

/** What operators agree on with one customer, as typed. */
export interface Agreement {
  /** By charge; empty: the plan's. */
  prices: Record<string, string>;
  /** Ids of the discounts that stay. */
  discounts: readonly string[];
  amount: string;
  periods: string;
  paused: boolean;
}

export const agreementOf = (terms: Terms): Agreement => ({
  prices: { ...terms.negotiated },
  discounts: terms.discounts.map((one) => one.id),
  amount: terms.commitment?.amount ?? "",
  periods: terms.commitment ? String(terms.commitment.periods) : "",
  paused: terms.free === "pause",
});

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const zeroOr = (text: string) => (/^0([.,]0*)?$/.test(text.trim()) ? "0" : decimalOf(text));

/** What of the terms changes, and which fields are wrong; null where nothing changes or something is wrong. */
export function agreementChange(
  terms: Terms,
  value: Agreement,
): { change: Change | null; wrong: ReadonlySet<string> } {
  const wrong = new Set<string>();
  const negotiated: Record<string, string> = {};
  for (const [id, text] of Object.entries(value.prices)) {
    if (text.trim() === "") continue;
    const price = zeroOr(text);
    if (price === null) wrong.add(id);
    else negotiated[id] = price;
  }
  const committed = value.amount.trim() !== "" || value.periods.trim() !== "";
  const amount = decimalOf(value.amount);
  const periods = /^\d{1,2}$/.test(value.periods.trim()) ? Number(value.periods) : 0;
  if (committed && amount === null) wrong.add("amount");
  if (committed && (periods < 1 || periods > 60)) wrong.add("periods");
  if (wrong.size > 0) return { change: null, wrong };
  const before = terms.commitment && { amount: terms.commitment.amount, periods: terms.commitment.periods };
  const commitment = committed && amount !== null ? { amount, periods } : null;
  const discounts = terms.discounts.filter((one) => value.discounts.includes(one.id));
  const sorted = (record: Record<string, string>) => Object.entries(record).sort();
  const change: Change = {
    ...(same(sorted(negotiated), sorted(terms.negotiated)) ? {} : { negotiated }),
    ...(discounts.length === terms.discounts.length ? {} : { discounts }),
    ...(same(before, commitment) ? {} : { commitment }),
    ...(value.paused === (terms.free === "pause") ? {} : { paused: value.paused }),
  };
  return { change: Object.keys(change).length > 0 ? change : null, wrong };
}
