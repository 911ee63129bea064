import { eq } from "drizzle-orm";
import type { z } from "zod";
import { append } from "@/server/audit";
import { actorName, isOperator, scope } from "@/server/auth";
import { planByRef } from "@/server/plans";
import { launchRun } from "@/server/runs";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { periodAt } from "@/server/shared/periods";
import { agreementOf, reckon } from "./compute";
import { type Change, type Terms, termsAt, terms as termsShape } from "./core/terms";
import { nextFixed } from "./cost";
import { type TaxedLine, type Totals, totalsOf, withTax } from "./document";
import { followPlan } from "./follow";
import { changeSubscriptionInput, previewChangeInput, type subscriptionChange } from "./schemas";
import { readBillingSettings } from "./settings";
import { requireAddons, requireCurrency } from "./start";
import { nextAfter, standing } from "./state";
import {
  type Books,
  calendarOf,
  findLedger,
  type InvoiceRow,
  type Ledger,
  type SubscriptionRow,
} from "./subscription";
import { finalize, makeDrafts } from "./write";

const PREVIEW_LASTS_MS = 10 * 60_000;
const wholeSecond = (at: Date) => new Date(Math.floor(at.getTime() / 1000) * 1000);

type Wanted = z.output<typeof subscriptionChange>;

const none = () =>
  new AppError("not-found", "billing.no_subscription", "The tenant has no running subscription.", {
    advice: "An operator starts one under Billing.",
  });

/** @throws `billing.no_subscription` */
export async function requireLedger(books: Books, tenantId: string): Promise<Ledger> {
  const ledger = await findLedger(books, tenantId);
  if (!ledger || ledger.subscription.endedAt) throw none();
  return ledger;
}

/** What only operators change: prices, discounts, pauses. */
function refuseOperatorsParts(ctx: Context, wanted: Wanted): void {
  if (isOperator(ctx.actor)) return;
  const part = (["negotiated", "discounts", "paused"] as const).find((key) => wanted[key] !== undefined);
  if (!part) return;
  throw new AppError("forbidden", "billing.operators_part", `"${part}" is changed by your vendor.`, {
    advice: "Ask them for it.",
    params: { part },
  });
}

function nextTerms(now: Terms, wanted: Wanted): Terms {
  const { paused, ended, ...parts } = wanted;
  const plan = parts.plan ? planByRef(parts.plan).ref : now.plan;
  const moved = plan !== now.plan;
  const known = new Set(planByRef(plan).pricing.addons.map((a) => a.id));
  const addons = parts.addons ?? (moved ? now.addons.filter((id) => known.has(id)) : now.addons);
  const free = paused === undefined ? now.free : paused ? "pause" : null;
  return termsShape.parse({ ...now, ...parts, plan, addons, free, ended: ended ?? now.ended });
}

/** The change as an entry of the history, at the instant it counts from. Checks what the plan allows. */
function entryOf(ledger: Ledger, wanted: Wanted, when: "now" | "period-end", at: Date): Change {
  const { subscription, changes } = ledger;
  const p = periodAt(calendarOf(subscription), Math.floor(at.getTime() / 1000));
  const from = when === "now" ? at : new Date(p.to * 1000);
  const held = termsAt(changes, from) ?? termsAt(changes, at) ?? changes[0]?.terms;
  if (!held) throw none();
  const terms = nextTerms(held, wanted);
  requireCurrency(terms.plan, subscription.currency);
  requireAddons(terms.plan, terms.addons);
  const { interval } = planByRef(terms.plan).pricing;
  if (interval !== subscription.interval)
    throw new AppError("invalid", "billing.other_interval", `${terms.plan} is billed by the ${interval}.`, {
      advice: "End this subscription at its period's end, and start the other one then.",
      issues: [{ path: "change.plan", message: "has another billing interval" }],
    });
  const seq = Math.max(-1, ...changes.map((c) => c.seq)) + 1;
  return { seq, at: from, terms };
}

/** What is agreed for later gets the change as well: it would undo it when its time comes. */
function entriesOf(ledger: Ledger, wanted: Wanted, entry: Change): [Change, ...Change[]] {
  const later = [...new Set(ledger.changes.map((c) => c.at.getTime()))]
    .filter((at) => at > entry.at.getTime())
    .sort((a, b) => a - b);
  const followers = later.flatMap((at, i) => {
    const held = termsAt(ledger.changes, new Date(at));
    if (!held) return [];
    const terms = nextTerms(held, wanted);
    const known = new Set(planByRef(terms.plan).pricing.addons.map((a) => a.id));
    const addons = terms.addons.filter((id) => known.has(id));
    return [{ seq: entry.seq + 1 + i, at: new Date(at), terms: { ...terms, addons } }];
  });
  return [entry, ...followers];
}

