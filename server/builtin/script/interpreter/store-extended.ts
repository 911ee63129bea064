import { Vectors } from "@/server/builtin/associative/tap";
import type { QvdValues } from "@/server/builtin/formats/qvd/encode-symbol";
import { type AddedValues, extendQvd } from "@/server/builtin/formats/qvd/extend";
import { QvdFile } from "@/server/builtin/formats/qvd/file";
import { NULL_SHIFT } from "@/server/builtin/formats/qvd/writer";
import { quoteName } from "../quoting";
import { orderedRows, ranked, ranksOf } from "../row-order";
import type { ScriptColumn, TableBase, TableState } from "./catalog";
import { markOf } from "./file-mark";
import type { Run } from "./run";
import { cannotHold, numberFormat } from "./store-qvd";
import {
  createDictionary,
  type Dictionary,
  dictionaryTables,
  RowCodes,
  rowsSql,
  storable,
  values,
} from "./store-values";
import { extendedNote, type StoredNote } from "./stored-note";
import { streamed } from "./streamed";

/**
 * Writes a table that was taken over from a QVD: the file's own bytes, and what came to it.
 * @returns null where it has to be written as a whole; else what is to be noted of it
 */
export async function storeExtended(
  run: Run,
  table: TableState,
  target: string,
): Promise<{ note: StoredNote | undefined } | null> {
  const { base } = table;
  if (!base) return null;
  // Whoever stores there meanwhile gives the path to another file; this one stays as it is while it is open.
  const file = await QvdFile.open(base.path).catch(() => null);
  if (!file) return null;
  try {
    const isSame = markOf(await file.stat()) === base.stored.mark;
    return isSame && hasFormats(run, file, table.columns)
      ? await extended(run, table, { base, file, target })
      : null;
  } finally {
    await file.close();
  }
}

async function extended(
  run: Run,
  table: TableState,
  { base, file, target }: { base: TableBase; file: QvdFile; target: string },
): Promise<{ note: StoredNote | undefined } | null> {
  const temporary: string[] = [];
  try {
    const added = await addedRows(run, table, base, temporary);
    const fields = await addedValues(run, table, { base, added: added.table }, temporary);
    // A file holds zero once: which one is told by all of a field's rows.
    if (fields.some(({ values: { numbers } }) => numbers.some((n) => Object.is(n, -0)))) return null;
    const extension = {
      tableName: table.name,
      createdUtc: run.host.now.toISOString().slice(0, 19).replace("T", " "),
      leftOut: ranksOf(base.order, base.written?.places ?? new Int32Array(0)).sort(),
      added: added.rows,
      at: base.at,
      fields,
    };
    if (!(await extendQvd(file, target, extension))) return null;
    const gone = fields.map((field) => field.gone.numbers.length > 0);
    return {
      note: await extendedNote(run, table, target, { before: base.stored, added: added.table, gone }),
    };
  } finally {
    await run.db.dropTemporary(...temporary);
  }
}

/** Whether the file shows its fields as it would if it were written now. */
function hasFormats(run: Run, file: QvdFile, columns: readonly ScriptColumn[]): boolean {
  const { settings } = run.variables;
  return columns.every((column, i) => {
    const field = file.header.fields[i];
    return (
      field?.name === column.name &&
      JSON.stringify(field.format) === JSON.stringify(numberFormat(column, settings))
    );
  });
}

