import type { WordPart } from "@/server/builtin/associative/row-numbers";
import { bitsOf, lowWords } from "@/server/builtin/associative/whole-numbers";

/*
 * Numbers of 32 bits, packed in runs: two words, count + width * 2^16 (+ `GAP`) and the base, then the differences from the base,
 * `width` bits each, lowest bits first, filled up to a whole word.
 */
const COUNT_BITS = 16;
const WIDTH_MASK = 0x7f;
/** Of numbers with NULL among them, which is 0: it is 0 in the run, too, and all others are one more than their difference. */
const GAP = 2 ** 24;
const HEAD_WORDS = 2;
/** Numbers in a run, at most. */
export const RUN_ROWS = 2048;
/** Words a run takes, at most. */
export const MOST_RUN_WORDS = HEAD_WORDS + RUN_ROWS;

/**
 * Packs the first `count` of some numbers behind what `into` holds already.
 * @param hasNone whether 0 stands for NULL, far from the others
 * @returns where the run ends, in words
 */
export function packRun(
  values: Uint32Array,
  count: number,
  hasNone: boolean,
  into: Uint32Array,
  at: number,
): number {
  const { zeros, least, most } = hasNone ? boundsOfOthers(values, count) : boundsOf(values, count);
  const isGap = zeros > 0 && zeros < count && least > 1;
  const base = zeros > 0 ? (isGap ? least - 1 : 0) : least;
  const width = bitsOf(most - base);
  writeHead(into, at, count, width, isGap ? GAP : 0, base);
  return packWords(
    isGap ? lowered(values, count, base) : values,
    count,
    isGap ? 0 : base,
    width,
    into,
    at + 2,
  );
}

/** Packs numbers that need up to `width` bits with as many, without looking at them first. */
export function packWide(
  values: Uint32Array,
  count: number,
  width: number,
  into: Uint32Array,
  at: number,
): number {
  writeHead(into, at, count, width, 0, 0);
  return packWords(values, count, 0, width, into, at + HEAD_WORDS);
}

/** Bits that a run takes for each number. */
export function runWidth(words: Uint32Array, at: number): number {
  return ((words[at] as number) >>> COUNT_BITS) & WIDTH_MASK;
}

function writeHead(
  into: Uint32Array,
  at: number,
  count: number,
  width: number,
  flags: number,
  base: number,
): void {
  into[at] = count + width * 2 ** COUNT_BITS + flags;
  into[at + 1] = base;
}

interface Bounds {
  /** How many are 0 and stand for NULL. */
  zeros: number;
  /** Of the others. */
  least: number;
  most: number;
}

function boundsOfOthers(values: Uint32Array, count: number): Bounds {
  let [least, most, zeros] = [0xffffffff, 0, 0];
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    if (value > most) most = value;
    if (value === 0) zeros++;
    else if (value < least) least = value;
  }
  return { zeros, least: zeros === count ? 0 : least, most };
}

function boundsOf(values: Uint32Array, count: number): Bounds {
  let [least, most] = [0xffffffff, 0];
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    if (value > most) most = value;
    if (value < least) least = value;
  }
  return { zeros: 0, least: count === 0 ? 0 : least, most };
}

const others = new Uint32Array(RUN_ROWS);

function lowered(values: Uint32Array, count: number, base: number): Uint32Array {
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    others[i] = value === 0 ? 0 : value - base;
  }
  return others;
}

function packWords(
  values: Uint32Array,
  count: number,
  base: number,
  width: number,
  into: Uint32Array,
  start: number,
): number {
  let at = start;
  let word = 0;
  let used = 0;
  let i = 0;
  const low = base | 0;
  if (width === 0) return at;
  while (i < count) {
    let value = 0;
    while (used < 32 && i < count) {
      value = (((values[i++] as number) | 0) - low) | 0;
      word |= value << used;
      used += width;
    }
    if (used < 32) break;
    into[at++] = word;
    used -= 32;
    word = used === 0 ? 0 : value >>> (width - used);
  }
  if (used > 0) into[at++] = word;
  return at;
}

const run = new Uint32Array(RUN_ROWS);

/**
 * Unpacks runs from the first of `words` to the last.
 * @param take gets the numbers of each run, which stand until the next
 * @throws where runs are not whole
 */
export function unpackRuns(words: Uint32Array, take: (values: Uint32Array) => void): void {
  let at = 0;
  while (at < words.length) {
    const head = words[at] as number;
    const count = head & 0xffff;
    const width = (head >>> COUNT_BITS) & WIDTH_MASK;
    const start = at + HEAD_WORDS;
    const end = start + Math.ceil((count * width) / 32);
    if (end > words.length || count > RUN_ROWS) throw new Error("The code tables are cut off.");
    const base = words[at + 1] as number;
    unpackWords(words, start, count, width, base);
    if (head & GAP) restoreNone(count, base);
    take(count === RUN_ROWS ? run : run.subarray(0, count));
    at = end;
  }
}

/**
 * All numbers of some runs.
 * @throws where there are not so many
 */
export function unpacked(words: Uint32Array, size: number): Uint32Array {
  const numbers = new Uint32Array(size);
  let at = 0;
  unpackRuns(words, (values) => {
    if (at + values.length <= size) numbers.set(values, at);
    at += values.length;
  });
  if (at !== size) throw new Error("The code tables are cut off.");
  return numbers;
}

/**
 * The numbers that lie in words beside those of other columns.
 * @param words of the rows, filled up to four bytes at the end
 * @param take gets some at a time, which stand until the next
 * @throws where rows are missing
 */
export function unpackParts(
  words: Uint32Array,
  rows: number,
  { bytes, shift, bits }: WordPart,
  take: (values: Uint32Array) => void,
): void {
  if (rows * bytes > words.byteLength) throw new Error("The code tables are cut off.");
  const all = new Uint8Array(words.buffer, words.byteOffset, rows * bytes);
  const mask = bits === 32 ? -1 : (1 << bits) - 1;
  for (let from = 0; from < rows; from += RUN_ROWS) {
    const count = Math.min(RUN_ROWS, rows - from);
    const { words: own } = lowWords(all.subarray(from * bytes, (from + count) * bytes), bytes);
    for (let i = 0; i < count; i++) run[i] = ((own[i] as number) >>> shift) & mask;
    take(count === RUN_ROWS ? run : run.subarray(0, count));
  }
}

function restoreNone(count: number, base: number): void {
  for (let i = 0; i < count; i++) if (run[i] === base) run[i] = 0;
}

function unpackWords(words: Uint32Array, start: number, count: number, width: number, base: number): void {
  if (width === 0) {
    run.fill(base, 0, count);
    return;
  }
  const mask = width === 32 ? -1 : (1 << width) - 1;
  // As signed numbers: they come to the same bits, and loops over them are compiled to plain integers.
  const low = base | 0;
  let at = start;
  let word = (words[at] as number) | 0;
  let used = 0;
  for (let i = 0; i < count; i++) {
    let value = word >>> used;
    used += width;
    if (used >= 32) {
      used -= 32;
      at++;
      // The run's last word may be the last of all.
      word = at < words.length ? (words[at] as number) | 0 : 0;
      if (used > 0) value |= word << (width - used);
    }
    run[i] = ((value & mask) + low) | 0;
  }
}
