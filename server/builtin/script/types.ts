/**
 * What a column or an expression holds. `null` is a column that only ever held NULL.
 * `dual` is `STRUCT(num DOUBLE, txt VARCHAR)`; all others are native.
 */
export type Kind =
  | "integer"
  | "number"
  | "decimal"
  | "text"
  | "boolean"
  | "date"
  | "timestamp"
  | "time"
  | "dual"
  | "null";

export interface ValueType {
  kind: Kind;
  /** DuckDB's name of the type the SQL gives. */
  sql: string;
}

export const DUAL_SQL = 'STRUCT("num" DOUBLE, "txt" VARCHAR)';

export const TYPES = {
  integer: { kind: "integer", sql: "BIGINT" },
  number: { kind: "number", sql: "DOUBLE" },
  text: { kind: "text", sql: "VARCHAR" },
  boolean: { kind: "boolean", sql: "BOOLEAN" },
  date: { kind: "date", sql: "DATE" },
  timestamp: { kind: "timestamp", sql: "TIMESTAMP" },
  time: { kind: "time", sql: "TIME" },
  dual: { kind: "dual", sql: DUAL_SQL },
  null: { kind: "null", sql: "VARCHAR" },
} as const satisfies Record<string, ValueType>;

const INTEGERS = new Set(["BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UINTEGER", "USMALLINT", "UTINYINT"]);
const WIDE_INTEGERS = new Set(["HUGEINT", "UBIGINT", "UHUGEINT"]);

/** The kind of a DuckDB type. Types without a kind of their own (UUID, BLOB, lists) are `text`: see `readAs`. */
export function typeOf(sql: string): ValueType {
  const name = sql.toUpperCase();
  if (INTEGERS.has(name)) return { kind: "integer", sql: name };
  if (WIDE_INTEGERS.has(name)) return decimalType(38, 0);
  if (name === "DOUBLE" || name === "FLOAT") return TYPES.number;
  if (name.startsWith("DECIMAL")) return { kind: "decimal", sql: name };
  if (name === "BOOLEAN") return TYPES.boolean;
  if (name === "DATE") return TYPES.date;
  if (name.startsWith("TIMESTAMP")) return TYPES.timestamp;
  if (name === "TIME") return TYPES.time;
  if (name.startsWith("STRUCT") && /^STRUCT\("?NUM"? DOUBLE, "?TXT"? VARCHAR\)$/.test(name))
    return TYPES.dual;
  if (name === '"NULL"' || name === "NULL") return TYPES.null;
  return TYPES.text;
}

/** SQL that reads a column of DuckDB type `sqlType` as the type `typeOf` says. */
export function readAs(column: string, sqlType: string): string {
  const type = typeOf(sqlType);
  return type.sql === sqlType.toUpperCase() || type.kind === "dual"
    ? column
    : `CAST(${column} AS ${type.sql})`;
}

export function decimalType(precision: number, scale: number): ValueType {
  return { kind: "decimal", sql: `DECIMAL(${precision},${scale})` };
}

/** Precision and scale where a type has an exact decimal form. */
export function decimalSize(type: ValueType): { precision: number; scale: number } | null {
  if (type.kind === "integer" || type.kind === "boolean" || type.kind === "date")
    return { precision: 19, scale: 0 };
  const match = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type.sql);
  return match ? { precision: Number(match[1]), scale: Number(match[2]) } : null;
}

/** Counts in arithmetic without being asked: everything but text and NULL. */
export function isNumeric(type: ValueType): boolean {
  return type.kind !== "text" && type.kind !== "null" && type.kind !== "dual";
}

function decimalMerge(a: ValueType, b: ValueType): ValueType {
  const [x, y] = [decimalSize(a), decimalSize(b)];
  if (!x || !y) return TYPES.number;
  const scale = Math.max(x.scale, y.scale);
  const precision = Math.max(x.precision - x.scale, y.precision - y.scale) + scale;
  return precision <= 38 ? decimalType(precision, scale) : TYPES.number;
}

/**
 * The type that holds values of both: of the branches of `If`, of two tables put together, of two key columns.
 * Numbers and text together give text (which still counts as a number where it is one); dates and text give a dual.
 */
export function mergeTypes(a: ValueType, b: ValueType): ValueType {
  if (a.kind === "null") return b;
  if (b.kind === "null") return a;
  const kinds = new Set<Kind>([a.kind, b.kind]);
  const has = (kind: Kind) => kinds.has(kind);
  if (has("dual")) return TYPES.dual;
  if (has("text"))
    return kinds.size === 1 || !(has("date") || has("timestamp") || has("time")) ? TYPES.text : TYPES.dual;
  if (has("time") && kinds.size > 1) return TYPES.number;
  if (has("timestamp") || (has("date") && (has("number") || has("decimal")))) return TYPES.timestamp;
  if (has("date")) return TYPES.date;
  if (has("number")) return TYPES.number;
  if (has("decimal")) return decimalMerge(a, b);
  if (has("integer")) return TYPES.integer;
  return a;
}
