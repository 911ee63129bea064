import { asDouble } from "../convert";
import { quoteName } from "../quoting";
import { readAs } from "../types";
import type { ScriptColumn } from "./catalog";
import { momentSql } from "./inputs/qvd/dual-formats";
import type { Run } from "./run";

/** Whether every value of a stored table is one that a QVD keeps exactly, and gives back in its own type. */
export async function readsSame(run: Run, table: string, columns: readonly ScriptColumn[]): Promise<boolean> {
  const odd = columns.map((column) => {
    const value = readAs(`t.${quoteName(column.name)}`, column.stored);
    const kept = exact(value, column);
    return `count(*) FILTER (WHERE ${value} IS NOT NULL AND NOT coalesce(${kept}, false))`;
  });
  const [row = []] = await run.db.rows(`SELECT ${odd.join(", ")} FROM ${quoteName(table)} AS t`);
  return row.every((n) => Number(n) === 0);
}

/** SQL: the value is kept exactly. */
function exact(value: string, { type }: ScriptColumn): string {
  const n = asDouble({ sql: value, type });
  switch (type.kind) {
    case "integer":
      return `abs(${value}::HUGEINT) < ${2 ** 53}`;
    case "number":
      return isPlain(value);
    case "date":
      return `isfinite(${value}) AND year(${value}) BETWEEN 1 AND 9999`;
    case "timestamp":
      return `isfinite(${value}) AND ${momentSql(n)} = ${value}`;
    case "time":
      return `${n} < 1 AND CAST(${momentSql(n)} AS TIME) = ${value}`;
    case "dual":
      return `(${value}).txt IS NOT NULL AND ((${value}).num IS NULL OR ${isPlain(`(${value}).num`)})`;
    case "text":
    case "null":
      return "true";
    default:
      return "false";
  }
}

/** A number, not minus zero. */
function isPlain(number: string): string {
  return `isfinite(${number}) AND NOT (${number} = 0 AND signbit(${number}))`;
}
