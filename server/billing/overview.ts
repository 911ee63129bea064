import type { z } from "zod";
import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { periodAt } from "@/server/shared/periods";
import { type Agreed, agreedOf } from "./agreed";
import { reckon } from "./compute";
import type { Terms } from "./core/terms";
import { type Cost, costOf } from "./cost";
import { totalsOf, withTax } from "./document";
import { tenantInput } from "./schemas";
import { readBillingSettings } from "./settings";
import { nextAfter, standing } from "./state";
import { calendarOf, findLedger, type Ledger, type SubscriptionRow } from "./subscription";

export interface SubscriptionNow {
  id: string;
  tenantId: string;
  state: SubscriptionRow["state"];
  plan: string;
  currency: string;
  zone: string;
  interval: "month" | "year";
  terms: Terms;
  startAt: Date;
  endedAt: Date | null;
  period: { from: Date; to: Date };
  /** What is agreed for later: a downgrade, the end of a trial, the end. */
  pending: { at: Date; terms: Terms }[];
  agreed: Agreed;
  payer: SubscriptionRow["payer"];
  provider: string;
  /** Minor units without tax: what this period costs by now, and by its end if usage goes on as it has. */
  cost: Cost;
}

const second = (at: Date) => Math.floor(at.getTime() / 1000);
const later = (a: Date, b: Date) => (a.getTime() > b.getTime() ? a : b);
const date = (s: number) => new Date(s * 1000);

/** A tenant's subscription now; null where it has none. Operators and the tenant see the same numbers. */
export async function getSubscription(
  ctx: Context,
  input: z.input<typeof tenantInput>,
): Promise<SubscriptionNow | null> {
  const { tenant } = parse(tenantInput, input);
  const { tenantId } = await scope(ctx, "billing:read", tenant);
  const books = { db: ctx.store.read, tables: ctx.store.tables };
  const ledger = await findLedger(books, tenantId);
  if (!ledger) return null;
  const { subscription } = ledger;
  const now = ctx.clock.now();
  const at = subscription.endedAt ?? later(now, subscription.startAt);
  const { terms, state } = standing(ledger, at);
  if (!terms) return null;
  const p = periodAt(calendarOf(subscription), second(at));
  const { id, plan, currency, zone, interval, startAt, endedAt, payer, provider } = subscription;
  const nothing: Cost = { fixed: 0, used: 0, soFar: 0, forecast: 0 };
  const cost = state === "ended" ? nothing : await costOf(books, { ledger, period: p, terms }, now);
  return {
    ...{
      id,
      tenantId,
      state,
      plan: terms.plan ?? plan,
      currency,
      zone,
      interval,
      terms,
      startAt,
      endedAt,
      payer,
      provider,
    },
    period: { from: date(p.from), to: date(p.to) },
    pending: pendingOf(ledger, at),
    agreed: await agreedOf(books, ledger, terms, { index: p.index, used: cost.used }),
    cost,
  };
}

/** What is agreed for later, the last word of each instant. */
function pendingOf({ changes }: Ledger, from: Date) {
  const later = changes
    .filter((c) => c.at > from)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.seq - b.seq);
  return [...new Map(later.map((c) => [c.at.getTime(), { at: c.at, terms: c.terms }])).values()];
}

export interface Upcoming {
  at: Date;
  currency: string;
  net: number;
  tax: number;
  gross: number;
  lines: ReturnType<typeof withTax>;
}

/** What the next invoice would have if its time were now: usage so far, and the next period's fixed charges. */
export async function upcomingInvoice(
  ctx: Context,
  input: z.input<typeof tenantInput>,
): Promise<Upcoming | null> {
  const { tenant } = parse(tenantInput, input);
  const { tenantId } = await scope(ctx, "billing:read", tenant);
  const books = { db: ctx.store.read, tables: ctx.store.tables };
  const ledger = await findLedger(books, tenantId);
  if (!ledger || ledger.subscription.endedAt) return null;
  const { value: settings } = await readBillingSettings(ctx.store);
  const at = nextAfter(ledger, ctx.clock.now());
  if (!at) return null;
  const [reckoned = []] = await reckon(books, [{ ledger, asOf: at }]);
  const lines = withTax(reckoned, settings, ledger.subscription);
  return { at, currency: ledger.subscription.currency, ...totalsOf(lines), lines };
}
