import { and, asc, eq, gt, inArray, isNull } from "drizzle-orm";
import type { z } from "zod";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { periodAt } from "@/server/shared/periods";
import { quantities } from "@/server/usage";
import { type Cost, costOf } from "./cost";
import { COST_METERS, type CostModel, costOfUsage, readCostModel } from "./cost-model";
import { monthlyOf } from "./fleet";
import { fleetTenantsInput } from "./schemas";
import { standing } from "./state";
import { type Books, calendarOf, type Ledger, ledgersOf, type SubscriptionRow } from "./subscription";

/** Money in whole minor units of `currency`, without tax but for `open`. */
export interface TenantBilling {
  tenantId: string;
  tenant: string;
  plan: string;
  state: SubscriptionRow["state"];
  currency: string;
  mrr: number;
  soFar: number;
  forecast: number;
  /** Gross, of final invoices that are not paid. */
  open: number;
  /** What running it cost in the period so far; null where the cost model is in another currency. */
  cost: number | null;
  /** So far less cost. */
  margin: number | null;
}

interface Row {
  subscription: SubscriptionRow;
  tenant: string;
  platform: string;
}

async function openOf({ db, tables: { invoices: i } }: Books, tenantIds: string[]) {
  const rows = await db
    .select({ tenantId: i.tenantId, gross: i.gross, paid: i.paid })
    .from(i)
    .where(and(inArray(i.tenantId, tenantIds), eq(i.state, "final"), eq(i.type, "invoice")));
  const open = new Map<string, number>();
  for (const row of rows) open.set(row.tenantId, (open.get(row.tenantId) ?? 0) + row.gross - row.paid);
  return open;
}

async function lineOf(
  books: Books,
  ledger: Ledger,
  { tenant, platform }: Row,
  model: CostModel,
  now: Date,
): Promise<Omit<TenantBilling, "open">> {
  const { subscription } = ledger;
  const { tenantId, currency } = subscription;
  const at = now > subscription.startAt ? now : subscription.startAt;
  const { terms, state, plan } = standing(ledger, at);
  const p = periodAt(calendarOf(subscription), Math.floor(at.getTime() / 1000));
  const nothing: Cost = { fixed: 0, used: 0, soFar: 0, forecast: 0 };
  const { soFar, forecast } = terms ? await costOf(books, ledger, p, now, terms) : nothing;
  const seconds = Math.floor(now.getTime() / 1000) - p.from;
  const used =
    seconds > 0
      ? await quantities(books, [tenantId], [...COST_METERS], new Date(p.from * 1000), now)
      : new Map<string, Record<string, string>>();
  const same = model.currency === currency;
  const cost = same ? costOfUsage(model, platform, used.get(tenantId) ?? {}, Math.max(0, seconds)) : null;
  return {
    ...{ tenantId, tenant, plan, state, currency, mrr: monthlyOf(ledger, now), soFar, forecast, cost },
    margin: cost === null ? null : soFar - cost,
  };
}

/** Tenants with a running subscription, by name: what each costs, brings, owes and leaves. */
export async function fleetTenants(
  ctx: Context,
  input: z.input<typeof fleetTenantsInput> = {},
): Promise<{ items: TenantBilling[]; next: string | null }> {
  authorize(ctx, "billing:write");
  const { cursor, limit } = parse(fleetTenantsInput, input);
  const books = { db: ctx.store.read, tables: ctx.store.tables };
  const { subscriptions: s, tenants: t } = books.tables;
  const rows = await books.db
    .select({ subscription: s, tenant: t.name, platform: t.platform })
    .from(s)
    .innerJoin(t, eq(t.id, s.tenantId))
    .where(and(isNull(s.endedAt), cursor ? gt(t.slug, cursor) : undefined))
    .orderBy(asc(t.slug))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const ledgers = await ledgersOf(
    books,
    shown.map((row) => row.subscription),
  );
  const now = ctx.clock.now();
  const model = await readCostModel(ctx.store);
  const open = await openOf(
    books,
    shown.map((row) => row.subscription.tenantId),
  );
  const items: TenantBilling[] = [];
  for (const [i, ledger] of ledgers.entries()) {
    const row = shown[i];
    if (!row) continue;
    const line = await lineOf(books, ledger, row, model, now);
    items.push({ ...line, open: open.get(line.tenantId) ?? 0 });
  }
  const last = shown.at(-1);
  return {
    items,
    next: rows.length > limit && last ? await slugOf(books, last.subscription.tenantId) : null,
  };
}

async function slugOf({ db, tables: { tenants: t } }: Books, id: string): Promise<string | null> {
  const [row] = await db.select({ slug: t.slug }).from(t).where(eq(t.id, id));
  return row?.slug ?? null;
}
