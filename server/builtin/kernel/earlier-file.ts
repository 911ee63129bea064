import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { WordPart } from "@/server/builtin/associative/row-numbers";
import type { ColumnFile } from "./column-file";
import { unpacked, unpackParts, unpackRuns } from "./packing";
import { type Description, type Piece, type Place, parseDescription, TRAILER_BYTES } from "./saved";

const AT_ONCE = 2 ** 20;

/** The code tables of the generation a partial reload starts from. */
export class EarlierFile {
  private constructor(
    private readonly file: number,
    readonly described: Description,
  ) {}

  /** @returns null where there is no such file, or it is none of this version */
  static open(path: string): EarlierFile | null {
    let file: number;
    try {
      file = openSync(path, "r");
    } catch {
      return null;
    }
    const described = describedIn(file);
    if (described) return new EarlierFile(file, described);
    closeSync(file);
    return null;
  }

  read(place: Place): Buffer {
    return readAt(this.file, place);
  }

  private words(place: Place): Uint32Array {
    const { buffer, byteOffset, length } = this.read(place);
    return new Uint32Array(buffer, byteOffset, length / 4);
  }

  /** Numbers of values in the order of their codes. */
  order(place: Place, size: number): Uint32Array {
    return unpacked(this.words(place), size);
  }

  /** Shows the numbers of a column, some at a time. */
  eachNumber(
    pieces: readonly Piece[],
    part: WordPart | undefined,
    take: (numbers: Uint32Array) => void,
  ): void {
    for (const piece of pieces) {
      const words = this.words(piece);
      if (part) unpackParts(words, piece.rows, part, take);
      else unpackRuns(words, take);
    }
  }

  /** @param into may be this file, gone on with */
  copy({ at, bytes }: Place, into: ColumnFile): Place {
    if (into.goesOn) return { at, bytes };
    let start: number | undefined;
    for (let done = 0; done < bytes; done += AT_ONCE) {
      const part = this.read({ at: at + done, bytes: Math.min(AT_ONCE, bytes - done) });
      const { at: written } = into.append(part);
      start ??= written;
    }
    return { at: start ?? into.append(Buffer.alloc(0)).at, bytes };
  }

  close(): void {
    closeSync(this.file);
  }
}

function describedIn(file: number): Description | null {
  try {
    const { size } = fstatSync(file);
    const trailer = readAt(file, { at: size - TRAILER_BYTES, bytes: TRAILER_BYTES });
    const bytes = trailer.readUInt32LE(0);
    return parseDescription(trailer, readAt(file, { at: size - TRAILER_BYTES - bytes, bytes }));
  } catch {
    return null;
  }
}

function readAt(file: number, { at, bytes }: Place): Buffer {
  const into = Buffer.from(new ArrayBuffer(bytes));
  for (let done = 0; done < bytes; ) {
    const read = readSync(file, into, done, bytes - done, at + done);
    if (read === 0) throw new Error("The code tables are cut off.");
    done += read;
  }
  return into;
}