/** A temporary table of the rows the file does not have, in load order. */
async function addedRows(
  run: Run,
  table: TableState,
  { written, rows }: TableBase,
  temporary: string[],
): Promise<{ table: string; rows: number }> {
  const made = run.db.temporaryName();
  temporary.push(made);
  const places = written?.places ?? [];
  const { join, rank } = ranked("t.place", table.order);
  const own = `SELECT ${table.columns.map((c, i) => `${quoteName(c.name)} AS c${i}`).join(", ")}, rowid AS place FROM main.${quoteName(table.name)} WHERE rowid`;
  const over = places.length > 0 ? ` UNION ALL ${own} IN (SELECT unnest([${places.join()}]))` : "";
  const list = table.columns.map((c, i) => `t.c${i} AS ${quoteName(c.name)}`).join(", ");
  await run.db.run(
    `CREATE TEMP TABLE ${quoteName(made)} AS SELECT ${list} FROM (${own} >= ${rows}${over}) AS t${join} ORDER BY ${rank}`,
  );
  return { table: made, rows: table.rows - rows + places.length };
}

async function addedValues(
  run: Run,
  table: TableState,
  { base, added }: { base: TableBase; added: string },
  temporary: string[],
): Promise<AddedValues[]> {
  const dictionaries: Dictionary[] = [];
  for (const column of table.columns) {
    const dictionary = await createDictionary(run, orderedRows(added, undefined), column, { isSmall: true });
    temporary.push(...dictionaryTables([dictionary]));
    dictionaries.push(dictionary);
  }
  const codes = await codesOfRows(run, added, dictionaries);
  const fields: AddedValues[] = [];
  for (const [i, column] of table.columns.entries()) {
    const dictionary = dictionaries[i];
    if (!dictionary) continue;
    const found = await allValues(run, dictionary).catch((error: unknown) => {
      throw error instanceof RangeError ? cannotHold(column.name, error) : error;
    });
    const gone = await goneValues(run, table, { base, column }, temporary);
    fields.push({ name: column.name, values: found, codes: codes[i] ?? new Int32Array(0), gone });
  }
  return fields;
}

/** Of each dictionary the rows' codes, -1 for NULL. */
async function codesOfRows(run: Run, added: string, dictionaries: Dictionary[]): Promise<Int32Array[]> {
  const rows = await run.db.count(quoteName(added));
  const codes = dictionaries.map(() => new Int32Array(rows));
  const coded = new RowCodes(dictionaries);
  let first = 0;
  for await (const { chunk, rowCount } of streamed(
    run,
    rowsSql(orderedRows(added, undefined), dictionaries),
  )) {
    for (const [i, stored] of coded.of(new Vectors(chunk)).entries()) {
      const shift = dictionaries[i]?.nullable ? NULL_SHIFT : 0;
      const into = codes[i] as Int32Array;
      for (let row = 0; row < rowCount; row++)
        into[first + row] = Math.max((stored[row] as number) - shift, -1);
    }
    first += rowCount;
  }
  return codes;
}

async function allValues(run: Run, dictionary: Dictionary): Promise<QvdValues> {
  const numbers: (number | null)[] = [];
  const texts: (string | null)[] = [];
  for await (const part of values(run, dictionary)) {
    for (const number of part.numbers) numbers.push(number);
    for (let i = 0; i < part.numbers.length; i++) texts.push(part.texts?.[i] ?? null);
  }
  return { numbers, texts };
}

/** Values that only rows had that were written over. */
async function goneValues(
  run: Run,
  table: TableState,
  { base, column }: { base: TableBase; column: ScriptColumn },
  temporary: string[],
): Promise<QvdValues> {
  if (!base.written) return { numbers: [], texts: null };
  const made = run.db.temporaryName();
  temporary.push(made);
  const [was, is] = ["t", "n"].map((alias) => storable(`${alias}.${quoteName(column.name)}`, column));
  await run.db.run(
    `CREATE TEMP TABLE ${quoteName(made)} AS SELECT t.${quoteName(column.name)} FROM ${quoteName(base.written.before)} AS t
     WHERE ${was} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${quoteName(table.name)} AS n WHERE ${is} = ${was})`,
  );
  const dictionary = await createDictionary(run, orderedRows(made, undefined), column, { isSmall: true });
  temporary.push(...dictionaryTables([dictionary]));
  return allValues(run, dictionary);
}
