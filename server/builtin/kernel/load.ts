import type { DuckDBConnection } from "@duckdb/node-api";
import { boundsOfKeys } from "@/server/builtin/associative/bounds";
import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import { readRows } from "@/server/builtin/associative/rows";
import { Vectors } from "@/server/builtin/associative/tap";
import type { ModelColumn } from "@/server/builtin/associative/types";
import { quoteName, quoteText } from "@/server/builtin/script/quoting";
import { dictionaryCells, dictionarySize, joinSql, sharedDictionary } from "./dictionary";
import { dualParts, valuesOfDuals } from "./duals";
import { memoryFor } from "./memory";
import { quickCells } from "./quick-cells";
import {
  type Codes,
  codesFor,
  EXACT,
  type FieldCodes,
  type FieldValues,
  NotHeld,
  NULL_INTEGER,
  type Numbers,
  rowsOf,
  valueBytes,
} from "./tables";

/** Numbers the values of a field and reads the numbers of all rows. @throws NotHeld */
export async function loadCodes(
  db: DuckDBConnection,
  catalog: Catalog,
  field: CatalogField,
): Promise<FieldCodes> {
  const dictionary = await sharedDictionary(db, field);
  const size = await dictionarySize(db, dictionary);
  const rows = new Map<string, Codes>();
  for (const column of field.columns) {
    const codes = await emptyCodes(db, column.table, rowsOf(catalog, column.table), size);
    const from = `main.${quoteName(column.table)} t LEFT JOIN ${dictionary} d ON ${joinSql("d", field, column)}`;
    const pairs = `t.rowid::UINTEGER, coalesce(d.code, ${size})::UINTEGER FROM ${from}`;
    await eachChunk(db, pairs, (chunk) => {
      const [places, found] = [chunk.words(0, 4), chunk.words(1, 4)];
      for (let i = 0; i < places.length; i++) codes[places[i] as number] = found[i] as number;
    });
    rows.set(column.table, codes);
  }
  const bytes = [...rows.values()].reduce((sum, c) => sum + c.byteLength, 0);
  return { size, rows, bytes };
}

/** The values of a field in the order of their codes. @throws NotHeld */
export async function loadValues(db: DuckDBConnection, field: CatalogField): Promise<FieldValues> {
  const dictionary = await sharedDictionary(db, field);
  if (field.kind === "dual") return valuesOfDuals(await dualParts(db, dictionary));
  const size = await dictionarySize(db, dictionary);
  const quick = await quickCells(db, dictionary, size, field.kind);
  const cells = quick ?? (await dictionaryCells(db, dictionary));
  return { cells, bytes: valueBytes(cells.length) };
}

/** The numbers of a column, whole ones scaled. @throws NotHeld where sums of them would not be exact */
export async function loadNumbers(
  db: DuckDBConnection,
  catalog: Catalog,
  field: CatalogField,
): Promise<Numbers> {
  const { table, sql, scale, small, hasNulls } = await numbersPlan(db, catalog, field);
  const count = rowsOf(catalog, table);
  const rows = numberRows(count, small);
  await eachChunk(db, `t.rowid::UINTEGER, (${sql})::DOUBLE FROM main.${quoteName(table)} t`, (chunk) => {
    const [places, found] = [chunk.words(0, 4), chunk.doubles(1)];
    for (let i = 0; i < places.length; i++) rows[places[i] as number] = found[i] as number;
  });
  return { rows, scale, hasNulls, bytes: rows.byteLength };
}

export function numberRows(count: number, small: boolean): Numbers["rows"] {
  return small ? new Int32Array(memoryFor(count, 4)) : new Float64Array(memoryFor(count, 8));
}

/** How the numbers of a column are read. */
export interface NumbersPlan {
  table: string;
  /** Of a row `t`: a double, NULL as `Numbers` has it. */
  sql: string;
  scale: number | null;
  /** They fit into 32 bits. */
  small: boolean;
  hasNulls: boolean;
}

