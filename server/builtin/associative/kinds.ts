import type { ValueType } from "@/server/builtin/script/types";
import type { FieldType } from "@/server/platform/model";

const INTEGERS = new Set([
  "TINYINT",
  "SMALLINT",
  "INTEGER",
  "BIGINT",
  "HUGEINT",
  "UTINYINT",
  "USMALLINT",
  "UINTEGER",
  "UBIGINT",
  "UHUGEINT",
]);
const NUMERIC: ReadonlySet<FieldType> = new Set(["integer", "number", "decimal"]);

/**
 * What kind of field a DuckDB type is. Zoned times count as UTC; types without a kind of their own
 * (UUID, BLOB, ENUM, lists) are shown and compared as text.
 */
export function kindOfType(sqlType: string): FieldType {
  if (INTEGERS.has(sqlType)) return "integer";
  if (sqlType === "DOUBLE" || sqlType === "FLOAT") return "number";
  if (sqlType.startsWith("DECIMAL")) return "decimal";
  if (sqlType === "BOOLEAN") return "boolean";
  if (sqlType === "DATE") return "date";
  if (sqlType.startsWith("TIMESTAMP")) return "timestamp";
  if (sqlType === "TIME") return "time";
  if (/^STRUCT\("?num"? DOUBLE, "?txt"? VARCHAR\)$/.test(sqlType)) return "dual";
  return "text";
}

/** The kind of a field whose tables hold it as `kinds`. Kinds without a common ground become dual (number and text). */
export function commonKind(kinds: readonly FieldType[]): FieldType {
  const different = new Set(kinds);
  const [only] = different;
  if (!only) return "text";
  if (different.size === 1) return only;
  if ([...different].every((k) => NUMERIC.has(k))) return different.has("number") ? "number" : "decimal";
  if ([...different].every((k) => k === "date" || k === "timestamp")) return "timestamp";
  return "dual";
}

/** The kind of an expression's values. */
export function kindOf(type: ValueType | undefined): FieldType {
  return !type || type.kind === "null" ? "text" : type.kind;
}
