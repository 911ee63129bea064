/** What a generation holds, as an analytics platform tells it. Browser-safe. */
export interface DataModel {
  tables: ModelTable[];
  fields: ModelField[];
  /** Associations between tables: fields of equal name. */
  associations: { left: string; right: string; fields: string[] }[];
  /** Names of tables that close a circle; empty in a sound model. */
  loops: string[][];
  /** Pairs of tables sharing two or more fields. */
  syntheticKeys: { tables: string[]; fields: string[] }[];
}

export interface ModelTable {
  name: string;
  rows: number;
  fields: string[];
}

export type FieldType =
  | "integer"
  | "number"
  | "decimal"
  | "text"
  | "boolean"
  | "date"
  | "timestamp"
  | "time"
  | "dual";

export interface ModelField {
  name: string;
  type: FieldType;
  tables: string[];
  /** Different values, NULL not counted. */
  distinct: number;
  /** True where the field links tables. */
  key: boolean;
  /** Display format of numbers and dates (the script's), if one was given. */
  format?: string;
}

/** JSON-safe value of a cell. Integers beyond 2^53 and decimals come as numbers where exact, else as text. */
export type CellValue = string | number | boolean | null;

export interface Query {
  /** Field names, or expressions starting with `=`. */
  dimensions: string[];
  /** Expressions: aggregations of fields and arithmetic of them, for example `Sum(Sales)/Count(distinct Order)`. */
  measures: string[];
  /** Field → selected values; OR within a field, AND between fields. */
  selections?: Record<string, CellValue[]>;
  /** Index into dimensions then measures, negative numbers not allowed. */
  sort?: { column: number; order: "asc" | "desc" }[];
  /** Rows to return, 1 to 10,000; default 1,000. */
  limit?: number;
  offset?: number;
  /** Also compute every measure over everything selected (recomputed, never summed). */
  totals?: boolean;
}

export interface QueryResult {
  columns: { name: string; kind: "dimension" | "measure"; type: FieldType }[];
  rows: CellValue[][];
  /** One value per measure; absent unless asked for. */
  totals?: CellValue[];
  /** Rows there would be without limit and offset. */
  rowCount: number;
  /** Generation that answered. */
  generation: string;
}

/** selected, possible, alternative, excluded, selected but excluded, locked. */
export type ValueState = "S" | "O" | "A" | "X" | "XS" | "L";

export interface FieldValuesQuery {
  field: string;
  selections?: Record<string, CellValue[]>;
  /** `*` and `?` match; without them: contains, ignoring case. */
  search?: string;
  limit?: number;
  offset?: number;
}

export interface FieldValuesResult {
  field: string;
  values: { value: CellValue; state: ValueState; frequency: number }[];
  total: number;
  generation: string;
}
