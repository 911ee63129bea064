import { rm } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import { eachVector, firstOfRun, type Vectors } from "@/server/builtin/associative/tap";
import type { ValueTables } from "@/server/builtin/associative/value-tables";
import { quoteName } from "@/server/builtin/script/quoting";
import { ColumnFile, PackedColumn } from "./column-file";
import { dictionaryCells, dictionarySize, makeDictionary } from "./dictionary";
import type { CodesDraft } from "./draft";
import { dualParts } from "./duals";
import type { EarlierCodes } from "./earlier-codes";
import { numbersPlan, requireDense } from "./load";
import { type Dictionary, lookupOf } from "./lookup";
import { orderOf, packedOrder } from "./order-of-codes";
import { RUN_ROWS } from "./packing";
import { quickCells } from "./quick-cells";
import type { Description, Place } from "./saved";
import { hasNumbers, isSimple, NotHeld, NULL_INTEGER, rowsOf } from "./tables";
import { MOST_VALUES, savedFields } from "./worth";

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
  /** The file, begun while the model was described. */
  draft?: CodesDraft | null;
  /** Of a partial reload: what is copied from the file before. */
  earlier?: EarlierCodes;
}

/**
 * Writes the code tables of a finished generation to `path`: what the draft lacks, each table in one scan.
 * @returns bytes written; 0, and no file, for models the kernel leaves to SQL
 */
export async function saveCodes(
  db: DuckDBConnection,
  catalog: Catalog,
  path: string,
  options: SaveOptions = {},
): Promise<number> {
  const { draft } = options;
  const file = draft?.file ?? new ColumnFile(path);
  try {
    if (!isSimple(catalog)) throw new NotHeld("Tables meet by several fields, or in a circle.");
    const writing: Writing = {
      db,
      catalog,
      file,
      draft: draft ?? null,
      earlier: options.earlier ?? null,
      described: { fields: {}, numbers: {} },
    };
    const work = async (dictionaries: Map<CatalogField, string>) => {
      const columns: SavedColumn[] = [];
      for (const [field, name] of dictionaries) columns.push(...(await planCodes(writing, field, name)));
      for (const { name } of catalog.model.fields) {
        const planned = await planNumbers(writing, name);
        if (planned) columns.push(planned);
      }
      draft?.dropOthers();
      await options.earlier?.write(options.signal);
      for (const { name } of catalog.model.tables) {
        const own = columns.filter((c) => c.table === name);
        if (own.length > 0) await writeColumns(db, name, rowsOf(catalog, name), own, options);
      }
    };
    options.earlier?.start(file);
    const fields = savedFields(catalog).filter((field) => {
      const whole = options.earlier?.takeWhole(field);
      if (whole) writing.described.fields[field.name] = whole;
      return !whole;
    });
    await withDictionaries(db, fields, work, options.values);
    return file.end(writing.described);
  } catch (error) {
    await rm(path, { force: true });
    if (error instanceof NotHeld) return 0;
    throw error;
  } finally {
    file.close();
  }
}

/** What is written, and where. */
interface Writing {
  db: DuckDBConnection;
  catalog: Catalog;
  file: ColumnFile;
  draft: CodesDraft | null;
  earlier: EarlierCodes | null;
  described: Description;
}

/** Fields whose values cannot be told apart are left out. */
async function withDictionaries<T>(
  db: DuckDBConnection,
  fields: readonly CatalogField[],
  work: (names: Map<CatalogField, string>) => Promise<T>,
  values: ValueTables | undefined,
): Promise<T> {
  const made = new Map<CatalogField, string>();
  try {
    for (const field of fields) {
      const name = await makeDictionary(db, field, values).catch(unlessNotHeld);
      if (name !== null) made.set(field, name);
    }
    return await work(made);
  } finally {
    for (const name of made.values()) await db.run(`DROP TABLE ${name}`);
  }
}

function unlessNotHeld(error: unknown): null {
  if (error instanceof NotHeld) return null;
  throw error;
}

