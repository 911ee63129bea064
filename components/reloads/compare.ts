export interface TableLike {
  name: string;
  rows: number;
}

/** One table in both reloads; null where a reload did not have it. */
export interface ComparedTable {
  name: string;
  before: number | null;
  after: number | null;
}

/** Tables of two reloads side by side: those of the later one in their order, then those that are gone. */
export function compareTables(before: readonly TableLike[], after: readonly TableLike[]): ComparedTable[] {
  const old = new Map(before.map((table) => [table.name, table.rows]));
  const now = new Set(after.map((table) => table.name));
  return [
    ...after.map(({ name, rows }) => ({ name, before: old.get(name) ?? null, after: rows })),
    ...before
      .filter(({ name }) => !now.has(name))
      .map(({ name, rows }) => ({ name, before: rows, after: null })),
  ];
}

/** What changed, as a signed number; null where one side is missing. */
export function difference(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after - before;
}
