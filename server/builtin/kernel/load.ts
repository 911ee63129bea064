import type { DuckDBConnection } from "@duckdb/node-api";
import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import { readCells } from "@/server/builtin/associative/cells";
import { keySql } from "@/server/builtin/associative/columns";
import { readRows } from "@/server/builtin/associative/rows";
import { orderSql } from "@/server/builtin/associative/sorting";
import { Vectors } from "@/server/builtin/associative/tap";
import type { ModelColumn } from "@/server/builtin/associative/types";
import type { ValueTables } from "@/server/builtin/associative/value-tables";
import { quoteName, quoteText } from "@/server/builtin/script/quoting";
import type { CellValue } from "@/server/platform/model";
import { quickCells } from "./quick-cells";
import {
  type Codes,
  codesFor,
  EXACT,
  type FieldCodes,
  type FieldValues,
  isPlainField,
  NotHeld,
  NULL_INTEGER,
  type Numbers,
  rowsOf,
} from "./tables";

let dictionaries = 0;

/** Numbers the values of a field and reads the numbers of all rows. @throws NotHeld */
export async function loadCodes(
  db: DuckDBConnection,
  catalog: Catalog,
  field: CatalogField,
): Promise<FieldCodes> {
  const dictionary = await sharedDictionary(db, field);
  const [counted] = await readRows(db, `SELECT count(*)::INTEGER AS n FROM ${dictionary}`);
  const size = Number(counted?.n);
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

/** Where a dictionary `alias` has the value of a row `t`. */
export function joinSql(alias: string, field: CatalogField, column: ModelColumn): string {
  return `${alias}.k = ${keySql("t", column, field.kind)}`;
}

/** The values of a field in the order of their codes. @throws NotHeld */
export async function loadValues(db: DuckDBConnection, field: CatalogField): Promise<FieldValues> {
  const dictionary = await sharedDictionary(db, field);
  const cells = (await quickCells(db, dictionary, field.kind)) ?? (await dictionaryCells(db, dictionary));
  return { cells, bytes: valueBytes(cells.length) };
}

/** Values whose codes are from `from` on, and less than `to`. */
export async function dictionaryCells(
  db: DuckDBConnection,
  dictionary: string,
  from = 0,
  to = 2 ** 32 - 1,
): Promise<CellValue[]> {
  const reader = await db.runAndReadAll(
    `SELECT k FROM ${dictionary} WHERE code >= ${from} AND code < ${to} ORDER BY code`,
  );
  return readCells(reader).map(([cell = null]) => cell);
}

/** What the values of a field take as JavaScript values, about. */
export function valueBytes(count: number): number {
  return count * 64;
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
  return small ? new Int32Array(count) : new Float64Array(count);
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
  const value = `t.${quoteName(field.name)}`;
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
  const bound = (of: string) =>
    `round((SELECT ${of}(${quoteName(field)}) FROM main.${quoteName(table)})::DOUBLE * ${10 ** scale})`;
  const [found] = await readRows(db, `SELECT ${bound("min")} AS least, ${bound("max")} AS most`);
  const [least, most] = [Number(found?.least ?? 0), Number(found?.most ?? 0)];
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

/** Digits behind the point that a column of numbers has; null for doubles. @throws NotHeld for other types */
export function scaleOf({ sqlType, kind }: Pick<ModelColumn, "sqlType" | "kind">): number | null {
  if (kind === "integer") return 0;
  if (kind === "decimal") return Number(/,\s*(\d+)\)/.exec(sqlType)?.[1] ?? 0);
  if (sqlType === "DOUBLE") return null;
  throw new NotHeld(`Numbers of type ${sqlType}.`);
}

/**
 * Runs `work` with a temp table of the field's values: `k` (as compared) and `code`.
 * @param known where the values may be already
 */
export async function withDictionary<T>(
  db: DuckDBConnection,
  field: CatalogField,
  work: (table: string) => Promise<T>,
  known?: ValueTables,
): Promise<T> {
  const name = await makeDictionary(db, field, known);
  try {
    return await work(name);
  } finally {
    await db.run(`DROP TABLE ${name}`);
  }
}

const shared = new WeakMap<DuckDBConnection, Map<string, Promise<string>>>();

/** The same for codes and values of a field: to find and sort values is most of the work. It lives as long as the connection, which is that of one batch. */
function sharedDictionary(db: DuckDBConnection, field: CatalogField): Promise<string> {
  const own = shared.get(db) ?? new Map<string, Promise<string>>();
  shared.set(db, own);
  const known = own.get(field.name);
  if (known) return known;
  const made = makeDictionary(db, field);
  own.set(field.name, made);
  made.catch(() => own.delete(field.name));
  return made;
}

async function makeDictionary(
  db: DuckDBConnection,
  field: CatalogField,
  known?: ValueTables,
): Promise<string> {
  if (!isPlainField(field)) throw new NotHeld(`Values of "${field.name}".`);
  const name = `kernel_dictionary_${dictionaries++}`;
  const kept = known?.of(field.name);
  const all = field.columns.map(
    (c) => `SELECT ${keySql("t", c, field.kind)} AS k FROM main.${quoteName(c.table)} t`,
  );
  const values = kept ? [`FROM ${kept}`] : all;
  const order = orderSql({ column: "k", kind: field.kind }, "asc");
  await db.run(`CREATE TEMP TABLE ${name} AS SELECT k, (row_number() OVER (ORDER BY ${order}) - 1)::UINTEGER AS code
    FROM (SELECT DISTINCT k FROM (${values.join(" UNION ALL ")}) WHERE k IS NOT NULL)`);
  return name;
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
