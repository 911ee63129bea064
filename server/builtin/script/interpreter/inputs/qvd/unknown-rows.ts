import type { QvdBlock } from "@/server/builtin/formats/qvd/file";
import type { QvdField } from "@/server/builtin/formats/qvd/header";
import { valuesOfField } from "../../field-values";
import type { Run } from "../../run";
import type { QvdColumn } from "./column";
import type { ValueTable } from "./value-table";

/** More symbols, known values, or a wider span of numbers are left to SQL: memory. */
const MOST_SYMBOLS = { numbers: 2 ** 23, texts: 2 ** 19 };
const MOST_KNOWN = 200_000;
const MOST_SPAN = 2 ** 27;
const TWO_32 = 2 ** 32;
/** The upper half of whole numbers that a double keeps. */
const UPPER = 2 ** 21;
const NONE = -1;

/** Rows that stay: those whose value of a field is not known yet, of equal ones the first; and those without one. */
export interface UnknownRows {
  field: QvdField;
  /** 1 for each symbol whose value is known. */
  known: Uint8Array;
}

/**
 * What `WHERE NOT Exists(name)` lets through, for a LOAD that adds the field itself.
 * @returns null where values have to be compared as SQL does it
 */
export async function unknownRows(
  run: Run,
  name: string,
  field: QvdField,
  { tables, type }: QvdColumn,
): Promise<UnknownRows | null> {
  const [table, ...others] = tables;
  const sql = COMPARED[type.kind];
  if (!table || !sql || sql.type !== table.type || others.length > 0 || table.absent) return null;
  const keys = keysOf(table, field.symbols);
  if (!keys || repeat(keys)) return null;
  const known = new Uint8Array(field.symbols);
  const there = valuesOfField(run, name);
  if (!there) return { field, known };
  if (there.value.type.kind !== type.kind) return null;
  const rows = await run.db.rows(
    `SELECT DISTINCT ${sql.key} AS k FROM (${there.sql}) WHERE ${sql.where} LIMIT ${MOST_KNOWN + 1}`,
  );
  if (rows.length > MOST_KNOWN) return null;
  mark(keys, new Set(rows.map(([key]) => key)), known);
  return { field, known };
}

/** Values as they are compared in SQL and here, of kinds that have one way to be equal. */
const COMPARED: Readonly<Record<string, { type: ValueTable["type"]; key: string; where: string }>> = {
  integer: { type: "BIGINT", key: "v::DOUBLE", where: `abs(v::HUGEINT) < ${2 ** 53}` },
  date: { type: "DATE", key: "date_diff('day', DATE '1970-01-01', v)::DOUBLE", where: "isfinite(v)" },
  text: { type: "VARCHAR", key: "v", where: "v IS NOT NULL" },
};

type Keys = Float64Array | string[];

function keysOf({ type, words, starts }: ValueTable, count: number): Keys | null {
  if (type === "VARCHAR") {
    if (!starts || count > MOST_SYMBOLS.texts) return null;
    const bytes = Buffer.from(words.buffer, words.byteOffset, words.byteLength);
    return Array.from(starts, (start) => {
      const at = (start + 1) * 4;
      return bytes.toString("utf8", at, at + (words[start] as number));
    });
  }
  if (count > MOST_SYMBOLS.numbers) return null;
  if (type === "DATE") return Float64Array.from(words);
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const upper = words[i * 2 + 1] as number;
    if (upper >= UPPER || upper < -UPPER) return null;
    keys[i] = upper * TWO_32 + ((words[i * 2] as number) >>> 0);
  }
  return keys;
}

/** Whether several symbols have the same value, or too much memory would be needed to tell. */
function repeat(keys: Keys): boolean {
  if (Array.isArray(keys)) return new Set(keys).size < keys.length;
  const [least, most] = boundsOf(keys);
  if (!(most - least < MOST_SPAN)) return keys.length > 0;
  const seen = new Uint8Array(((most - least) >>> 3) + 1);
  for (const key of keys) {
    const at = key - least;
    const bit = 1 << (at & 7);
    const byte = seen[at >>> 3] as number;
    if (byte & bit) return true;
    seen[at >>> 3] = byte | bit;
  }
  return false;
}

function mark(keys: Keys, values: ReadonlySet<unknown>, known: Uint8Array): void {
  const [least, most] = Array.isArray(keys) ? [] : boundsOf(values as ReadonlySet<number>);
  for (let code = 0; code < keys.length; code++) {
    const key = keys[code] as string | number;
    if (least !== undefined && most !== undefined && (Number(key) < least || Number(key) > most)) continue;
    if (values.has(key)) known[code] = 1;
  }
}

function boundsOf(values: Iterable<number>): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/** Takes the rows that stay out of blocks, one after the other. */
export class UnknownFilter {
  private readonly seen: Uint8Array;
  private rows = new Int32Array(0);

  constructor({ known }: UnknownRows) {
    this.seen = known.slice();
  }

  /** Moves the codes of rows that stay to the front. @param own codes of the field @returns how many stay */
  keep({ records, codes }: QvdBlock, own: Int32Array): number {
    if (this.rows.length < records) this.rows = new Int32Array(records);
    const { rows, seen } = this;
    let kept = 0;
    for (let row = 0; row < records; row++) {
      const code = own[row] as number;
      if (code > NONE) {
        if (seen[code] === 1) continue;
        seen[code] = 1;
      }
      rows[kept++] = row;
    }
    if (kept < records) for (const column of codes) moveToFront(column, rows, kept);
    return kept;
  }
}

function moveToFront(column: Int32Array, rows: Int32Array, kept: number): void {
  for (let i = 0; i < kept; i++) column[i] = column[rows[i] as number] as number;
}
