import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import type { GraphTable } from "@/server/builtin/associative/graph";
import type { CellValue } from "@/server/platform/model";
import { memoryFor } from "./memory";

/** One per row of a table: the place of the row's value in its field's order; the number of values where it is NULL. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** A field in all its tables. */
export interface FieldCodes {
  /** How many different values there are; the code of NULL. */
  size: number;
  /** By table. */
  rows: ReadonlyMap<string, Codes>;
  bytes: number;
}

/** The values of a field, in order: numbers by value before texts by alphabet. */
export interface FieldValues {
  cells: CellValue[];
  /** What duals are beside what they are shown as. */
  duals?: DualValues;
  bytes: number;
}

/** By code. */
export interface DualValues {
  numbers: (number | null)[];
  texts: (string | null)[];
  /** How many of the values have a number; they are the first. */
  numeric: number;
}

/** What the values of a field take as JavaScript values, about. */
export function valueBytes(count: number): number {
  return count * 64;
}

/** The numbers of one column. */
export interface Numbers {
  /** Whole numbers: the value times `10 ** scale`. NULL is `NULL_INTEGER`, or NaN where they are doubles. */
  rows: Int32Array | Float64Array;
  /** Digits behind the point; null for doubles, which are as they are. */
  scale: number | null;
  hasNulls: boolean;
  bytes: number;
}

/** Stands for NULL among integers. */
export const NULL_INTEGER = -2147483648;

/** Thrown where something is not held as codes; the question then goes the way of SQL. */
export class NotHeld extends Error {}

/** Sums of whole numbers up to here are exact as a double. */
export const EXACT = 2 ** 52;

export function codesFor(rows: number, largest: number): Codes {
  if (largest < 256) return new Uint8Array(memoryFor(rows, 1));
  if (largest < 65_536) return new Uint16Array(memoryFor(rows, 2));
  return new Uint32Array(memoryFor(rows, 4));
}

/** Models whose tables meet by single fields, without circles and loosened tables. */
export function isSimple({ graph, model }: Catalog): boolean {
  return (
    graph.loosened.length === 0 &&
    graph.tables.every((t) => !t.combines || t.fields.length === 1) &&
    model.tables.every((t) => !t.fields.some((f) => f.toLowerCase() === "rowid"))
  );
}

/** Fields whose values are told apart the same way in all their tables. Of duals that shows when they are read (`duals.ts`). */
export function isPlainField(field: CatalogField): boolean {
  const [first] = field.columns;
  return (
    field.columns.every((c) => c.sqlType !== "FLOAT") &&
    (field.kind === "dual" || field.columns.every((c) => c.kind === first?.kind)) &&
    (field.kind !== "number" || field.columns.length === 1) &&
    (field.kind !== "decimal" || field.columns.every((c) => c.sqlType === first?.sqlType))
  );
}

const NUMERIC: ReadonlySet<string> = new Set(["integer", "decimal", "number"]);

/** Numbers, and duals that are duals in all tables: not values that only count as some beside those of another table. */
export function hasNumbers({ kind, columns }: CatalogField): boolean {
  return NUMERIC.has(kind) || (kind === "dual" && columns.every((c) => c.kind === "dual"));
}

/** The real tables that meet a table at one of its links. */
export function neighbours(catalog: Catalog, table: GraphTable, link: number): GraphTable[] {
  const members = catalog.graph.links[link]?.members ?? [];
  return members
    .filter((name) => name !== table.name)
    .map(catalog.table)
    .filter((t) => !t.combines);
}

/** The field by which tables meet at a link. */
export function linkField(catalog: Catalog, link: number): string {
  const fields = catalog.graph.links[link]?.fields ?? [];
  const [field] = fields;
  if (field === undefined || fields.length > 1) throw new NotHeld("A link of several fields.");
  return field;
}

export function rowsOf(catalog: Catalog, table: string): number {
  return catalog.model.tables.find((t) => t.name === table)?.rows ?? 0;
}
