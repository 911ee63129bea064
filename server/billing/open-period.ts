import { periodAt } from "@/server/shared/periods";
import { termsAt } from "./core/terms";
import { calendarOf, type Ledger } from "./subscription";

const second = (at: Date) => Math.floor(at.getTime() / 1000);

/**
 * Index of the first period of which nothing is billed yet at `from`: after a trial the one in which it ends; the running one
 * where its bill is still to be made, else the next.
 */
export function firstOpenPeriod(ledger: Pick<Ledger, "subscription" | "changes">, from: Date): number {
  const calendar = calendarOf(ledger.subscription);
  const now = termsAt(ledger.changes, from);
  const paid =
    now === null || now.free === "trial"
      ? ledger.changes.find((c) => c.at > from && c.terms.free === null)
      : undefined;
  if (paid) return Math.max(0, periodAt(calendar, second(paid.at)).index);
  const p = periodAt(calendar, second(from));
  const { nextAt } = ledger.subscription;
  return Math.max(0, nextAt !== null && nextAt <= from ? p.index : p.index + 1);
}
