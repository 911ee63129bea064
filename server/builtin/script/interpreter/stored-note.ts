import { QvdFile } from "@/server/builtin/formats/qvd/file";
import { asDouble } from "../convert";
import { showsTime } from "../date-format";
import type { StoredQvd } from "../port";
import { quoteName } from "../quoting";
import { readAs, TYPES, typeOf } from "../types";
import type { ScriptColumn, TableState } from "./catalog";
import { fileMark, settingsMark } from "./file-mark";
import { momentSql } from "./inputs/qvd/dual-formats";
import { type StoredType, storedType } from "./inputs/qvd/stored-type";
import type { Run } from "./run";
import { hidesPlaces } from "./settled";

type Field = StoredQvd["fields"][number];

/**
 * What a later run has to know of a QVD that was just written from all of a table, so that it need not read it.
 * @returns undefined where reading it gives other types or values than the table has
 */
export function storedNote(run: Run, table: TableState, path: string): Promise<StoredQvd | undefined> {
  return orNone(run, () => wholeNote(run, table, path));
}

/** Without a note the file is read by the next run: no reason to give up one that is written. */
async function orNone<T>(run: Run, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    run.host.signal.throwIfAborted();
    return undefined;
  }
}

async function wholeNote(run: Run, table: TableState, path: string): Promise<StoredQvd | undefined> {
  if (table.columns.some((c) => hidesPlaces(c.name))) return undefined;
  const file = await QvdFile.open(path);
  try {
    const fields: Field[] = [];
    for (const [i, column] of table.columns.entries()) {
      const field = file.header.fields[i];
      if (!field) return undefined;
      const type = await storedType(run, field, await file.symbols(field));
      file.keepInstead(field, 0);
      if (!isRead(column, type)) return undefined;
      fields.push(noteOf(column, type.kind, type.format, field, file.header.records));
    }
    if (!(await readsSame(run, table.name, table.columns))) return undefined;
    return await noted(run, table, path, fields);
  } finally {
    await file.close();
  }
}

/**
 * The same of a QVD that rows were added to, as `before` says of what it held.
 * @param added table of the rows that were added @param gone of each field whether it lost values
 */
export function extendedNote(
  run: Run,
  table: TableState,
  path: string,
  from: Extended,
): Promise<StoredQvd | undefined> {
  return orNone(run, () => noteOfExtended(run, table, path, from));
}

interface Extended {
  before: StoredQvd;
  added: string;
  gone: readonly boolean[];
}

async function noteOfExtended(
  run: Run,
  table: TableState,
  path: string,
  from: Extended,
): Promise<StoredQvd | undefined> {
  const { before, added, gone } = from;
  const file = await QvdFile.open(path);
  try {
    const { fields: written, records } = file.header;
    const fields = table.columns.map((column, i) => {
      const [was, field] = [before.fields[i], written[i]];
      const stays =
        was && field && (was.kind === "null") === (field.symbols === 0) && mayStay(was, gone[i] !== false);
      return stays ? noteOf(column, was.kind, was.format, field, records) : undefined;
    });
    const all = fields.filter((f) => f !== undefined);
    if (all.length < fields.length || !(await readsSame(run, added, table.columns))) return undefined;
    return await noted(run, table, path, all);
  } finally {
    await file.close();
  }
}

/** Whether what is left of a field's values and others of its table's type read as they did. */
function mayStay({ kind, format = "" }: Field, gone: boolean): boolean {
  if (!gone) return true;
  // Without some of its texts it may be read as what the others are.
  if (kind === "dual") return false;
  if (kind === "timestamp") return showsTime(format) && /[YMD]/.test(format);
  return kind !== "date" || /[^YMD]/i.test(format);
}

function noteOf(
  { name }: ScriptColumn,
  kind: Field["kind"] | "long",
  format: string | undefined,
  { symbols, bias }: { symbols: number; bias: number },
  records: number,
): Field {
  return {
    name,
    kind: kind === "long" ? "integer" : kind,
    ...(format ? { format } : {}),
    ...(bias === 0 && symbols === records ? { isUnique: true as const } : {}),
  };
}

async function noted(
  run: Run,
  { name, rows }: TableState,
  path: string,
  fields: Field[],
): Promise<StoredQvd | undefined> {
  const mark = await fileMark(path);
  if (mark === undefined) return undefined;
  return { mark, table: name, rows, settings: settingsMark(run.variables.settings), fields };
}

/** Whether a field is read as the type its column is stored in. */
function isRead({ stored, type }: ScriptColumn, { kind }: StoredType): boolean {
  if (kind === "null") return true;
  if (kind === "dual") return type.kind === "dual" && typeOf(stored).kind === "dual";
  return kind !== "long" && type.kind === kind && stored === TYPES[kind].sql;
}

/** Whether every value of a stored table is one that a QVD keeps exactly, and gives back in its own type. */
async function readsSame(run: Run, table: string, columns: readonly ScriptColumn[]): Promise<boolean> {
  const odd = columns.map((column) => {
    const value = readAs(`t.${quoteName(column.name)}`, column.stored);
    const kept = exact(value, column);
    return `count(*) FILTER (WHERE ${value} IS NOT NULL AND NOT coalesce(${kept}, false))`;
  });
  const [row = []] = await run.db.rows(`SELECT ${odd.join(", ")} FROM ${quoteName(table)} AS t`);
  return row.every((n) => Number(n) === 0);
}

/** SQL: the value is kept exactly. */
function exact(value: string, { type }: ScriptColumn): string {
  const n = asDouble({ sql: value, type });
  switch (type.kind) {
    case "integer":
      return `abs(${value}::HUGEINT) < ${2 ** 53}`;
    case "number":
      return isPlain(value);
    case "date":
      return `isfinite(${value}) AND year(${value}) BETWEEN 1 AND 9999`;
    case "timestamp":
      return `isfinite(${value}) AND ${momentSql(n)} = ${value}`;
    case "time":
      return `${n} < 1 AND CAST(${momentSql(n)} AS TIME) = ${value}`;
    case "dual":
      return `(${value}).txt IS NOT NULL AND ((${value}).num IS NULL OR ${isPlain(`(${value}).num`)})`;
    case "text":
    case "null":
      return "true";
    default:
      return "false";
  }
}

/** A number, not minus zero. */
function isPlain(number: string): string {
  return `isfinite(${number}) AND NOT (${number} = 0 AND signbit(${number}))`;
}
