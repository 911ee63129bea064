import { Decimal } from "@/server/shared/decimal";
import type { Item } from "./owed";

/** What other invoices of the subscription billed for one thing of one period. */
export interface Billed {
  key: string;
  periodIndex: number;
  amount: number;
  quantity: string;
  /** For a thing that is owed no longer: how its line is called. */
  line: Pick<Item, "kind" | "chargeId" | "plan" | "title" | "taxClass" | "meter" | "period">;
}

export type LineKind = "charge" | "credit" | "correction";

/** A line of an invoice before tax. Minor units. */
export interface Line extends Omit<Item, "key"> {
  key: string;
  lineKind: LineKind;
}

/** Adds up what was billed, by period and key. */
export function sumBilled(lines: readonly Billed[]): Billed[] {
  const sums = new Map<string, Billed>();
  for (const one of lines) {
    const name = `${one.periodIndex}#${one.key}`;
    const sum = sums.get(name);
    if (!sum) sums.set(name, { ...one });
    else {
      sum.amount += one.amount;
      sum.quantity = new Decimal(sum.quantity).plus(one.quantity).toFixed();
    }
  }
  return [...sums.values()];
}

function kindOf(item: Item, billed: boolean, amount: number): LineKind {
  if (billed && item.kind === "usage") return "correction";
  return amount < 0 && item.kind !== "discount" ? "credit" : "charge";
}

/**
 * The rule of all billing: what is owed by what is known now, less what was billed before. What was billed is never
 * touched; a difference is a line of its own. Lines of nothing are left out, but for usage that costs nothing yet.
 * @param closed indexes of periods whose usage was billed before, even where there was none: more of it is a correction
 */
export function settle(
  items: readonly Item[],
  billed: readonly Billed[],
  closed: ReadonlySet<number> = new Set(),
): Line[] {
  const before = new Map(sumBilled(billed).map((b) => [`${b.periodIndex}#${b.key}`, b]));
  const lines: Line[] = [];
  for (const item of items) {
    const name = `${item.period.index}#${item.key}`;
    const was = before.get(name);
    before.delete(name);
    const amount = item.amount - (was?.amount ?? 0);
    const quantity =
      was && item.kind === "usage" ? new Decimal(item.quantity).minus(was.quantity).toFixed() : item.quantity;
    const free = item.kind === "usage" && !was && item.quantity !== "0";
    if (amount === 0 && !free) continue;
    lines.push({
      ...item,
      amount,
      quantity,
      lineKind: kindOf(item, was !== undefined || closed.has(item.period.index), amount),
    });
  }
  for (const was of before.values())
    if (was.amount !== 0)
      lines.push({
        ...was.line,
        key: was.key,
        seconds: 0,
        amount: -was.amount,
        quantity: new Decimal(was.quantity).neg().toFixed(),
        lineKind: "credit",
      });
  return lines.sort((a, b) => a.period.index - b.period.index);
}
