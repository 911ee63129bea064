import { quoteName } from "@/server/builtin/script/quoting";
import type { FieldType } from "@/server/platform/model";
import type { ModelColumn } from "./types";

/** Whole numbers up to here are exact as DOUBLE; above, identity is by the text. */
const EXACT = 9007199254740992;

/** SQL of a column as it is read: types without a kind of their own as text, zoned timestamps as UTC. */
export function columnSql(alias: string, column: Pick<ModelColumn, "field" | "sqlType" | "kind">): string {
  const sql = `${alias}.${quoteName(column.field)}`;
  if (column.kind === "text" && column.sqlType !== "VARCHAR") return `CAST(${sql} AS VARCHAR)`;
  if (column.sqlType === "TIMESTAMP WITH TIME ZONE") return `timezone('UTC', ${sql})`;
  return sql;
}

export interface DualSql {
  num: string;
  txt: string;
}

/**
 * Number and text of a value of kind `kind`, for fields that are dual or whose tables hold them differently. Dates
 * count as days since 1899-12-30, text that is written like a number or an ISO date counts as one.
 */
export function dualSql(sql: string, kind: FieldType): DualSql {
  const txt = `CAST(${sql} AS VARCHAR)`;
  const days = (timestamp: string) =>
    `(date_diff('microsecond', TIMESTAMP '1899-12-30', ${timestamp}) / 86400000000.0)::DOUBLE`;
  const exact = (num: string) => `CASE WHEN abs(${num}) <= ${EXACT} THEN ${num} + 0.0 END`;
  switch (kind) {
    case "dual":
      return { num: `(${sql})."num" + 0.0`, txt: `(${sql})."txt"` };
    case "integer":
    case "decimal":
    case "number":
      return { num: exact(`CAST(${sql} AS DOUBLE)`), txt };
    case "boolean":
      return { num: `(-CAST(${sql} AS DOUBLE))`, txt };
    case "date":
    case "timestamp":
      return { num: days(`CAST(${sql} AS TIMESTAMP)`), txt };
    case "time":
      return { num: "CAST(NULL AS DOUBLE)", txt };
    case "text": {
      const number = exact(`TRY_CAST(${txt} AS DOUBLE)`);
      const date = `CASE WHEN ${txt} LIKE '____-__-__%' THEN ${days(`TRY_CAST(${txt} AS TIMESTAMP)`)} END`;
      return { num: `coalesce(${number}, ${date})`, txt };
    }
  }
}

/** A value of its number and text; NULL where it has neither. */
export function dualStruct({ num, txt }: DualSql): string {
  return `CASE WHEN (${txt}) IS NULL AND (${num}) IS NULL THEN NULL ELSE {'num': ${num}, 'txt': ${txt}} END`;
}

/** The dual a key of `dualKeySql` stands for; `txt` is SQL for its text where it is known, else the number's own. */
export function dualOfKey(key: string, txt: string): DualSql {
  return {
    num: `CASE WHEN ${key} LIKE 'n%' THEN CAST(substr(${key}, 2) AS DOUBLE) END`,
    txt: `coalesce(${txt}, substr(${key}, 2))`,
  };
}

/** One text per different value: equal numbers are one value whatever their text. NULL stays NULL. */
export function dualKeySql({ num, txt }: DualSql): string {
  return `CASE WHEN (${num}) IS NOT NULL THEN 'n' || CAST(${num} AS VARCHAR) ELSE 't' || (${txt}) END`;
}

/**
 * SQL by which values of a field are compared, the same in all its tables: native where the kinds agree.
 * @param fieldKind the kind all tables of the field have in common
 */
export function keySql(alias: string, column: ModelColumn, fieldKind: FieldType): string {
  const sql = columnSql(alias, column);
  return fieldKind === "dual" ? dualKeySql(dualSql(sql, column.kind)) : sql;
}

/** Type of what `keySql` gives. */
export function keyType(column: ModelColumn, fieldKind: FieldType): string {
  if (fieldKind === "dual" || column.kind === "text") return "VARCHAR";
  return column.sqlType === "TIMESTAMP WITH TIME ZONE" ? "TIMESTAMP" : column.sqlType;
}
