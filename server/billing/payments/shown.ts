import { type Balance, balanceOf, type PaymentRow } from "./balance";
import { STRIPE, stripePage } from "./stripe/links";

/** A payment as people see it. Amounts of refunds are below zero. */
export interface ShownPayment {
  id: string;
  provider: string;
  kind: PaymentRow["kind"];
  reference: string;
  amount: number;
  state: PaymentRow["state"];
  /** The provider's word for what went wrong. */
  problem: string | null;
  refundOf: string | null;
  dispute: string | null;
  /** What of it was paid too much and can be paid back. For operators. */
  refundable: number;
  /** The provider's own page about it. For operators. */
  link: string | null;
  at: Date;
}

export function shownPayments(
  rows: readonly PaymentRow[],
  { toPayBack }: Balance,
  operator: boolean,
): ShownPayment[] {
  return rows.map((row) => {
    const { id, provider, kind, reference, amount, state, problem, refundOf, dispute, at } = row;
    const back = balanceOf(
      { state: "void", gross: 0 },
      rows.filter((o) => o.id === id || o.refundOf === id),
      0,
    );
    const known = reference !== id && !refundOf && provider === STRIPE;
    return {
      ...{ id, provider, kind, amount, state, problem, refundOf, dispute, at },
      reference: provider === STRIPE && !operator ? "" : reference,
      refundable: operator && !refundOf ? Math.min(toPayBack, back.toPayBack) : 0,
      link: operator && known ? stripePage(reference, row.details?.live ?? false) : null,
    };
  });
}
