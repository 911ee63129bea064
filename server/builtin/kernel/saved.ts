import { type FileHandle, open } from "node:fs/promises";
import { z } from "zod";
import type { Catalog } from "@/server/builtin/associative/catalog";
import type { WordPart } from "@/server/builtin/associative/row-numbers";
import { readFully } from "@/server/builtin/files/handles";
import { type DualParts, valuesOfDuals } from "./duals";
import { numberRows, scaleOf } from "./load";
import { unpacked, unpackParts, unpackRuns } from "./packing";
import {
  type Codes,
  codesFor,
  EXACT,
  type FieldCodes,
  type FieldValues,
  hasNumbers,
  NULL_INTEGER,
  type Numbers,
  valueBytes,
} from "./tables";

/*
 * The file of code tables beside a generation: pieces of columns, each some rows packed (`packing.ts`, little-endian), and
 * values, in any order; then the description as JSON, its length as u32, and the magic.
 * Version 2 has codes only; version 3 also columns by other numbers (0 for NULL), with the numbers of all values in the order
 * of their codes (`order`), or with the value that number 1 stands for (`base`); version 4 also such numbers side by side in
 * words, which are not packed (`part`); version 5 also such numbers with another one than 0 for NULL (`none`).
 */
export const MAGIC = Buffer.from("TNTYCOD5", "latin1");
const READABLE = [MAGIC, ...[4, 3, 2].map((version) => Buffer.from(`TNTYCOD${version}`, "latin1"))];
export const TRAILER_BYTES = 4 + MAGIC.length;

const count = z.number().int().nonnegative();
const place = z.object({ at: count, bytes: count });
const piece = place.extend({ first: count, rows: count });
const wordPart = z.object({
  bytes: z.union([z.literal(1), z.literal(2), z.literal(4)]),
  shift: count.max(31),
  bits: count.min(1).max(32),
});
const description = z.object({
  fields: z.record(
    z.string(),
    z.object({
      size: count,
      values: place.nullable(),
      rows: z.record(z.string(), z.array(piece)),
      order: z.record(z.string(), place).optional(),
      none: count.optional(),
      part: z.record(z.string(), wordPart).optional(),
    }),
  ),
  numbers: z.record(
    z.string(),
    z.object({
      rows: z.array(piece),
      small: z.boolean(),
      scale: z.number().nullable(),
      hasNulls: z.boolean(),
      base: z.number().int().optional(),
      part: wordPart.optional(),
    }),
  ),
});

export type Place = z.infer<typeof place>;
/** Some rows of a column. */
export type Piece = z.infer<typeof piece>;
export type Description = z.infer<typeof description>;

/** Code tables made at reload; what is not among them is loaded from the generation when needed. */
export class SavedCodes {
  private constructor(
    private readonly file: FileHandle,
    private readonly described: Description,
    private readonly catalog: Catalog,
  ) {}

  /** @returns null where there is no such file, or it is none of this version */
  static async open(path: string, catalog: Catalog): Promise<SavedCodes | null> {
    const file = await open(path, "r").catch(() => null);
    if (!file) return null;
    const described = await readDescription(file).catch(() => null);
    if (described) return new SavedCodes(file, described, catalog);
    await file.close();
    return null;
  }

  /** What there is of a field. */
  holds(name: string): { codes: boolean; values: boolean } {
    const known = this.described.fields[name];
    return { codes: known !== undefined, values: Boolean(known?.values) };
  }

  async codes(name: string): Promise<FieldCodes | null> {
    const known = this.described.fields[name];
    if (!known) return null;
    const rows = new Map<string, Codes>();
    for (const [table, pieces] of Object.entries(known.rows)) {
      const codes = codesFor(rowsIn(pieces), known.size);
      const order = known.order?.[table];
      const take = order ? codeTaker(await this.numbersByCode(order, known.size), known.none ?? 0) : copy;
      const part = known.part?.[table];
      await this.unpack(pieces, (words, piece) => {
        let row = piece.first;
        eachRun(words, piece.rows, part, (values) => {
          take(values, codes, row);
          row += values.length;
        });
      });
      rows.set(table, codes);
    }
    return { size: known.size, rows, bytes: [...rows.values()].reduce((sum, c) => sum + c.byteLength, 0) };
  }

  async values(name: string): Promise<FieldValues | null> {
    const known = this.described.fields[name];
    if (!known?.values) return null;
    const text = Buffer.alloc(known.values.bytes);
    await this.read(known.values, text);
    const found = JSON.parse(text.toString("utf8"));
    if (this.catalog.field(name)?.kind === "dual") return valuesOfDuals(found satisfies DualParts[]);
    return { cells: found, bytes: valueBytes(known.size) };
  }