/** @throws NotHeld where sums of them would not be exact */
export async function numbersPlan(
  db: DuckDBConnection,
  catalog: Catalog,
  field: CatalogField,
): Promise<NumbersPlan> {
  const [column, ...others] = field.columns;
  if (!column || others.length > 0) throw new NotHeld("A field of several tables.");
  const scale = scaleOf(column);
  const own = `t.${quoteName(field.name)}`;
  const value = column.kind === "dual" ? `(${own})."num"` : own;
  const scaled = scale === null || scale === 0 ? value : `round(${value}::DOUBLE * ${10 ** scale})`;
  const known = scale === null ? null : await knownFacts(db, catalog, column, scale);
  const facts = known ?? (await scannedFacts(db, column.table, scaled));
  if (scale !== null && !(facts.total < EXACT)) throw new NotHeld("Numbers too large.");
  if (facts.odd > 0) throw new NotHeld("Numbers without end.");
  await requireDense(db, column.table, rowsOf(catalog, column.table));
  const small = scale !== null && facts.most < -NULL_INTEGER;
  const none = small ? String(NULL_INTEGER) : "'NaN'::DOUBLE";
  const sql = `coalesce((${scaled})::DOUBLE, ${none})`;
  return { table: column.table, sql, scale, small, hasNulls: facts.nulls > 0 };
}

interface NumberFacts {
  /** Largest, of numbers without sign, and their sum. */
  most: number;
  total: number;
  nulls: number;
  /** Infinite ones, and what is no number. */
  odd: number;
}

/**
 * Facts of whole numbers that their bounds tell, which DuckDB knows without reading them.
 * @returns null where the bounds leave open whether sums are exact
 */
async function knownFacts(
  db: DuckDBConnection,
  catalog: Catalog,
  { table, field }: ModelColumn,
  scale: number,
): Promise<NumberFacts | null> {
  const counted = catalog.model.tables.find((t) => t.name === table);
  const nulls = counted?.columns?.find((c) => c.field === field)?.nulls;
  if (!counted || nulls === undefined) return null;
  const [bounds] = await boundsOfKeys(db, `main.${quoteName(table)} t`, [`t.${quoteName(field)}`]);
  const [least, most] = [bounds?.least ?? 0, bounds?.most ?? 0].map((text) =>
    Math.round(Number(text) * 10 ** scale),
  ) as [number, number];
  const count = counted.rows - nulls;
  const largest = Math.max(Math.abs(least), Math.abs(most));
  const smallest = least > 0 ? least : most < 0 ? -most : 0;
  if (largest * count < EXACT) return { most: largest, total: largest * count, nulls, odd: 0 };
  if (smallest * count > EXACT) return { most: largest, total: smallest * count, nulls, odd: 0 };
  return null;
}

async function scannedFacts(db: DuckDBConnection, table: string, scaled: string): Promise<NumberFacts> {
  const [facts] = await readRows(
    db,
    `SELECT coalesce(max(abs(x)), 0)::DOUBLE AS most, coalesce(sum(abs(x)), 0)::DOUBLE AS total,
      (count(*) - count(x))::DOUBLE AS nulls, (count(*) FILTER (WHERE NOT isfinite(x)))::DOUBLE AS odd
      FROM (SELECT (${scaled})::DOUBLE AS x FROM main.${quoteName(table)} t)`,
  );
  const fact = (name: string) => Number(facts?.[name]);
  return { most: fact("most"), total: fact("total"), nulls: fact("nulls"), odd: fact("odd") };
}

/** Digits behind the point that a column of numbers has; null for doubles, and for those of duals. @throws NotHeld for other types */
export function scaleOf({ sqlType, kind }: Pick<ModelColumn, "sqlType" | "kind">): number | null {
  if (kind === "integer") return 0;
  if (kind === "decimal") return Number(/,\s*(\d+)\)/.exec(sqlType)?.[1] ?? 0);
  if (sqlType === "DOUBLE" || kind === "dual") return null;
  throw new NotHeld(`Numbers of type ${sqlType}.`);
}

async function emptyCodes(db: DuckDBConnection, table: string, rows: number, size: number): Promise<Codes> {
  await requireDense(db, table, rows);
  return codesFor(rows, size);
}

/** Row ids must be the places of rows in an array: a table that rows were deleted from has gaps. */
export async function requireDense(db: DuckDBConnection, table: string, rows: number): Promise<void> {
  const [found] = await readRows(
    db,
    `SELECT count(*)::DOUBLE AS n, coalesce(max(rowid), -1)::DOUBLE AS last, ${quoteText(table)} AS t
     FROM main.${quoteName(table)}`,
  );
  if (Number(found?.n) !== rows || Number(found?.last) !== rows - 1)
    throw new NotHeld(`Rows of "${table}" were deleted.`);
}

/** Shows what a statement gives, chunk by chunk; its columns are numbers without NULL. */
async function eachChunk(
  db: DuckDBConnection,
  select: string,
  take: (chunk: Vectors) => void,
): Promise<void> {
  const result = await db.stream(`SELECT ${select}`);
  for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk())
    take(new Vectors(chunk.chunk));
}
