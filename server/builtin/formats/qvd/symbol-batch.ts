import { isUtf8 } from "node:buffer";
import { randomBytes } from "node:crypto";
import { damaged } from "../format-error";
import { NATURE } from "./natures";
import { NUMBER_BYTES, SYMBOL } from "./symbols";

/** Another one in each process, so that nobody can choose values whose hashes are the same. */
const SEED = randomBytes(4).readInt32LE();

/** Some symbols that follow each other: of each where it ends, a hash of its bytes, and its nature. */
export class SymbolBatch {
  readonly ends: Uint32Array;
  readonly hashes: Int32Array;
  readonly natures: Uint8Array;

  constructor(size: number) {
    this.ends = new Uint32Array(size);
    this.hashes = new Int32Array(size);
    this.natures = new Uint8Array(size);
  }
}

/** Goes through symbols' bytes without making anything of single ones. */
export class SymbolWalk {
  private readonly view: DataView;
  private wholeIsUtf8: boolean | undefined;

  /** @param offset byte of the file at which they begin, for messages */
  constructor(
    readonly bytes: Buffer,
    private readonly offset: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /**
   * Reads the next symbols.
   * @param from where the first begins
   * @throws FormatError where they are damaged
   */
  read(from: number, count: number, { ends, hashes, natures }: SymbolBatch): void {
    const { bytes, view } = this;
    let at = from;
    for (let i = 0; i < count; i++) {
      const start = at;
      const kind = bytes[at] ?? 0;
      const width = NUMBER_BYTES[kind];
      if (width === undefined || at + 1 + width > bytes.length) throw this.wrong(start);
      let nature = width === 0 ? NATURE.text : NATURE.number;
      let hash = Math.imul(SEED ^ kind, 0x9e3779b1);
      for (at++; at < start + 1 + width; at += 4)
        hash = mixed(Math.imul(hash ^ view.getInt32(at, true), 0x85ebca6b));
      if (width === 8 && !Number.isInteger(view.getFloat64(at - 8, true))) nature |= NATURE.fraction;
      if (kind >= SYMBOL.text) {
        const text = at;
        let high = 0;
        for (; at < bytes.length && bytes[at] !== 0; at++) {
          high |= bytes[at]!;
          hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
        }
        if (at === bytes.length) throw this.wrong(start);
        if (high > 127) {
          nature |= NATURE.beyondAscii;
          if (!this.isText(text, at, kind)) throw this.wrong(start);
        }
        at++;
      }
      ends[i] = at;
      hashes[i] = Math.imul(mixed(hash), 0xc2b2ae35);
      natures[i] = nature;
    }
  }

  /** A pure text lies between bytes of ASCII: it is sound where all bytes together are. */
  private isText(from: number, to: number, kind: number): boolean {
    this.wholeIsUtf8 ??= isUtf8(this.bytes);
    return (kind === SYMBOL.text && this.wholeIsUtf8) || isUtf8(this.bytes.subarray(from, to));
  }

  private wrong(at: number) {
    return damaged("has a value that cannot be read", this.offset + at);
  }
}

function mixed(hash: number): number {
  return hash ^ (hash >>> 15);
}
