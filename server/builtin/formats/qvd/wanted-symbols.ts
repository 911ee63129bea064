import { type QvdValues, SymbolBytes } from "./encode-symbol";
import { SymbolBatch, SymbolWalk } from "./symbol-batch";

/** Bits of the first look, per symbol: of the others one in as many is looked at again. */
const FIRST_LOOK = 16;

/** Some symbols to be found among those of a file by their bytes. */
export class WantedSymbols {
  /** Index of each in the file, -1 where it was not found, and where it begins there. */
  readonly codes: Int32Array;
  readonly starts: Uint32Array;
  private readonly own: SymbolBatch;
  private readonly firstLook: Uint32Array;
  private readonly firstShift: number;
  /** Numbers of the symbols, from 1, each at the place its hash tells or the next free one behind it. */
  private readonly slots: Int32Array;

  private constructor(
    private readonly bytes: Buffer,
    readonly count: number,
  ) {
    this.codes = new Int32Array(count).fill(-1);
    this.starts = new Uint32Array(count);
    this.own = new SymbolBatch(count);
    new SymbolWalk(bytes, 0).read(0, count, this.own);
    const bits = Math.max(5, 32 - Math.clz32(count * FIRST_LOOK));
    this.firstLook = new Uint32Array(2 ** (bits - 5));
    this.firstShift = 32 - bits;
    this.slots = new Int32Array(2 ** (bits - 2));
  }

  /** Gives none where a QVD cannot hold one of the values, or two of them are the same there. */
  static of(...all: QvdValues[]): WantedSymbols | undefined {
    const symbols = new SymbolBytes();
    let count = 0;
    try {
      for (const { numbers, texts } of all) {
        for (const [i, number] of numbers.entries()) symbols.add(number, texts?.[i] ?? null);
        count += numbers.length;
      }
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
    const wanted = new WantedSymbols(symbols.take(), count);
    return wanted.enterAll() ? wanted : undefined;
  }

  private enterAll(): boolean {
    const { own, firstLook, firstShift, slots } = this;
    for (let i = 0; i < this.count; i++) {
      const hash = own.hashes[i]!;
      const slot = this.slotOf(hash, this.bytes, this.startOf(i), own.ends[i]!);
      if (slots[slot] !== 0) return false;
      slots[slot] = i + 1;
      const bit = hash >>> firstShift;
      firstLook[bit >>> 5]! |= 1 << bit;
    }
    return true;
  }

  /**
   * Notes which of a file's next symbols are wanted.
   * @param from where the first of them begins in `bytes`
   * @param index of the first of them
   * @param leave wanted symbols from this one on do not count
   * @returns the natures of those that count; -1 where one of the wanted was there before
   */
  match(
    bytes: Buffer,
    from: number,
    index: number,
    count: number,
    batch: SymbolBatch,
    leave: number,
  ): number {
    const { firstLook, firstShift, slots, codes, starts } = this;
    let natures = 0;
    for (let i = 0; i < count; i++) {
      const bit = batch.hashes[i]! >>> firstShift;
      if ((firstLook[bit >>> 5]! & (1 << bit)) !== 0) {
        const start = i === 0 ? from : batch.ends[i - 1]!;
        const found = slots[this.slotOf(batch.hashes[i]!, bytes, start, batch.ends[i]!)]! - 1;
        if (found >= 0) {
          if (codes[found] !== -1) return -1;
          codes[found] = index + i;
          starts[found] = start;
          if (found >= leave) continue;
        }
      }
      natures |= batch.natures[i]!;
    }
    return natures;
  }

  /** The slot of the wanted symbol that has these bytes, or the free one it would have. */
  private slotOf(hash: number, bytes: Buffer, from: number, to: number): number {
    const { slots, own } = this;
    const last = slots.length - 1;
    for (let slot = hash & last; ; slot = (slot + 1) & last) {
      const i = slots[slot]! - 1;
      if (i < 0 || (own.hashes[i] === hash && this.isEqual(i, bytes, from, to))) return slot;
    }
  }

  private isEqual(i: number, bytes: Buffer, from: number, to: number): boolean {
    const start = this.startOf(i);
    if (this.own.ends[i]! - start !== to - from) return false;
    for (let at = from; at < to; at++) if (bytes[at] !== this.bytes[start + at - from]) return false;
    return true;
  }

  private startOf(i: number): number {
    return i === 0 ? 0 : this.own.ends[i - 1]!;
  }

  bytesOf(i: number): Buffer {
    return this.bytes.subarray(this.startOf(i), this.own.ends[i]);
  }

  /** Bytes of all of them. */
  get length(): number {
    return this.bytes.length;
  }

  /** Natures of the first ones, joined. */
  naturesOf(count: number): number {
    return this.own.natures.subarray(0, count).reduce((all, nature) => all | nature, 0);
  }

  /** Those that were not found, in their order. */
  missing(): number[] {
    return this.numbers(0).filter((i) => this.codes[i] === -1);
  }

  /** Those from one on, in the order in which they were found. */
  inOrder(first: number): number[] {
    return this.numbers(first).sort((a, b) => this.codes[a]! - this.codes[b]!);
  }

  private numbers(first: number): number[] {
    return Array.from({ length: this.count - first }, (_, i) => first + i);
  }
}
