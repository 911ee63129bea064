import { rm } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import { readRows } from "@/server/builtin/associative/rows";
import { eachVector, type Vectors } from "@/server/builtin/associative/tap";
import type { ValueTables } from "@/server/builtin/associative/value-tables";
import { quoteName } from "@/server/builtin/script/quoting";
import { ColumnFile, PackedColumn } from "./column-file";
import { dictionaryCells, numbersPlan, requireDense, withDictionary } from "./load";
import { lookupOf } from "./lookup";
import { RUN_ROWS } from "./packing";
import type { Description, Place } from "./saved";
import { isPlainField, isSimple, NotHeld, NULL_INTEGER, rowsOf } from "./tables";

/** Keys with more values than this are read from the generation when asked for; … */
const MOST_KEYS = 1_000_000;
/** … and other fields with more than this: seldom a list box, and dear to sort. */
export const MOST_VALUES = 200_000;
/** Fields that differ in nearly every row, from this many values on, neither. */
const MOST_IDS = 10_000;
/** Numbers of fields with up to this many values are made of their codes. */
const FEW_VALUES = 65_536;

/** One column to be written. */
interface SavedColumn {
  table: string;
  /** What is looked at of a row `t`. */
  sql: string;
  packed: PackedColumn;
  /** Packs some rows, in the order of the table. */
  take(chunk: Vectors, column: number, first: number): void;
}

export interface SaveOptions {
  signal?: AbortSignal;
  /** Values of fields that are known already. */
  values?: ValueTables;
}

/**
 * Writes the code tables of a finished generation to `path`, each table in one scan.
 * @returns bytes written; 0, and no file, for models the kernel leaves to SQL
 */
export async function saveCodes(
  db: DuckDBConnection,
  catalog: Catalog,
  path: string,
  options: SaveOptions = {},
): Promise<number> {
  if (!isSimple(catalog)) return 0;
  const file = new ColumnFile(path);
  try {
    const described: Description = { fields: {}, numbers: {} };
    const work = async (dictionaries: Map<CatalogField, string>) => {
      const columns: SavedColumn[] = [];
      for (const [field, name] of dictionaries)
        columns.push(...(await planCodes(db, catalog, field, name, file, described)));
      for (const { name } of catalog.model.fields) {
        const planned = await planNumbers(db, catalog, name, file, described);
        if (planned) columns.push(planned);
      }
      for (const { name } of catalog.model.tables) {
        const own = columns.filter((c) => c.table === name);
        if (own.length > 0) await writeColumns(db, name, rowsOf(catalog, name), own, options);
      }
    };
    await withDictionaries(db, plainFields(catalog), work, options.values);
    return file.end(described);
  } catch (error) {
    await rm(path, { force: true });
    if (error instanceof NotHeld) return 0;
    throw error;
  } finally {
    file.close();
  }
}

function plainFields(catalog: Catalog): CatalogField[] {
  return catalog.model.fields.flatMap(({ name, distinct }) => {
    const field = catalog.field(name);
    return field && isPlainField(field) && isWorthIt(catalog, field, distinct) ? [field] : [];
  });
}

function isWorthIt(catalog: Catalog, field: CatalogField, distinct: number): boolean {
  const [column, ...others] = field.columns;
  if (!column || others.length > 0) return distinct <= MOST_KEYS;
  if (distinct > MOST_IDS && distinct * 2 > rowsOf(catalog, column.table)) return false;
  return distinct <= (isNumeric(field) ? FEW_VALUES : MOST_VALUES);
}

function isNumeric({ kind }: CatalogField): boolean {
  return kind === "integer" || kind === "decimal" || kind === "number";
}

async function withDictionaries<T>(
  db: DuckDBConnection,
  fields: readonly CatalogField[],
  work: (names: Map<CatalogField, string>) => Promise<T>,
  values: ValueTables | undefined,
  made = new Map<CatalogField, string>(),
): Promise<T> {
  const [field, ...others] = fields;
  if (!field) return work(made);
  const next = (name: string) => withDictionaries(db, others, work, values, made.set(field, name));
  return withDictionary(db, field, next, values);
}

