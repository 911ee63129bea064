import type { DuckDBConnection } from "@duckdb/node-api";
import { dualCell } from "@/server/builtin/associative/cells";
import { columnSql, dualSql, dualStruct, keySql } from "@/server/builtin/associative/columns";
import { readRows } from "@/server/builtin/associative/rows";
import type { ModelColumn } from "@/server/builtin/associative/types";
import type { FieldType } from "@/server/platform/model";
import { type DualValues, type FieldValues, NotHeld, valueBytes } from "./tables";

/** A dual's number and text. */
export type DualParts = [number: number | null, text: string | null];

/** As `keySql`, but a dual as it is: to write its number out as text takes ten times as long as to compare it. */
export function codedSql(alias: string, column: ModelColumn, fieldKind: FieldType): string {
  if (fieldKind !== "dual") return keySql(alias, column, fieldKind);
  const sql = columnSql(alias, column);
  return column.kind === "dual" ? sql : dualStruct(dualSql(sql, column.kind));
}

/**
 * Where a number stands with several texts, which one is shown depends on the rows of each group.
 * @param dictionary of duals as `codedSql` gives them. @throws NotHeld
 */
export async function requireOneText(db: DuckDBConnection, dictionary: string): Promise<void> {
  const [found] = await readRows(
    db,
    `SELECT (count(num) - count(DISTINCT num))::INTEGER AS spare,
      (count(*) FILTER (WHERE num IS NULL AND txt IS NULL OR NOT isfinite(num)))::INTEGER AS odd
     FROM (SELECT (k)."num" AS num, (k)."txt" AS txt FROM ${dictionary})`,
  );
  if (found?.spare !== 0) throw new NotHeld("A number with several texts.");
  if (found.odd !== 0) throw new NotHeld("Duals of nothing, or without end.");
}

/** All of a dictionary whose codes are from `from` on, and less than `to`. */
export async function dualParts(
  db: DuckDBConnection,
  dictionary: string,
  from = 0,
  to = 2 ** 32 - 1,
): Promise<DualParts[]> {
  const rows = await readRows(
    db,
    `SELECT (k)."num" AS num, (k)."txt" AS txt FROM ${dictionary}
     WHERE code >= ${from} AND code < ${to} ORDER BY code`,
  );
  return rows.map(({ num, txt }) => [
    typeof num === "number" ? num + 0 : null,
    typeof txt === "string" ? txt : null,
  ]);
}

export function valuesOfDuals(parts: readonly DualParts[]): FieldValues {
  const duals: DualValues = {
    numbers: parts.map(([number]) => number),
    texts: parts.map(([, text]) => text),
    numeric: parts.filter(([number]) => number !== null).length,
  };
  const cells = parts.map(([number, text]) => dualCell(number, text));
  return { cells, duals, bytes: valueBytes(cells.length) * 2 };
}
