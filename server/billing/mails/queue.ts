import { and, asc, eq, gt, inArray, lte } from "drizzle-orm";
import type { Services } from "@/server/shared/context";
import type { Billed } from "../bill";
import type { BillingSettings } from "../schemas";
import type { Books, InvoiceRow } from "../subscription";

const DAY_MS = 86_400_000;
const REMINDERS = [7, 14, 30];

/** Notes invoices to be mailed, in the transaction that made them final: each is mailed once, whatever dies after it. */
export async function queueMails(
  { db, tables }: Books,
  invoices: readonly InvoiceRow[],
  { settings, now }: { settings: BillingSettings; now: Date },
): Promise<void> {
  if (settings.mailInvoices === false || invoices.length === 0) return;
  const rows = invoices.map(({ id, tenantId }) => mailRow(`${id}|final`, { id, tenantId }, "final", now));
  await db.insert(tables.invoiceMails).values(rows).onConflictDoNothing();
}

const mailRow = (
  id: string,
  invoice: Pick<InvoiceRow, "id" | "tenantId">,
  kind: "final" | "overdue",
  now: Date,
) => ({
  ...{ id, kind, tenantId: invoice.tenantId, invoiceId: invoice.id },
  ...{ createdAt: now, doneAt: null, outcome: null },
});

/**
 * Notes reminders of open invoices that are overdue by the settings' days, each once. Where several days passed at
 * once, only the last of them is written about.
 * @unaudited: the run is
 */
export async function queueReminders(
  services: Pick<Services, "store">,
  { cursor, now, settings, size }: { cursor: string; now: Date; settings: BillingSettings; size: number },
): Promise<Billed> {
  const days = [...(settings.reminderDays ?? REMINDERS)].sort((a, b) => b - a);
  const first = days.at(-1);
  if (first === undefined) return { cursor: null, done: 0, failed: [] };
  const { invoices: i, invoiceMails: m } = services.store.tables;
  const overdue = await services.store.read
    .select({ id: i.id, tenantId: i.tenantId, dueAt: i.dueAt })
    .from(i)
    .where(
      and(
        eq(i.state, "final"),
        eq(i.type, "invoice"),
        lte(i.dueAt, new Date(now.getTime() - first * DAY_MS)),
        gt(i.id, cursor),
      ),
    )
    .orderBy(asc(i.id))
    .limit(size);
  const wanted = overdue.flatMap(({ id, tenantId, dueAt }) => {
    const late = (now.getTime() - (dueAt ?? now).getTime()) / DAY_MS;
    const passed = days.find((day) => late >= day);
    return passed === undefined ? [] : [mailRow(`${id}|overdue-${passed}`, { id, tenantId }, "overdue", now)];
  });
  const done = await services.store.tx(async (db) => {
    if (wanted.length === 0) return 0;
    const ids = wanted.map((row) => row.id);
    const known = await db.select({ id: m.id }).from(m).where(inArray(m.id, ids));
    const there = new Set(known.map((row) => row.id));
    const fresh = wanted.filter((row) => !there.has(row.id));
    if (fresh.length > 0) await db.insert(m).values(fresh).onConflictDoNothing();
    return fresh.length;
  });
  const last = overdue.at(-1);
  return { cursor: overdue.length === size && last ? last.id : null, done, failed: [] };
}