  /** Numbers as they were saved, or of a field with few values those of its codes. */
  async numbers(name: string): Promise<Numbers | null> {
    const known = this.described.numbers[name];
    if (!known) return this.numbersOfCodes(name);
    const { small, scale, hasNulls } = known;
    const rows = numberRows(rowsIn(known.rows), small);
    await this.unpack(known.rows, (words, piece) => {
      if (rows instanceof Int32Array) unpackIntegers(words, rows, piece, known);
      else rows.set(new Float64Array(words.buffer, 0, words.length / 2), piece.first);
    });
    return { rows, scale, hasNulls, bytes: rows.byteLength };
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  private async numbersByCode(place: Place, size: number): Promise<Uint32Array> {
    const words = new Uint32Array(place.bytes / 4);
    await this.read(place, words);
    return unpacked(words, size);
  }

  private async numbersOfCodes(name: string): Promise<Numbers | null> {
    const field = this.catalog.field(name);
    const [column, ...others] = field?.columns ?? [];
    if (!field || !column || others.length > 0 || !hasNumbers(field)) return null;
    const values = await this.values(name);
    const codes = (await this.codes(name))?.rows.get(column.table);
    return values && codes ? spread(values, codes, scaleOf(column)) : null;
  }

  private async unpack(
    pieces: readonly Piece[],
    take: (words: Uint32Array, piece: Piece) => void,
  ): Promise<void> {
    const most = pieces.reduce((bytes, piece) => Math.max(bytes, piece.bytes), 0);
    const words = new Uint32Array(most / 4);
    for (const piece of pieces) {
      const own = words.subarray(0, piece.bytes / 4);
      await this.read(piece, own);
      take(own, piece);
    }
  }

  private async read({ at, bytes }: Place, into: ArrayBufferView): Promise<void> {
    const target = Buffer.from(into.buffer, into.byteOffset, into.byteLength);
    let position = at;
    const reading = {
      read: async (buffer: Buffer, offset: number, length: number) => {
        const found = await this.file.read(buffer, offset, length, position);
        position += found.bytesRead;
        return found;
      },
    };
    if ((await readFully(reading, target)) !== bytes) throw new Error("The code tables are cut off.");
  }
}

type Take = (values: Uint32Array, codes: Codes, row: number) => void;

const copy: Take = (values, codes, row) => codes.set(values, row);

/**
 * @param numbers of all values, in the order of their codes
 * @param noNumber the one of NULL
 */
function codeTaker(numbers: Uint32Array, noNumber: number): Take {
  const none = numbers.length;
  const least = numbers.reduce((a, b) => Math.min(a, b), 0xffffffff);
  const most = numbers.reduce((a, b) => Math.max(a, b), 0);
  const table = new Uint32Array(none === 0 ? 0 : most - least + 1).fill(none);
  for (let code = 0; code < none; code++) table[(numbers[code] as number) - least] = code;
  return (values, codes, row) => {
    for (let i = 0; i < values.length; i++) {
      const number = values[i] as number;
      codes[row + i] = number === noNumber ? none : (table[number - least] as number);
    }
  };
}

/** Shows the numbers of a piece, some at a time. */
function eachRun(
  words: Uint32Array,
  rows: number,
  part: WordPart | undefined,
  take: (values: Uint32Array) => void,
): void {
  if (part) unpackParts(words, rows, part, take);
  else unpackRuns(words, take);
}

/** Integers lie there from `base` on as 1, 2, …, or from `NULL_INTEGER` on as 0, 1, …. */
function unpackIntegers(
  words: Uint32Array,
  rows: Int32Array,
  piece: Piece,
  { base, part }: Description["numbers"][string],
): void {
  let row = piece.first;
  const low = base === undefined ? NULL_INTEGER : base - 1;
  const none = base === undefined ? -1 : 0;
  eachRun(words, piece.rows, part, (values) => {
    for (let i = 0; i < values.length; i++) {
      const number = values[i] as number;
      rows[row++] = number === none ? NULL_INTEGER : number + low;
    }
  });
}

function rowsIn(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { rows }) => sum + rows, 0);
}

/** A column of numbers from the values of its codes; null where that would not be exact. */
function spread({ cells, duals }: FieldValues, codes: Codes, scale: number | null): Numbers | null {
  const byCode = new Float64Array(cells.length + 1).fill(Number.NaN);
  let small = scale !== null;
  for (const [code, cell] of (duals?.numbers ?? cells).entries()) {
    // A dual without a number.
    if (duals && cell === null) continue;
    // Larger numbers are texts, numbers without end null.
    if (typeof cell !== "number") return null;
    const value = scale === null ? cell : Math.round(cell * 10 ** scale);
    byCode[code] = value;
    if (Math.abs(value) >= -NULL_INTEGER) small = false;
  }
  byCode[cells.length] = small ? NULL_INTEGER : Number.NaN;
  const counts = new Float64Array(byCode.length);
  const rows = numberRows(codes.length, small);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
    rows[row] = byCode[code] ?? 0;
  }
  let total = 0;
  for (let code = 0; code < cells.length; code++) total += Math.abs(byCode[code] ?? 0) * (counts[code] ?? 0);
  if (scale !== null && !(total < EXACT)) return null;
  const none = small ? NULL_INTEGER : Number.NaN;
  const hasNulls = byCode.some((value, code) => Object.is(value, none) && (counts[code] ?? 0) > 0);
  return { rows, scale, hasNulls, bytes: rows.byteLength };
}

/** What a file's end says; null where it is none of a known version. */
export function parseDescription(trailer: Buffer, text: Buffer): Description | null {
  if (!READABLE.some((magic) => magic.equals(trailer.subarray(4)))) return null;
  return description.parse(JSON.parse(text.toString("utf8")));
}

async function readDescription(file: FileHandle): Promise<Description | null> {
  const { size } = await file.stat();
  const trailer = Buffer.alloc(TRAILER_BYTES);
  await file.read(trailer, 0, TRAILER_BYTES, size - TRAILER_BYTES);
  const text = Buffer.alloc(Math.min(trailer.readUInt32LE(0), size));
  await file.read(text, 0, text.length, size - TRAILER_BYTES - text.length);
  return parseDescription(trailer, text);
}
