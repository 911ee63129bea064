import type { QvdValues } from "../encode-symbol";
import type { Extension } from "../extend";
import type { QvdNumberFormat } from "../header";
import type { Column, Value } from "./columns";

/** A field with the value of each row. */
export interface Rows {
  name: string;
  rows: (Value | null)[];
  format?: QvdNumberFormat;
}

export interface Change {
  leftOut?: number[];
  /** Per field the added rows' values. */
  added?: (Value | null)[][];
  at?: Extension["at"];
}

/** A value as tests write it: a number, a text, both, or NULL. */
export type Plain = number | string | null | [number, string];

export function value(plain: Plain): Value | null {
  if (plain === null) return null;
  if (Array.isArray(plain)) return { number: plain[0], text: plain[1] };
  return typeof plain === "number" ? { number: plain, text: null } : { number: null, text: plain };
}

export function rowsOf(plain: Plain[], name = "F"): Rows {
  return { name, rows: plain.map(value) };
}

export function upTo(count: number, of: (i: number) => Plain = (i) => i): Plain[] {
  return Array.from({ length: count }, (_, i) => of(i));
}

export function text(i: number): string {
  return `text ${i}`;
}

const keyOf = ({ number, text }: Value) => `${Object.is(number, -0) ? "-0" : number} ${text ?? "\0"}`;

/** Different values in the order they first appear, and for each row the number of its own. */
function numbered(rows: readonly (Value | null)[]): { values: Value[]; records: (number | null)[] } {
  const numbers = new Map<string, number>();
  const values: Value[] = [];
  const records = rows.map((value) => {
    if (value === null) return null;
    const key = keyOf(value);
    if (!numbers.has(key)) numbers.set(key, values.push(value) - 1);
    return numbers.get(key) ?? null;
  });
  return { values, records };
}

export function columnOf({ rows, ...about }: Rows): Column {
  return { ...about, ...numbered(rows) };
}

/** The rows there are after a change, as told without the code under test. */
export function changed(table: readonly Rows[], { leftOut = [], added, at }: Change): Rows[] {
  const out = new Set(leftOut);
  return table.map(({ rows, ...about }, i) => {
    const kept = rows.filter((_, row) => !out.has(row));
    const more = added?.[i] ?? [];
    return { ...about, rows: at === "front" ? [...more, ...kept] : [...kept, ...more] };
  });
}

export function extensionOf(table: readonly Rows[], change: Change): Extension {
  const { leftOut = [], added, at = "behind" } = change;
  const after = changed(table, change);
  return {
    tableName: "Next",
    createdUtc: "2026-02-03 04:05:06",
    leftOut: Int32Array.from(leftOut),
    added: added?.[0]?.length ?? 0,
    at,
    fields: table.map(({ name, rows }, i) => {
      const { values, records } = numbered(added?.[i] ?? []);
      const left = new Set(after[i]?.rows.map((value) => value && keyOf(value)));
      const gone = numbered(rows).values.filter((value) => !left.has(keyOf(value)));
      return {
        name,
        values: asQvdValues(values),
        codes: Int32Array.from(records, (code) => code ?? -1),
        gone: asQvdValues(gone),
      };
    }),
  };
}

function asQvdValues(values: Value[]): QvdValues {
  const texts = values.map((v) => v.text);
  return { numbers: values.map((v) => v.number), texts: texts.every((t) => t === null) ? null : texts };
}
