import { type StorageType, WIDEST_DECIMAL } from "../rows/storage-type";

/** How the driver's value of a column is written. */
export type Writing =
  | "boolean"
  | "int32"
  | "int64"
  | "double"
  | "decimal"
  | "date"
  | "time"
  | "timestamp"
  | "text"
  | "bytes"
  | "any";

export interface ColumnWriting {
  writing: Writing;
  storage: StorageType;
  /** Expression that lets the server write what the driver would round; the value then comes as text. */
  cast?(column: string): string;
}

/** Numbers of so many digits come exactly as a double. */
export const EXACT_DIGITS = 15;

type Plain = Exclude<StorageType["kind"], "DECIMAL">;
const plain = (writing: Writing, kind: Plain): ColumnWriting => ({ writing, storage: { kind } });

/** 41 characters: 38 digits, sign, zero and point. */
function decimal(width: number, scale: number): ColumnWriting {
  const storage = { kind: "DECIMAL" as const, width: Math.min(Math.max(width, 1), WIDEST_DECIMAL), scale };
  if (width <= EXACT_DIGITS) return { writing: "decimal", storage };
  return { writing: "decimal", storage, cast: (column) => `CAST(${column} AS varchar(41))` };
}

const BY_NAME: Record<string, ColumnWriting> = {
  bit: plain("boolean", "BOOLEAN"),
  tinyint: plain("int32", "INTEGER"),
  smallint: plain("int32", "INTEGER"),
  int: plain("int32", "INTEGER"),
  bigint: plain("int64", "BIGINT"),
  real: plain("double", "DOUBLE"),
  float: plain("double", "DOUBLE"),
  smallmoney: decimal(10, 4),
  // Style 2 writes all four digits and no commas.
  money: { ...decimal(19, 4), cast: (column) => `CONVERT(varchar(41), ${column}, 2)` },
  date: plain("date", "DATE"),
  time: plain("time", "TIME"),
  datetime: plain("timestamp", "TIMESTAMP"),
  smalldatetime: plain("timestamp", "TIMESTAMP"),
  datetime2: plain("timestamp", "TIMESTAMP"),
  datetimeoffset: plain("timestamp", "TIMESTAMP"),
  binary: plain("bytes", "VARCHAR"),
  varbinary: plain("bytes", "VARCHAR"),
  image: plain("bytes", "VARCHAR"),
  timestamp: plain("bytes", "VARCHAR"),
  rowversion: plain("bytes", "VARCHAR"),
  sql_variant: { ...plain("any", "VARCHAR"), cast: (column) => `CAST(${column} AS nvarchar(4000))` },
  hierarchyid: { ...plain("any", "VARCHAR"), cast: (column) => `CAST(${column} AS nvarchar(4000))` },
  geography: { ...plain("any", "VARCHAR"), cast: (column) => `${column}.STAsText()` },
  geometry: { ...plain("any", "VARCHAR"), cast: (column) => `${column}.STAsText()` },
};

/**
 * How to write a column, by the server's name of its type: `decimal(10,2)`, `nvarchar(max)`, `datetime2(7)`. Everything
 * not listed becomes its text.
 */
export function writingOf(sourceType: string): ColumnWriting {
  const [, name = "", width, scale] =
    /^([a-z0-9_]+)(?:\(\s*(\w+)\s*(?:,\s*(\d+)\s*)?\))?/i.exec(sourceType.trim()) ?? [];
  const type = name.toLowerCase();
  if (type === "decimal" || type === "numeric") return decimal(Number(width ?? 18), Number(scale ?? 0));
  return BY_NAME[type] ?? plain("any", "VARCHAR");
}
