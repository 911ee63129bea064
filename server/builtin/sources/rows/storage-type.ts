import {
  BIGINT,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  type DuckDBType,
  INTEGER,
  TIME,
  TIMESTAMP,
  VARCHAR,
} from "@duckdb/node-api";

/** What a value of a source is stored as. `DECIMAL` is 1 to 38 digits wide. */
export type StorageType =
  | { kind: Exclude<StorageKind, "DECIMAL"> }
  | { kind: "DECIMAL"; width: number; scale: number };

export type StorageKind =
  | "BOOLEAN"
  | "INTEGER"
  | "BIGINT"
  | "DOUBLE"
  | "DECIMAL"
  | "DATE"
  | "TIME"
  | "TIMESTAMP"
  | "VARCHAR";

export const WIDEST_DECIMAL = 38;

const DUCKDB: Record<Exclude<StorageKind, "DECIMAL">, DuckDBType> = {
  BOOLEAN,
  INTEGER,
  BIGINT,
  DOUBLE,
  DATE,
  TIME,
  TIMESTAMP,
  VARCHAR,
};

/** The type as DuckDB's SQL writes it. */
export function typeName(type: StorageType): string {
  return type.kind === "DECIMAL" ? `DECIMAL(${type.width},${type.scale})` : type.kind;
}

/** The type as DuckDB's API has it. */
export function duckdbType(type: StorageType): DuckDBType {
  return type.kind === "DECIMAL" ? DECIMAL(type.width, type.scale) : DUCKDB[type.kind];
}

const BYTES: Record<Exclude<StorageKind, "DECIMAL">, number> = {
  BOOLEAN: 1,
  INTEGER: 4,
  BIGINT: 8,
  DOUBLE: 8,
  DATE: 4,
  TIME: 8,
  TIMESTAMP: 8,
  VARCHAR: 16,
};

/** Bytes one value takes in a DuckDB vector. */
export function valueBytes(type: StorageType): 1 | 2 | 4 | 8 | 16 {
  if (type.kind !== "DECIMAL") return BYTES[type.kind] as 1 | 4 | 8 | 16;
  return type.width <= 4 ? 2 : type.width <= 9 ? 4 : type.width <= 18 ? 8 : 16;
}