async function planCodes(
  db: DuckDBConnection,
  catalog: Catalog,
  field: CatalogField,
  dictionary: string,
  file: ColumnFile,
  described: Description,
): Promise<SavedColumn[]> {
  const [counted] = await readRows(db, `SELECT count(*)::INTEGER AS n FROM ${dictionary}`);
  const size = Number(counted?.n);
  const values = size <= MOST_VALUES ? await writeValues(db, dictionary, size, file) : null;
  const columns: SavedColumn[] = [];
  const rows: Description["fields"][string]["rows"] = {};
  for (const column of field.columns) {
    const packed = new PackedColumn(file, rowsOf(catalog, column.table));
    const lookup = await lookupOf(db, { name: dictionary, size, kind: field.kind }, column);
    const take = (chunk: Vectors, at: number, first: number) => {
      lookup.codes(chunk, at, scratch);
      packed.takeCodes(first, scratch, chunk.rows, size);
    };
    columns.push({ table: column.table, sql: lookup.sql, packed, take });
    rows[column.table] = packed.pieces;
  }
  described.fields[field.name] = { size, values, rows };
  return columns;
}

const scratch = new Uint32Array(RUN_ROWS);

/** Values turned into text at once. */
const VALUES_AT_ONCE = 10_000;

async function writeValues(
  db: DuckDBConnection,
  dictionary: string,
  size: number,
  file: ColumnFile,
): Promise<Place> {
  const parts: Buffer[] = [];
  for (let from = 0; from < size; from += VALUES_AT_ONCE) {
    const cells = await dictionaryCells(db, dictionary, from, from + VALUES_AT_ONCE);
    parts.push(Buffer.from(`${from > 0 ? "," : ""}${JSON.stringify(cells).slice(1, -1)}`));
  }
  return file.append(Buffer.concat([Buffer.from("["), ...parts, Buffer.from("]")]));
}

async function planNumbers(
  db: DuckDBConnection,
  catalog: Catalog,
  name: string,
  file: ColumnFile,
  described: Description,
): Promise<SavedColumn | null> {
  const field = catalog.field(name);
  if (!field || !isNumeric(field) || field.columns.length > 1 || described.fields[name]) return null;
  try {
    const { table, sql, scale, small, hasNulls } = await numbersPlan(db, catalog, field);
    const packed = new PackedColumn(file, rowsOf(catalog, table));
    described.numbers[name] = { rows: packed.pieces, small, scale, hasNulls };
    if (!small)
      return {
        table,
        sql: `(${sql})::DOUBLE`,
        packed,
        take: (chunk, column, first) => packed.takeDoubles(first, chunk.words(column, 8)),
      };
    const take = (chunk: Vectors, column: number, first: number) => {
      const words = chunk.words(column, 4);
      for (let i = 0; i < words.length; i++) scratch[i] = (words[i] as number) ^ NULL_INTEGER;
      packed.takeNumbers(first, scratch, chunk.rows, hasNulls);
    };
    return { table, sql: `(${sql})::INTEGER`, packed, take };
  } catch (error) {
    if (error instanceof NotHeld) return null;
    throw error;
  }
}

/** Some rows of a table at a time, in whatever order they come. */
async function writeColumns(
  db: DuckDBConnection,
  table: string,
  rows: number,
  columns: readonly SavedColumn[],
  { signal }: SaveOptions,
): Promise<void> {
  await requireDense(db, table, rows);
  const selected = ["t.rowid", ...columns.map((c) => c.sql)];
  const take = (chunk: Vectors) => {
    signal?.throwIfAborted();
    const first = firstOfRun(chunk.words(0, 8));
    for (const [i, column] of columns.entries()) column.take(chunk, i + 1, first);
  };
  await eachVector(db, `main.${quoteName(table)} t`, selected, take, rows);
  for (const { packed } of columns) packed.end();
}

/**
 * The first of some rows that follow each other.
 * @param ids of 64 bits each
 */
function firstOfRun(ids: Uint32Array): number {
  const first = ids[0] ?? 0;
  for (let i = 0; i < ids.length; i += 2)
    if (ids[i] !== first + i / 2) throw new NotHeld("Rows do not follow each other.");
  return first;
}
