import { and, desc, eq, lt, or, type SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { decodeCursor, encodeCursor, type Page } from "./pagination";

interface Dated {
  id: SQLiteColumn;
  createdAt: SQLiteColumn;
}

/** Order of a keyset-paged list whose newest row comes first. */
export function newestFirst(table: Dated) {
  return [desc(table.createdAt), desc(table.id)];
}

/** Condition for the rows after the page that gave `cursor`. */
export function olderThan(table: Dated, cursor: string | undefined): SQL | undefined {
  if (!cursor) return undefined;
  const { value, id } = decodeCursor(cursor);
  const at = new Date(Number(value));
  return or(lt(table.createdAt, at), and(eq(table.createdAt, at), lt(table.id, id)));
}

/** Cuts the one row too many that a list asked for, and says where the next page begins. */
export function pageOf<R extends { id: string; createdAt: Date }, T>(
  rows: R[],
  limit: number,
  show: (row: R) => T,
): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(show),
    next: rows.length > limit && last ? encodeCursor(last.createdAt.getTime(), last.id) : null,
  };
}
