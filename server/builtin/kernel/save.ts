import { open, rm } from "node:fs/promises";
import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import { ahead, blockStarts } from "@/server/builtin/associative/ahead";
import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import { keySql } from "@/server/builtin/associative/columns";
import { readRows } from "@/server/builtin/associative/rows";
import type { ValueTables } from "@/server/builtin/associative/value-tables";
import { quoteName } from "@/server/builtin/script/quoting";
import { ColumnFile, type ColumnPlace } from "./column-file";
import { dictionaryCells, joinSql, numbersPlan, requireDense, withDictionary } from "./load";
import { CodeLookup, vectorBytes, vectorValidity } from "./lookup";
import type { Description, Place } from "./saved";
import { codesFor, isPlainField, isSimple, NotHeld, rowsOf } from "./tables";

/** Keys with more values than this are read from the generation when asked for; … */
const MOST_KEYS = 1_000_000;
/** … and other fields with more than this: seldom a list box, and dear to sort. */
export const MOST_VALUES = 200_000;
/** Fields that differ in nearly every row, from this many values on, neither. */
const MOST_IDS = 10_000;
/** Numbers of fields with up to this many values are made of their codes. */
const FEW_VALUES = 65_536;

/** One column to be written: its SQL gives a number per row, never NULL. */
interface SavedColumn {
  table: string;
  sql: string;
  /** LEFT JOIN of its dictionary; none for numbers, and where the codes are looked up. */
  join: string;
  /** Then the SQL gives the values themselves, NULL or not. */
  lookup?: CodeLookup;
  place: ColumnPlace;
}

export interface SaveOptions {
  signal?: AbortSignal;
  /** Bytes of columns collected before they are written. */
  bufferBytes?: number;
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
  const handle = await open(path, "wx", 0o600);
  try {
    const file = new ColumnFile(handle);
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
    return await file.end(described);
  } catch (error) {
    await rm(path, { force: true });
    if (error instanceof NotHeld) return 0;
    throw error;
  } finally {
    await handle.close();
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
  const width = codesFor(0, size).BYTES_PER_ELEMENT;
  const columns: SavedColumn[] = [];
  for (const column of field.columns) {
    const place = file.reserve(rowsOf(catalog, column.table), width);
    const lookup = await CodeLookup.of(db, dictionary, column, size);
    columns.push({
      table: column.table,
      place,
      ...(lookup
        ? { sql: keySql("t", column, field.kind), join: "", lookup }
        : {
            sql: `coalesce(${dictionary}.code, ${size})`,
            join: `LEFT JOIN ${dictionary} ON ${joinSql(dictionary, field, column)}`,
          }),
    });
  }
  const rows = Object.fromEntries(columns.map(({ table, place }) => [table, place.place]));
  described.fields[field.name] = { size, values, rows };
  return columns;
}

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
    const place = file.reserve(rowsOf(catalog, table), small ? "int32" : "double");
    described.numbers[name] = { ...place.place, small, scale, hasNulls };
    return { table, sql, join: "", place };
  } catch (error) {
    if (error instanceof NotHeld) return null;
    throw error;
  }
}

/** DuckDB's type of what is written, by its width in the file. */
const TYPES = { 1: "UTINYINT", 2: "USMALLINT", 4: "UINTEGER", int32: "INTEGER", double: "DOUBLE" } as const;

/** Rows of one of DuckDB's row groups: what is read from a multiple of it begins with a group. */
const GROUP_ROWS = 122_880;
const BUFFER_BYTES = 4 * 1024 * 1024;

/** Some rows of a table at a time, in whatever order they come. */
async function writeColumns(
  db: DuckDBConnection,
  table: string,
  rows: number,
  columns: readonly SavedColumn[],
  { signal, bufferBytes = BUFFER_BYTES }: SaveOptions,
): Promise<void> {
  await requireDense(db, table, rows);
  const selected = columns.map((c) => (c.lookup ? c.sql : `(${c.sql})::${TYPES[c.place.kind]}`));
  const joins = columns.map((c) => c.join).join(" ");
  const width = columns.reduce((sum, c) => sum + c.place.width, 0);
  const step = GROUP_ROWS * Math.max(1, Math.floor(bufferBytes / width / GROUP_ROWS));
  const blocks = columns.map(({ place }) => new Uint8Array(Math.min(step, rows) * place.width));
  const starts = blockStarts(rows, step);
  const results = ahead(starts, (base) =>
    db.run(
      `SELECT t.rowid::UINTEGER, ${selected.join(", ")} FROM main.${quoteName(table)} t ${joins}
       WHERE t.rowid BETWEEN ${base} AND ${base + step - 1}`,
    ),
  );
  let base = 0;
  for await (const result of results) {
    const count = Math.min(step, rows - base);
    let found = 0;
    signal?.throwIfAborted();
    for (let i = 0; i < result.chunkCount; i++) {
      const chunk = result.getChunk(i);
      found += chunk.rowCount;
      takeChunk(chunk, base, columns, blocks);
    }
    if (found !== count) throw new NotHeld(`Rows of "${table}" are missing.`);
    for (const [i, { place }] of columns.entries())
      await place.write((blocks[i] ?? new Uint8Array()).subarray(0, count * place.width));
    base += step;
  }
}

function takeChunk(
  chunk: DuckDBDataChunk,
  base: number,
  columns: readonly SavedColumn[],
  blocks: readonly Uint8Array[],
): void {
  const count = chunk.rowCount;
  const ids = vectorBytes(chunk, 0, 4);
  const rows = new Uint32Array(ids.buffer, ids.byteOffset, count);
  const first = rows[0] ?? 0;
  const isRun = isRunFrom(first, rows);
  for (const [i, { place, lookup }] of columns.entries()) {
    const { width } = place;
    const from = lookup
      ? lookup.codes(vectorBytes(chunk, i + 1, lookup.width), vectorValidity(chunk, i + 1), count)
      : vectorBytes(chunk, i + 1, width);
    const to = blocks[i] ?? new Uint8Array();
    if (isRun) to.set(from, (first - base) * width);
    else
      for (const [n, row] of rows.entries())
        to.set(from.subarray(n * width, (n + 1) * width), (row - base) * width);
  }
}

function isRunFrom(first: number, rows: Uint32Array): boolean {
  for (let i = 0; i < rows.length; i++) if (rows[i] !== first + i) return false;
  return true;
}
