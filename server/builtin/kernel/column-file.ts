import { closeSync, fstatSync, openSync, writeSync } from "node:fs";
import { bitsOf } from "@/server/builtin/associative/whole-numbers";
import { MOST_RUN_WORDS, packRun, packWide, runWidth } from "./packing";
import { type Description, MAGIC, type Piece, type Place, TRAILER_BYTES } from "./saved";
import { NotHeld } from "./tables";

/** Rows of one of DuckDB's row groups, which one thread reads from its start to its end. */
export const PIECE_ROWS = 122_880;
const BLANK_BYTES = 2 ** 20;
const FIRST_WORDS = 2 ** 14;
const LOOK_EVERY = 16;

/** Writes what belongs together one after the other. */
export class ColumnFile {
  private readonly file: number;
  private length = 0;
  private blanked = 0;
  private isOpen = true;

  /**
   * @param goesOn whether a file of before is gone on with: what lies in it stays where it is
   * @throws where there is such a file, or none to go on with
   */
  constructor(
    path: string,
    readonly goesOn = false,
  ) {
    this.file = openSync(path, goesOn ? "r+" : "wx", 0o600);
    if (goesOn) this.length = fstatSync(this.file).size;
  }

  append(bytes: Uint8Array): Place {
    let written = 0;
    while (written < bytes.length)
      written += writeSync(this.file, bytes, written, bytes.length - written, this.length + written);
    const place = { at: this.length, bytes: bytes.length };
    this.length += bytes.length;
    return place;
  }

  /** Takes back what is there: pages of zeros are not stored. */
  blank({ at, bytes }: Place): void {
    const zeros = Buffer.alloc(Math.min(bytes, BLANK_BYTES));
    for (let done = 0; done < bytes; )
      done += writeSync(this.file, zeros, 0, Math.min(zeros.length, bytes - done), at + done);
    this.blanked += bytes;
  }

  /** @returns bytes of the whole file, without what was taken back */
  end(described: Description): number {
    const text = Buffer.from(JSON.stringify(described));
    const trailer = Buffer.alloc(TRAILER_BYTES);
    trailer.writeUInt32LE(text.length, 0);
    MAGIC.copy(trailer, 4);
    this.append(Buffer.concat([text, trailer]));
    return this.length - this.blanked;
  }

  close(): void {
    if (this.isOpen) closeSync(this.file);
    this.isOpen = false;
  }
}

/** Some rows of a column on their way into the file. */
interface Open {
  first: number;
  rows: number;
  words: Uint32Array;
  used: number;
}

/** Packs one column of a table, whose rows come some at a time and in any order. */
export class PackedColumn {
  /** In the order of rows once it has ended. */
  readonly pieces: Piece[] = [];
  /** By the row that comes next. */
  private readonly open = new Map<number, Open>();
  private readonly spare: Uint32Array[] = [];
  private runs = 0;
  private helps = true;

  constructor(
    private readonly file: ColumnFile,
    private readonly rows: number,
  ) {}

  /**
   * Codes up to `most`. Clustered ones need fewer bits: looked for in each run while it helps, and now and then.
   * @param hasNone see `packRun`
   */
  takeCodes(first: number, values: Uint32Array, count: number, most: number, hasNone = false): void {
    const piece = this.pieceAt(first, MOST_RUN_WORDS);
    const { words, used } = piece;
    const full = bitsOf(most);
    if (this.runs++ % LOOK_EVERY > 0 && !this.helps) piece.used = packWide(values, count, full, words, used);
    else {
      piece.used = packRun(values, count, hasNone, words, used);
      this.helps = runWidth(words, used) < full;
    }
    this.goOn(piece, count);
  }

  /** @param hasNone see `packRun` */
  takeNumbers(first: number, values: Uint32Array, count: number, hasNone: boolean): void {
    const piece = this.pieceAt(first, MOST_RUN_WORDS);
    piece.used = packRun(values, count, hasNone, piece.words, piece.used);
    this.goOn(piece, count);
  }

  /** Doubles lie there as they are. */
  takeDoubles(first: number, words: Uint32Array): void {
    const piece = this.pieceAt(first, words.length);
    piece.words.set(words, piece.used);
    piece.used += words.length;
    this.goOn(piece, words.length / 2);
  }

  /** Words of `width` bytes lie there as they are, filled up to four bytes at the end. */
  takeWords(first: number, bytes: Uint8Array, width: 1 | 2 | 4): void {
    const piece = this.pieceAt(first, Math.ceil(bytes.length / 4) + 1);
    new Uint8Array(piece.words.buffer).set(bytes, piece.rows * width);
    const rows = bytes.length / width;
    piece.used = Math.ceil(((piece.rows + rows) * width) / 4);
    this.goOn(piece, rows);
  }

  /** @throws NotHeld where rows are missing */
  end(): void {
    for (const piece of this.open.values()) this.write(piece);
    this.open.clear();
    this.pieces.sort((a, b) => a.first - b.first);
    let next = 0;
    for (const { first, rows } of this.pieces) {
      if (first !== next) throw new NotHeld("Rows are missing.");
      next += rows;
    }
    if (next !== this.rows) throw new NotHeld("Rows are missing.");
  }

  /** Takes back what is in the file. */
  drop(): void {
    for (const piece of this.pieces) this.file.blank(piece);
    this.pieces.length = 0;
    this.open.clear();
  }

  private pieceAt(first: number, room: number): Open {
    const words = () => this.spare.pop() ?? new Uint32Array(FIRST_WORDS);
    const piece = this.open.get(first) ?? { first, rows: 0, words: words(), used: 0 };
    this.open.delete(first);
    if (piece.used + room > piece.words.length) {
      const larger = new Uint32Array(piece.words.length * 2);
      larger.set(piece.words);
      piece.words = larger;
    }
    return piece;
  }

  private goOn(piece: Open, rows: number): void {
    piece.rows += rows;
    if (piece.rows < PIECE_ROWS) this.open.set(piece.first + piece.rows, piece);
    else this.write(piece);
  }

  private write({ first, rows, words, used }: Open): void {
    const { at, bytes } = this.file.append(new Uint8Array(words.buffer, 0, used * 4));
    this.pieces.push({ first, rows, at, bytes });
    this.spare.push(words);
  }
}
