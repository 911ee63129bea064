import type { z } from "zod";
import { isOperator, scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { applyChange, type Changed, instantOf, requireLedger } from "./apply";
import { agreementOf, reckon } from "./compute";
import type { Terms } from "./core/terms";
import { nextFixed } from "./cost";
import { type TaxedLine, type Totals, totalsOf, withTax } from "./document";
import { type Entries, entriesOf, type Wanted } from "./entries";
import { changeSubscriptionInput, previewChangeInput } from "./schemas";
import { readBillingSettings } from "./settings";
import { type Books, calendarOf, type Ledger, type SubscriptionRow } from "./subscription";
import { successorOf } from "./succeed";

/** What only operators change: prices, discounts, commitments, pauses. */
function refuseOperatorsParts(ctx: Context, wanted: Wanted): void {
  if (isOperator(ctx.actor)) return;
  const parts = ["negotiated", "discounts", "commitment", "paused"] as const;
  const part = parts.find((key) => wanted[key] !== undefined);
  if (!part) return;
  throw new AppError("forbidden", "billing.operators_part", `"${part}" is changed by your vendor.`, {
    advice: "Ask them for it.",
    params: { part },
  });
}

export interface ChangePreview extends Totals {
  currency: string;
  /** Minor units without tax: what the first whole period under it costs before anything is used. */
  next: number;
  /** Of that period: another one than now begins a subscription of its own. */
  interval: SubscriptionRow["interval"];
  /** The instant it is reckoned for. */
  at: Date;
  /** From when the change counts. */
  from: Date;
  lines: TaxedLine[];
  terms: Terms;
}

/** What entries of a history would bill at an instant, and what comes after. Nothing is written. */
export async function previewOf(
  ctx: Context,
  books: Books,
  ledger: Ledger,
  entries: Entries,
  at: Date,
): Promise<ChangePreview> {
  const [entry] = entries;
  const { value: settings } = await readBillingSettings(ctx.store);
  const changed = { ...ledger, changes: [...ledger.changes, ...entries] };
  const follower = successorOf(changed, entry.at, at);
  const asked = [changed, ...(follower ? [follower] : [])].map((one) => ({ ledger: one, asOf: at }));
  const reckoned = entry.at <= at ? await reckon(books, asked) : [];
  const lines = reckoned.flatMap((own) => withTax(own, settings, ledger.subscription));
  const goesOn = follower ?? changed;
  return {
    ...totalsOf(lines),
    currency: ledger.subscription.currency,
    next: nextFixed(
      agreementOf(goesOn),
      calendarOf(goesOn.subscription),
      follower ? follower.subscription.anchor : entry.at,
    ),
    interval: goesOn.subscription.interval,
    at,
    from: entry.at,
    lines,
    terms: entry.terms,
  };
}

/** What a change would bill at this instant, to the cent, before it is made. */
export async function previewChange(
  ctx: Context,
  input: z.input<typeof previewChangeInput>,
): Promise<ChangePreview> {
  const { tenant, change, when, at } = parse(previewChangeInput, input);
  const { tenantId } = await scope(ctx, "billing:read", tenant);
  refuseOperatorsParts(ctx, change);
  const books = { db: ctx.store.read, tables: ctx.store.tables };
  const ledger = await requireLedger(books, tenantId);
  const instant = instantOf(ctx, at);
  return await previewOf(ctx, books, ledger, entriesOf(ledger, change, when, instant), instant);
}

/**
 * Changes a subscription now or at the period's end. What that costs now is billed at once: the preview's lines, for the
 * same instant. A plan of another billing interval ends it and begins another one.
 * @throws `billing.other_amount` where `expected` is not what it costs
 */
export async function changeSubscription(
  ctx: Context,
  input: z.input<typeof changeSubscriptionInput>,
): Promise<Changed> {
  const { change, ...how } = parse(changeSubscriptionInput, input);
  refuseOperatorsParts(ctx, change);
  return await applyChange(ctx, { ...how, wanted: () => change });
}
