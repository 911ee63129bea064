import { isPostgres, rowsToInsert } from "./bulk";
import { bumpRollups } from "./bump";
import { noteKept } from "./changed";
import type { UsageRow, UsageStore } from "./stored";

/** Rows of one insert: their parameters stay below what SQLite takes. */
const CHUNK = 1000;

/** Names an event as the index does. */
export const onceKey = (row: Pick<UsageRow, "tenantId" | "source" | "eventId">): string =>
  `${row.tenantId}\n${row.source}\n${row.eventId}`;

/**
 * Keeps events that were checked, each once, and brings the roll-ups up to them: all in the caller's transaction.
 * @returns the keys (`onceKey`) of those that were new; the others are here already
 */
export async function keep(to: UsageStore, rows: readonly UsageRow[], now: Date): Promise<Set<string>> {
  const distinct = new Map<string, UsageRow>();
  for (const row of rows) {
    const key = onceKey(row);
    if (!distinct.has(key)) distinct.set(key, row);
  }
  const wanted = [...distinct.values()];
  const kept = new Set<string>();
  for (let at = 0; at < wanted.length; at += CHUNK)
    for (const key of await insert(to, wanted.slice(at, at + CHUNK), now)) kept.add(key);
  const fresh = kept.size === wanted.length ? wanted : wanted.filter((row) => kept.has(onceKey(row)));
  if (fresh.length > 0) await bumpRollups(to, fresh, now);
  noteKept(new Set(fresh.map((row) => row.tenantId)));
  return kept;
}

async function insert({ db, tables }: UsageStore, rows: UsageRow[], now: Date): Promise<string[]> {
  const { usageEvents: t } = tables;
  const values = rows.map((row) => ({ ...row, receivedAt: now }));
  const into = db.insert(t);
  // PostgreSQL numbers rows only where the column is left out, which a select into all columns cannot.
  const kept = await (isPostgres(t.id) ? into.values(values) : into.select(rowsToInsert(t, values)))
    .onConflictDoNothing({ target: [t.tenantId, t.source, t.eventId] })
    .returning({ tenantId: t.tenantId, source: t.source, eventId: t.eventId });
  return kept.map(onceKey);
}