async function planCodes(writing: Writing, field: CatalogField, dictionary: string): Promise<SavedColumn[]> {
  const { db, catalog, file, described } = writing;
  const size = await dictionarySize(db, dictionary);
  const values = size <= MOST_VALUES ? await writeValues(db, field, dictionary, size, file) : null;
  const known = { name: dictionary, size, kind: field.kind };
  const drafted =
    (await writing.earlier?.takeGrown(field, known)) ?? (await draftedCodes(writing, field, known));
  if (drafted) {
    described.fields[field.name] = { size, values, ...drafted };
    return [];
  }
  const columns: SavedColumn[] = [];
  const rows: Description["fields"][string]["rows"] = {};
  for (const column of field.columns) {
    const packed = new PackedColumn(file, rowsOf(catalog, column.table));
    const lookup = await lookupOf(db, known, column);
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

/** Rows that are in the file already, and what makes their numbers codes. */
async function draftedCodes(
  { db, draft, file }: Writing,
  field: CatalogField,
  dictionary: Dictionary,
): Promise<Pick<Description["fields"][string], "rows" | "order" | "part"> | null> {
  const [column] = field.columns;
  const drafted = draft?.take(field.name);
  if (!column || !drafted) return null;
  const order = await orderOf(db, dictionary, column, drafted.meaning);
  if (!order) {
    drafted.drop();
    return null;
  }
  const place = file.append(packedOrder(order));
  const { packed, part } = drafted;
  return {
    rows: { [column.table]: packed.pieces },
    order: { [column.table]: place },
    ...(part ? { part: { [column.table]: part } } : {}),
  };
}

const scratch = new Uint32Array(RUN_ROWS);

/** Values turned into text at once. */
const VALUES_AT_ONCE = 10_000;

async function writeValues(
  db: DuckDBConnection,
  { kind }: CatalogField,
  dictionary: string,
  size: number,
  file: ColumnFile,
): Promise<Place> {
  const quick = await quickCells(db, dictionary, size, kind);
  if (quick) return file.append(Buffer.from(JSON.stringify(quick)));
  const read = kind === "dual" ? dualParts : dictionaryCells;
  const parts: Buffer[] = [];
  for (let from = 0; from < size; from += VALUES_AT_ONCE) {
    const cells = await read(db, dictionary, from, from + VALUES_AT_ONCE);
    parts.push(Buffer.from(`${from > 0 ? "," : ""}${JSON.stringify(cells).slice(1, -1)}`));
  }
  return file.append(Buffer.concat([Buffer.from("["), ...parts, Buffer.from("]")]));
}

async function planNumbers(writing: Writing, name: string): Promise<SavedColumn | null> {
  const { db, catalog, file, draft, described } = writing;
  const field = catalog.field(name);
  if (!field || !hasNumbers(field) || field.columns.length > 1 || described.fields[name]) return null;
  try {
    const plan = await numbersPlan(db, catalog, field);
    const { table, sql, scale, small, hasNulls } = plan;
    const copied = await writing.earlier?.takeNumbers(name, plan);
    if (copied) {
      described.numbers[name] = copied;
      return null;
    }
    const drafted = small ? draft?.take(name) : undefined;
    if (drafted?.meaning.kind === "distance") {
      const base = Number(drafted.meaning.least);
      const { packed, part } = drafted;
      described.numbers[name] = {
        rows: packed.pieces,
        small,
        scale,
        hasNulls,
        base,
        ...(part ? { part } : {}),
      };
      return null;
    }
    drafted?.drop();
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
  const selected = ["t.rowid::UINTEGER", ...columns.map((c) => c.sql)];
  const take = (chunk: Vectors) => {
    signal?.throwIfAborted();
    const first = firstOfRun(chunk.words(0, 4));
    if (first === null) throw new NotHeld("Rows do not follow each other.");
    for (const [i, column] of columns.entries()) column.take(chunk, i + 1, first);
  };
  await eachVector(db, `main.${quoteName(table)} t`, selected, take, rows);
  for (const { packed } of columns) packed.end();
}