export interface ChangePreview extends Totals {
  currency: string;
  /** Minor units without tax: what the first whole period under it costs before anything is used. */
  next: number;
  /** The instant it is reckoned for. */
  at: Date;
  /** From when the change counts. */
  from: Date;
  lines: TaxedLine[];
  terms: Terms;
}

function instantOf(ctx: Context, at: Date | undefined): Date {
  const now = ctx.clock.now();
  if (at && (at > new Date(now.getTime() + 1000) || now.getTime() - at.getTime() > PREVIEW_LASTS_MS))
    throw new AppError("conflict", "billing.preview_old", "The preview is not of now any more.", {
      advice: "Look at it again, then confirm.",
    });
  return wholeSecond(at ?? now);
}

async function previewOf(
  ctx: Context,
  books: Books,
  ledger: Ledger,
  [entry, ...followers]: [Change, ...Change[]],
  at: Date,
): Promise<ChangePreview> {
  const { subscription } = ledger;
  const settings = await settingsOf(ctx);
  const [reckoned = []] =
    entry.at <= at ? await reckon(books, [{ ledger, asOf: at, more: [entry, ...followers] }]) : [];
  const lines = withTax(reckoned, settings, subscription);
  return {
    ...totalsOf(lines),
    currency: subscription.currency,
    next: nextFixed(agreementOf(ledger, [entry, ...followers]), calendarOf(subscription), entry.at),
    at,
    from: entry.at,
    lines,
    terms: entry.terms,
  };
}

const settingsOf = async (ctx: Context) => (await readBillingSettings(ctx.store)).value;

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
  const entry = entryOf(ledger, change, when, instant);
  return await previewOf(ctx, books, ledger, entriesOf(ledger, change, entry), instant);
}

export interface Changed {
  subscription: SubscriptionRow;
  /** What was billed at once; null where nothing was. */
  invoice: InvoiceRow | null;
}

/**
 * Changes a subscription now or at the period's end. What that costs now is billed at once by an invoice of its own: the
 * preview's, for the same instant.
 * @throws `billing.other_amount` where `expected` is not what it costs
 */
export async function changeSubscription(
  ctx: Context,
  input: z.input<typeof changeSubscriptionInput>,
): Promise<Changed> {
  const wanted = parse(changeSubscriptionInput, input);
  const { tenantId } = await scope(ctx, "billing:choose", wanted.tenant);
  refuseOperatorsParts(ctx, wanted.change);
  const settings = await settingsOf(ctx);
  const at = instantOf(ctx, wanted.at);
  const now = ctx.clock.now();
  const { subscriptions, subscriptionChanges } = ctx.store.tables;
  const changed = await ctx.store.tx(async (db) => {
    const books = { db, tables: ctx.store.tables };
    const before = await requireLedger(books, tenantId);
    const entry = entryOf(before, wanted.change, wanted.when, at);
    const { subscription } = before;
    const entries = entriesOf(before, wanted.change, entry);
    await db.insert(subscriptionChanges).values(
      entries.map((one) => ({
        ...{ id: newId("subscriptionChange", now.getTime()), tenantId, subscriptionId: subscription.id },
        ...one,
        ...{ reason: wanted.reason ?? null, actor: actorName(ctx.actor), createdAt: now },
      })),
    );
    const ledger = { subscription, changes: [...before.changes, ...entries] };
    const making = { ledger, settings, cause: `change:${entry.seq}`, asOf: at, now, graceDays: 0 };
    const [draft = null] = entry.at <= at ? await makeDrafts(books, [making]) : [];
    if (draft && wanted.expected !== undefined && draft.gross !== wanted.expected) throw otherAmount(draft);
    const [invoice = null] = draft ? await finalize(books, [{ draft, ledger }], making) : [];
    const { state, plan } = standing(ledger, at);
    const endedAt = state === "ended" ? at : null;
    const next = nextAfter(ledger, at);
    const nextAt = subscription.nextAt && next && subscription.nextAt < next ? subscription.nextAt : next;
    const values = { state, plan, endedAt, nextAt, updatedAt: now };
    await db.update(subscriptions).set(values).where(eq(subscriptions.id, subscription.id));
    await append(db, ctx, {
      tenantId,
      action: "billing.change",
      target: subscription.id,
      payload: {
        before: termsAt(before.changes, at),
        after: entry.terms,
        from: entry.at.toISOString(),
        billed: invoice?.gross ?? 0,
      },
    });
    const run = await followPlan(ctx, db, tenantId, plan);
    return { subscription: { ...subscription, ...values }, invoice, run };
  });
  if (changed.run) await launchRun(ctx, changed.run);
  return { subscription: changed.subscription, invoice: changed.invoice };
}

const otherAmount = (draft: InvoiceRow) =>
  new AppError("conflict", "billing.other_amount", "It would cost another amount than shown.", {
    advice: "Something changed since the preview: look at it again, then confirm.",
    params: { gross: String(draft.gross) },
  });
