import { noFacts } from "@/server/builtin/formats/qvd/facts";
import { QvdFile } from "@/server/builtin/formats/qvd/file";
import type { QvdField } from "@/server/builtin/formats/qvd/header";
import { symbolPieces } from "@/server/builtin/formats/qvd/symbol-pieces";
import { showsTime } from "../date-format";
import type { StoredQvd } from "../port";
import { TYPES, typeOf } from "../types";
import type { ScriptColumn, TableState } from "./catalog";
import { settingsMark } from "./file-mark";
import { ofNumbers, type StoredType, storedType } from "./inputs/qvd/stored-type";
import { readsSame } from "./kept-exactly";
import type { Run } from "./run";
import { hidesPlaces } from "./settled";

type Field = StoredQvd["fields"][number];

/** What is known of a file before it has its name. */
export type StoredNote = Omit<StoredQvd, "mark">;

/**
 * What a later run has to know of a QVD that was just written from all of a table, so that it need not read it.
 * @returns undefined where reading it gives other types or values than the table has
 */
export function storedNote(run: Run, table: TableState, path: string): Promise<StoredNote | undefined> {
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

async function wholeNote(run: Run, table: TableState, path: string): Promise<StoredNote | undefined> {
  if (table.columns.some((c) => hidesPlaces(c.name))) return undefined;
  const file = await QvdFile.open(path);
  try {
    const fields: Field[] = [];
    for (const [i, column] of table.columns.entries()) {
      const field = file.header.fields[i];
      if (!field) return undefined;
      const type = await readType(run, file, field, column);
      if (!type || !isRead(column, type)) return undefined;
      fields.push(noteOf(column, type.kind, type.format, field, file.header.records));
    }
    if (!(await readsSame(run, table.name, table.columns))) return undefined;
    return noted(run, table, fields);
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
): Promise<StoredNote | undefined> {
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
): Promise<StoredNote | undefined> {
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
    return noted(run, table, all);
  } finally {
    await file.close();
  }
}

/** Whether what is left of a field's values and others of its table's type read as they did. */
function mayStay({ kind, format = "" }: Field, gone: boolean): boolean {
  if (!gone) return true;
  // Without some of its texts it may be read as what the others are.
  if (kind === "dual") return false;
  if (kind === "timestamp") return isSureMoment(format);
  return kind !== "date" || isSureDate(format);
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

function noted(run: Run, { name, rows }: TableState, fields: Field[]): StoredNote {
  return { table: name, rows, settings: settingsMark(run.variables.settings), fields };
}

/**
 * What reading makes of a column's values. Of native types the way they are written tells, where all are kept exactly;
 * duals are looked at.
 */
async function readType(
  run: Run,
  file: QvdFile,
  field: QvdField,
  { type }: ScriptColumn,
): Promise<StoredType | undefined> {
  const { format } = field.format;
  if (field.symbols === 0) return { kind: "null" };
  switch (type.kind) {
    case "boolean":
    case "decimal":
      return undefined;
    case "integer":
    case "number":
      return ofNumbers(
        { ...noFacts(), whole: type.kind === "integer" },
        field.format,
        run.variables.settings,
      );
    case "text":
      return { kind: "text" };
    case "date":
      if (isSureDate(format)) return { kind: "date", format };
      break;
    case "timestamp":
      if (isSureMoment(format)) return { kind: "timestamp", format };
  }
  return storedType(run, field, () => symbolPieces(file, field));
}

/** Whether a day is read as one from its text, whatever day it is: no such text is a number. */
function isSureDate(format: string): boolean {
  return /[YMD]/.test(format) && /[^YMD]/i.test(format) && !showsTime(format);
}

function isSureMoment(format: string): boolean {
  return /[YMD]/.test(format) && format.includes(":") && showsTime(format);
}

/** Whether a field is read as the type its column is stored in. */
function isRead({ stored, type }: ScriptColumn, { kind }: StoredType): boolean {
  if (kind === "null") return true;
  if (kind === "dual") return type.kind === "dual" && typeOf(stored).kind === "dual";
  return kind !== "long" && type.kind === kind && stored === TYPES[kind].sql;
}
