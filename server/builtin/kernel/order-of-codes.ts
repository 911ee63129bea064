import type { DuckDBConnection } from "@duckdb/node-api";
import { keyType } from "@/server/builtin/associative/columns";
import type { NumberMeaning } from "@/server/builtin/associative/row-numbers";
import { Vectors } from "@/server/builtin/associative/tap";
import type { ModelColumn } from "@/server/builtin/associative/types";
import { narrowNumbers, wholeBytes, wholeNumbers } from "@/server/builtin/associative/whole-numbers";
import type { Dictionary } from "./lookup";
import { MOST_RUN_WORDS, packRun, RUN_ROWS } from "./packing";

/** Least and largest number may lie this far apart: whoever reads them has a place for each between them. */
export const MOST_SPAN = 2 ** 22;

/**
 * Numbers that stand for the values of a column in the order of their codes.
 * @returns null where they do not tell the values apart
 */
export async function orderOf(
  db: DuckDBConnection,
  { name, size, kind }: Dictionary,
  column: ModelColumn,
  meaning: NumberMeaning,
): Promise<Uint32Array | null> {
  if (meaning.kind === "seen" && meaning.count !== size) return null;
  const sqlType = keyType(column, kind);
  const key = `CAST(k AS ${sqlType})`;
  const isHash = meaning.kind === "seen" && meaning.byHash;
  const width = isHash ? 8 : (wholeBytes(sqlType) ?? 8);
  const result = await db.run(`SELECT ${isHash ? `hash(${key})` : key} FROM ${name} ORDER BY code`);
  const order = new Uint32Array(size);
  let at = 0;
  for (let i = 0; i < result.chunkCount; i++) {
    const chunk = new Vectors(result.getChunk(i).chunk);
    const numbers =
      meaning.kind === "seen"
        ? seen(chunk.words(0, 8), meaning.numberOf)
        : distances(chunk.bytes(0, width), width, meaning.least);
    order.set(numbers, at);
    at += chunk.rows;
  }
  return (meaning.kind === "distance" ? isNear(order) : isEachOnce(order)) ? order : null;
}

function seen(words: Uint32Array, numberOf: (low: number, high: number) => number): Uint32Array {
  return Uint32Array.from({ length: words.length / 2 }, (_, i) =>
    numberOf((words[i * 2] ?? 0) | 0, (words[i * 2 + 1] ?? 0) | 0),
  );
}

function distances(values: Uint8Array, width: number, least: bigint): Uint32Array {
  const before = Number(least) - 1;
  return width < 8
    ? Uint32Array.from(narrowNumbers(values, width), (value) => value - before)
    : Uint32Array.from(wholeNumbers(values, width), (value) => Number(value - least) + 1);
}

/** Whether they are 1, 2, … in some order. */
function isEachOnce(numbers: Uint32Array): boolean {
  const met = new Uint8Array(numbers.length + 1);
  for (const number of numbers) {
    if (number === 0 || met[number] !== 0) return false;
    met[number] = 1;
  }
  return true;
}

/** @param order ascending */
function isNear(order: Uint32Array): boolean {
  return (order.at(-1) ?? 0) - (order[0] ?? 0) < MOST_SPAN;
}

export function packedOrder(order: Uint32Array): Uint8Array {
  const words = new Uint32Array(Math.ceil(order.length / RUN_ROWS) * MOST_RUN_WORDS);
  let end = 0;
  for (let first = 0; first < order.length; first += RUN_ROWS) {
    const run = order.subarray(first, first + RUN_ROWS);
    end = packRun(run, run.length, false, words, end);
  }
  return new Uint8Array(words.buffer, 0, end * 4);
}
