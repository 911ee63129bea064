import type { StorageType } from "../rows/storage-type";
import { WIDEST_DECIMAL } from "../rows/storage-type";

/** How the bytes of a column are read. */
export type Reading =
  | "bool"
  | "int2"
  | "int4"
  | "int8"
  | "oid"
  | "float4"
  | "float8"
  | "decimal"
  | "wide-decimal"
  | "number"
  | "date"
  | "time"
  | "timestamp"
  | "text"
  | "jsonb"
  | "uuid"
  | "bytea";

export interface ColumnReading {
  reading: Reading;
  storage: StorageType;
  /** Cast the server makes first, for types whose binary form is its own affair. */
  cast?: string;
}

const plain = (reading: Reading, kind: Exclude<StorageType["kind"], "DECIMAL">): ColumnReading => ({
  reading,
  storage: { kind },
});

const BY_OID: Record<number, ColumnReading> = {
  16: plain("bool", "BOOLEAN"),
  17: plain("bytea", "VARCHAR"),
  19: plain("text", "VARCHAR"),
  20: plain("int8", "BIGINT"),
  21: plain("int2", "INTEGER"),
  23: plain("int4", "INTEGER"),
  25: plain("text", "VARCHAR"),
  26: plain("oid", "BIGINT"),
  114: plain("text", "VARCHAR"),
  142: plain("text", "VARCHAR"),
  700: plain("float4", "DOUBLE"),
  701: plain("float8", "DOUBLE"),
  1043: plain("text", "VARCHAR"),
  1082: plain("date", "DATE"),
  1083: plain("time", "TIME"),
  1114: plain("timestamp", "TIMESTAMP"),
  1184: plain("timestamp", "TIMESTAMP"),
  2950: plain("uuid", "VARCHAR"),
  3802: plain("jsonb", "VARCHAR"),
};

const NUMERIC = 1700;
const MONEY = 790;
/** Decimals of up to so many digits are summed up exactly in a double. */
const EXACT_DIGITS = 15;

function decimal(width: number, scale: number): ColumnReading {
  return {
    reading: width <= EXACT_DIGITS ? "decimal" : "wide-decimal",
    storage: { kind: "DECIMAL", width, scale },
  };
}

/** `numeric(p,s)`: a scale may be negative, or larger than the precision. */
function numeric(modifier: number): ColumnReading {
  if (modifier < 4) return plain("number", "DOUBLE");
  const precision = ((modifier - 4) >> 16) & 0xffff;
  const bits = (modifier - 4) & 0x7ff;
  const scale = bits > 1023 ? bits - 2048 : bits;
  const width = scale < 0 ? precision - scale : Math.max(precision, scale);
  return width > WIDEST_DECIMAL ? plain("number", "DOUBLE") : decimal(width, Math.max(scale, 0));
}

/** How to read a result column by its type's id and modifier. Everything not listed is read as PostgreSQL's own text. */
export function readingOf(oid: number, modifier: number): ColumnReading {
  if (oid === NUMERIC) return numeric(modifier);
  if (oid === MONEY) return { ...decimal(19, 2), cast: "numeric(19,2)" };
  return BY_OID[oid] ?? { ...plain("text", "VARCHAR"), cast: "text" };
}
