import type { StorageType } from "../rows/storage-type";

/** What a column's declaration promises. SQLite promises nothing itself: every value has a type of its own. */
export type Intent =
  | { is: "integer" | "real" | "boolean" | "date" | "timestamp" | "text" | "unknown" }
  | { is: "decimal"; width: number; scale: number };

/** Widest decimal whose numbers, stored by SQLite as doubles, can still be told apart. */
const WIDEST = 18;

/** Reads a declared type, `DECIMAL(10,2)` or `varchar(40)`; null for an expression's column, which has none. */
export function intentOf(declared: string | null): Intent {
  const type = (declared ?? "").trim().toUpperCase();
  if (type === "") return { is: "unknown" };
  if (type.startsWith("BOOL")) return { is: "boolean" };
  if (/^(DATETIME|TIMESTAMP)/.test(type)) return { is: "timestamp" };
  if (/^DATE\b/.test(type)) return { is: "date" };
  if (/CHAR|CLOB|TEXT|UUID|JSON|^TIME/.test(type)) return { is: "text" };
  if (type.includes("INT") || type === "SERIAL" || type === "BIGSERIAL") return { is: "integer" };
  if (/REAL|FLOA|DOUB/.test(type)) return { is: "real" };
  const number = /^(?:NUMERIC|DECIMAL|DEC|NUMBER|MONEY)\b\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?/.exec(type);
  if (!number) return { is: "unknown" };
  const width = Number(number[1] ?? 0);
  const scale = Number(number[2] ?? 0);
  if (width === 0 || width > WIDEST || scale > width) return { is: "real" };
  return scale === 0 ? { is: "integer" } : { is: "decimal", width, scale };
}

/** What values of an intent are stored as while nothing speaks against it. */
export function storageOf(intent: Intent): StorageType {
  switch (intent.is) {
    case "integer":
      return { kind: "BIGINT" };
    case "real":
      return { kind: "DOUBLE" };
    case "decimal":
      return { kind: "DECIMAL", width: intent.width, scale: intent.scale };
    case "boolean":
      return { kind: "BOOLEAN" };
    case "date":
      return { kind: "DATE" };
    case "timestamp":
      return { kind: "TIMESTAMP" };
    default:
      return { kind: "VARCHAR" };
  }
}
