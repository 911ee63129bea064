import { and, asc, desc, eq, inArray, isNull } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import type { Database } from "@/db/store";
import type { Calendar } from "@/server/shared/periods";
import { type Change, type Terms, terms as termsShape } from "./core/terms";

export type SubscriptionRow = Schema["subscriptions"]["$inferSelect"];
export type InvoiceRow = Schema["invoices"]["$inferSelect"];
export type InvoiceLineRow = Schema["invoiceLines"]["$inferSelect"];

/** A database handle with its tables: of a transaction, or for reading. */
export interface Books {
  db: Database;
  tables: Schema;
}

/** A subscription with its whole history. */
export interface Ledger {
  subscription: SubscriptionRow;
  changes: Change[];
}

export const calendarOf = ({ zone, interval, anchor }: SubscriptionRow): Calendar => ({
  zone,
  interval,
  anchor,
});

/** The tenant's running subscription, or its newest ended one; null where it never had any. */
export async function findLedger({ db, tables }: Books, tenantId: string): Promise<Ledger | null> {
  const { subscriptions: s } = tables;
  const [running] = await db
    .select()
    .from(s)
    .where(and(eq(s.tenantId, tenantId), isNull(s.endedAt)));
  const [row] = running
    ? [running]
    : await db.select().from(s).where(eq(s.tenantId, tenantId)).orderBy(desc(s.createdAt)).limit(1);
  if (!row) return null;
  return (await ledgersOf({ db, tables }, [row]))[0] ?? null;
}

/** The histories of subscriptions, in one statement. */
export async function ledgersOf({ db, tables }: Books, rows: readonly SubscriptionRow[]): Promise<Ledger[]> {
  const { subscriptionChanges: c } = tables;
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const all = await db.select().from(c).where(inArray(c.subscriptionId, ids)).orderBy(asc(c.seq));
  const changes = new Map<string, Change[]>(ids.map((id) => [id, []]));
  for (const row of all)
    changes.get(row.subscriptionId)?.push({ seq: row.seq, at: row.at, terms: asTerms(row.terms) });
  return rows.map((subscription) => ({ subscription, changes: changes.get(subscription.id) ?? [] }));
}

const asTerms = (value: Record<string, unknown>): Terms => termsShape.parse(value);

/** Language tags of tenants. */
export async function languagesOf(
  { db, tables: { tenants: t } }: Books,
  tenantIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: t.id, language: t.language })
    .from(t)
    .where(inArray(t.id, [...new Set(tenantIds)]));
  return new Map(rows.map((row) => [row.id, row.language]));
}
