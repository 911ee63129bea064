import { hasText, isNumber, type QvdSymbols } from "@/server/builtin/formats/qvd/symbols";
import type { StorageType } from "@/server/builtin/sources/rows/storage-type";
import { TextTable, textWords } from "./text-table";

/** A column's different values by code, each as DuckDB's vectors hold it: rows only copy words. */
export interface ValueTable {
  type: Exclude<StorageType["kind"], "DECIMAL" | "BOOLEAN">;
  /** One or two of each value; of texts see `TextTable`. */
  words: Int32Array;
  /** Where each text begins in them. */
  starts?: Uint32Array;
  /** 1 for each symbol that has no such value. */
  absent?: Uint8Array;
}

const TWO_32 = 2 ** 32;
/** No number is written with more characters. */
const LONGEST_NUMBER = 32;

/** Memory a table takes. */
export function tableBytes({ words, starts, absent }: ValueTable): number {
  return words.byteLength + (starts?.byteLength ?? 0) + (absent?.byteLength ?? 0);
}

/** The symbols' numbers; a text alone has none. */
export function doubles({ numbers, kinds }: QvdSymbols): ValueTable {
  const absent = kinds.map((kind) => (isNumber(kind) ? 0 : 1));
  return {
    type: "DOUBLE",
    words: new Int32Array(numbers.buffer),
    ...(absent.includes(1) ? { absent } : {}),
  };
}

export function days(count: number, value: (index: number) => number): ValueTable {
  const words = new Int32Array(count);
  for (let index = 0; index < count; index++) words[index] = value(index);
  return { type: "DATE", words };
}

/** @param value whole; a number up to 2^53 either way */
export function longs(
  type: "BIGINT" | "TIME" | "TIMESTAMP",
  count: number,
  value: (index: number) => number | bigint,
): ValueTable {
  const words = new Int32Array(count * 2);
  for (let index = 0; index < count; index++) {
    const whole = value(index);
    const large = typeof whole === "bigint";
    words[index * 2] = large ? Number(BigInt.asIntN(32, whole)) : whole | 0;
    words[index * 2 + 1] = large ? Number(whole >> 32n) : Math.floor(whole / TWO_32);
  }
  return { type, words };
}

/** The symbols' texts. @param shown text of a number without one; else it has none */
export function texts(symbols: QvdSymbols, shown?: (number: number) => string): ValueTable {
  const { count, kinds, numbers, starts, ends, bytes } = symbols;
  let words = 0;
  for (let index = 0; index < count; index++)
    words += textWords(
      hasText(kinds[index]) ? (ends[index] ?? 0) - (starts[index] ?? 0) : shown ? LONGEST_NUMBER : 0,
    );
  const table = new TextTable(count, words);
  const absent = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    if (hasText(kinds[index])) table.set(index, bytes, starts[index] ?? 0, ends[index] ?? 0);
    else if (shown) {
      const text = Buffer.from(shown(numbers[index] ?? 0));
      table.set(index, text, 0, text.length);
    } else absent[index] = 1;
  }
  return {
    type: "VARCHAR",
    words: table.words,
    starts: table.starts,
    ...(absent.includes(1) ? { absent } : {}),
  };
}
