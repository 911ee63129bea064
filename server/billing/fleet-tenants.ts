import { and, asc, eq, gt, inArray, isNull } from "drizzle-orm";
import type { z } from "zod";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { type Period, periodAt } from "@/server/shared/periods";
import { type CostFound, costsOf } from "./cost";
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

const second = (at: Date) => Math.floor(at.getTime() / 1000);

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

interface Line extends Row {
  ledger: Ledger;
  period: Period;
  standing: ReturnType<typeof standing>;
}

function lineOf(row: Row, ledger: Ledger, now: Date): Line {
  const { subscription } = ledger;
  const at = now > subscription.startAt ? now : subscription.startAt;
  const running = periodAt(calendarOf(subscription), second(at));
  return { ...row, ledger, period: running, standing: standing(ledger, at) };
}

const NOTHING: CostFound = { cost: { fixed: 0, used: 0, soFar: 0, forecast: 0 }, used: {} };

function shownOf(line: Line, found: CostFound, open: number, model: CostModel, now: Date): TenantBilling {
  const { ledger, tenant, platform, period: p } = line;
  const { tenantId, currency } = ledger.subscription;
  const { state, plan } = line.standing;
  const { soFar, forecast } = found.cost;
  const seconds = Math.max(0, second(now) - p.from);
  const cost = model.currency === currency ? costOfUsage(model, platform, found.used, seconds) : null;
  const margin = cost === null ? null : soFar - cost;
  const mrr = monthlyOf(ledger, now);
  return { tenantId, tenant, plan, state, currency, mrr, soFar, forecast, cost, margin, open };
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
    .select({ subscription: s, tenant: t.name, platform: t.platform, slug: t.slug })
    .from(s)
    .innerJoin(t, eq(t.id, s.tenantId))
    .where(and(isNull(s.endedAt), cursor ? gt(t.slug, cursor) : undefined))
    .orderBy(asc(t.slug))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const now = ctx.clock.now();
  const ledgers = await ledgersOf(
    books,
    shown.map((row) => row.subscription),
  );
  const lines = shown.flatMap((row, i) => (ledgers[i] ? [lineOf(row, ledgers[i], now)] : []));
  const asked = new Map(
    lines.flatMap((line) => {
      const { ledger, period: p, standing: at } = line;
      return at.terms ? [[line, { ledger, period: p, terms: at.terms }] as const] : [];
    }),
  );
  const costs = await costsOf(books, [...asked.values()], now, COST_METERS);
  const found = new Map([...asked.keys()].map((line, i) => [line, costs[i] ?? NOTHING]));
  const model = await readCostModel(ctx.store);
  const open = await openOf(
    books,
    shown.map((row) => row.subscription.tenantId),
  );
  const items = lines.map((line) => {
    const owes = open.get(line.ledger.subscription.tenantId) ?? 0;
    return shownOf(line, found.get(line) ?? NOTHING, owes, model, now);
  });
  return { items, next: rows.length > limit ? (shown.at(-1)?.slug ?? null) : null };
}
