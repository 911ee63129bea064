import { type StorageType, WIDEST_DECIMAL } from "../rows/storage-type";

/** How the bytes of a column are read from a row in the binary protocol. */
export type Reading =
  | "int1"
  | "uint1"
  | "int2"
  | "uint2"
  | "int4"
  | "uint4"
  | "int8"
  | "uint8"
  | "flag"
  | "flag-bit"
  | "bits"
  | "float4"
  | "float8"
  | "decimal"
  | "wide-decimal"
  | "number"
  | "date"
  | "datetime"
  | "time"
  | "time-text"
  | "text"
  | "bytes";

export interface ColumnReading {
  reading: Reading;
  storage: StorageType;
}

/** What the protocol says of a result's column. */
export interface FieldDefinition {
  name: string;
  /** The protocol's number of the type. */
  columnType: number;
  columnLength: number;
  flags: number;
  decimals: number;
  /** 63: bytes, not text. */
  characterSet: number;
  /** MariaDB's own name of a type that travels as text. */
  extendedTypeName?: string;
}

const UNSIGNED = 32;
const ZEROFILL = 64;
const ENUM = 256;
const SET = 2048;
const BINARY_CHARSET = 63;
/** Decimals of up to so many digits are summed up exactly in a double. */
const EXACT_DIGITS = 15;

const plain = (reading: Reading, kind: Exclude<StorageType["kind"], "DECIMAL">): ColumnReading => ({
  reading,
  storage: { kind },
});

/** DECIMAL travels as text; its length counts a sign and a point. */
function decimal({ columnLength, decimals, flags }: FieldDefinition): ColumnReading {
  const sign = flags & UNSIGNED ? 0 : 1;
  const width = Math.max(columnLength - sign - (decimals > 0 ? 1 : 0), decimals, 1);
  if (width > WIDEST_DECIMAL) return plain("number", "DOUBLE");
  return {
    reading: width <= EXACT_DIGITS ? "decimal" : "wide-decimal",
    storage: { kind: "DECIMAL", width, scale: decimals },
  };
}

const WHOLE: Record<number, [signed: ColumnReading, unsigned: ColumnReading]> = {
  1: [plain("int1", "INTEGER"), plain("uint1", "INTEGER")],
  2: [plain("int2", "INTEGER"), plain("uint2", "INTEGER")],
  13: [plain("uint2", "INTEGER"), plain("uint2", "INTEGER")],
  3: [plain("int4", "INTEGER"), plain("uint4", "BIGINT")],
  9: [plain("int4", "INTEGER"), plain("uint4", "INTEGER")],
  8: [plain("int8", "BIGINT"), { reading: "uint8", storage: { kind: "DECIMAL", width: 20, scale: 0 } }],
};

const OTHER: Record<number, ColumnReading> = {
  4: plain("float4", "DOUBLE"),
  5: plain("float8", "DOUBLE"),
  7: plain("datetime", "TIMESTAMP"),
  12: plain("datetime", "TIMESTAMP"),
  10: plain("date", "DATE"),
  14: plain("date", "DATE"),
  11: plain("time", "TIME"),
  // JSON is text whose character set says bytes.
  245: plain("text", "VARCHAR"),
  242: plain("bytes", "VARCHAR"),
  255: plain("bytes", "VARCHAR"),
};

const TINY = 1;
const BIT = 16;
const DECIMAL = 0;
const NEW_DECIMAL = 246;

function bits(length: number): ColumnReading {
  if (length === 1) return plain("flag-bit", "BOOLEAN");
  return length < 64
    ? plain("bits", "BIGINT")
    : { reading: "bits", storage: { kind: "DECIMAL", width: 20, scale: 0 } };
}

/** How to read a result's column. `TINYINT(1)` and `BIT(1)` are how MySQL writes a boolean. */
export function readingOf(field: FieldDefinition): ColumnReading {
  const { columnType, columnLength, flags, characterSet } = field;
  if (columnType === TINY && columnLength === 1 && !(flags & (UNSIGNED | ZEROFILL)))
    return plain("flag", "BOOLEAN");
  if (columnType === BIT) return bits(columnLength);
  if (columnType === NEW_DECIMAL || columnType === DECIMAL) return decimal(field);
  const whole = WHOLE[columnType];
  if (whole) return whole[flags & UNSIGNED ? 1 : 0];
  const other = OTHER[columnType];
  if (other) return other;
  const isBytes = characterSet === BINARY_CHARSET && !(flags & (ENUM | SET)) && columnType !== 6;
  return isBytes && field.extendedTypeName === undefined
    ? plain("bytes", "VARCHAR")
    : plain("text", "VARCHAR");
}

/** The reading that holds every value where the first choice held most. */
export function relaxed({ reading }: ColumnReading): ColumnReading {
  return reading === "time" ? plain("time-text", "VARCHAR") : plain("int1", "INTEGER");
}

/** Readings whose values may turn out not to fit; their columns are read again, relaxed. */
export function mayNotFit({ reading }: ColumnReading): boolean {
  return reading === "flag" || reading === "time";
}

const NAMES: Record<number, string> = {
  0: "decimal",
  1: "tinyint",
  2: "smallint",
  3: "int",
  4: "float",
  5: "double",
  6: "null",
  7: "timestamp",
  8: "bigint",
  9: "mediumint",
  10: "date",
  11: "time",
  12: "datetime",
  13: "year",
  14: "date",
  16: "bit",
  242: "vector",
  245: "json",
  246: "decimal",
  255: "geometry",
};

/** The type as MySQL's own `SHOW COLUMNS` writes it, as far as a result tells. */
export function sourceTypeOf(field: FieldDefinition): string {
  const { columnType, columnLength, flags, decimals } = field;
  if (field.extendedTypeName) return field.extendedTypeName;
  if (flags & ENUM) return "enum";
  if (flags & SET) return "set";
  const unsigned = flags & UNSIGNED ? " unsigned" : "";
  if (columnType === NEW_DECIMAL || columnType === DECIMAL) {
    const width = columnLength - (flags & UNSIGNED ? 0 : 1) - (decimals > 0 ? 1 : 0);
    return `decimal(${width},${decimals})${unsigned}`;
  }
  if (columnType === BIT || (columnType === TINY && columnLength === 1))
    return `${NAMES[columnType]}(${columnLength})${unsigned}`;
  const name = NAMES[columnType];
  if (name) return columnType === 13 ? name : name + unsigned;
  return field.characterSet === BINARY_CHARSET ? "binary" : "text";
}
