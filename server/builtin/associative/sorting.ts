import { alphabet } from "@/server/builtin/script";
import type { FieldType } from "@/server/platform/model";

/** A column as it is sorted. */
export interface SortColumn {
  /** Name without alias: `d0`, `v1`. */
  column: string;
  kind: FieldType;
  /** Column of the text of a dual dimension: `s0`. */
  text?: string;
  /** Columns of the dimension's order of appearance and state, where they were asked for. */
  seen?: string;
  state?: string;
}

export type SortAs = "value" | "text" | "load" | "state";
export type Direction = "asc" | "desc";

/** ORDER BY of one column: numbers by value before texts by alphabet, NULL last both ways. */
export function orderSql(sorted: SortColumn, order: Direction, as: SortAs = "value"): string {
  const parts = partsOf(sorted, as).map((sql) => `${sql} ${order} NULLS LAST`);
  return parts.join(", ");
}

function partsOf(sorted: SortColumn, as: SortAs): string[] {
  const { column, kind, text } = sorted;
  if (as === "load" && sorted.seen) return [sorted.seen];
  if (as === "state" && sorted.state) return [stateRank(sorted.state), ...partsOf(sorted, "value")];
  if (as === "text")
    return alphabet(text ?? (kind === "dual" ? `(${column})."txt"` : `CAST(${column} AS VARCHAR)`));
  // Equal numbers are one value, whatever text stands with them in a row.
  if (kind === "dual" && text) return [`${column}.n`, ...alphabet(`${column}.t`)];
  if (kind === "dual") return [`(${column})."num"`, ...alphabet(`(${column})."txt"`)];
  return kind === "text" ? alphabet(column) : [column];
}

/** Selected, possible, alternative, selected but excluded, excluded. */
export function stateRank(state: string): string {
  return `CASE ${state} WHEN 'S' THEN 0 WHEN 'L' THEN 0 WHEN 'O' THEN 1 WHEN 'A' THEN 2 WHEN 'XS' THEN 3 ELSE 4 END`;
}
