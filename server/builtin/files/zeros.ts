import { Damage } from "./damage";
import { readFully } from "./handles";
import type { Reading } from "./members";

/**
 * DuckDB fills the end of each of its blocks with zeros, about a twelfth of a file. A member is sealed without them, as
 * records: bytes that follow (u32), pages of zeros behind them (u32), the bytes.
 */
const PAGE = 4096;
const PAGES_AT_ONCE = 256;
const RECORD_BYTES = 8;
const ZEROS = Buffer.alloc(PAGE);

function record(data: Buffer, pages: number): Buffer[] {
  const head = Buffer.alloc(RECORD_BYTES);
  head.writeUInt32BE(data.length, 0);
  head.writeUInt32BE(pages, 4);
  // A reader that is given nothing takes it for the end.
  return data.length > 0 ? [head, data] : [head];
}

function recordsOf(block: Buffer): Buffer[] {
  const records: Buffer[] = [];
  const isZero = (at: number) => at + PAGE <= block.length && ZEROS.compare(block, at, at + PAGE) === 0;
  let at = 0;
  while (at < block.length) {
    let end = at;
    while (end < block.length && !isZero(end)) end = Math.min(end + PAGE, block.length);
    let next = end;
    while (next < block.length && isZero(next)) next += PAGE;
    records.push(...record(block.subarray(at, end), (next - end) / PAGE));
    at = next;
  }
  return records;
}

/** The file as records, an empty one as none. */
export function withoutZeros(file: Reading): Reading {
  const block = Buffer.alloc(PAGE * PAGES_AT_ONCE);
  let waiting: Buffer[] = [];
  return {
    async read(buffer, offset, length) {
      if (waiting.length === 0) waiting = recordsOf(block.subarray(0, await readFully(file, block)));
      let at = 0;
      while (at < length) {
        const [first] = waiting;
        if (!first) break;
        const copied = first.copy(buffer, offset + at, 0, length - at);
        at += copied;
        if (copied === first.length) waiting.shift();
        else waiting[0] = first.subarray(copied);
      }
      return { bytesRead: at };
    },
  };
}

/** Tells where in a file the bytes of its records belong. Its zeros are never written: a file has them where nothing is. */
export class RecordReader {
  private readonly head = Buffer.alloc(RECORD_BYTES);
  private headBytes = 0;
  /** Of the record that was begun. */
  private data = 0;
  private zeros = 0;
  private at = 0;

  /**
   * @param bytes of the whole file
   * @param hasRecords false where it is all there, as it was
   */
  constructor(
    private readonly bytes: number,
    hasRecords: boolean,
  ) {
    if (hasRecords) return;
    this.headBytes = RECORD_BYTES;
    this.data = bytes;
  }

  get isWhole(): boolean {
    return this.at === this.bytes;
  }

  /**
   * Takes bytes until the file is whole.
   * @returns where they belong, and how many were taken
   * @throws Damage where records go beyond the file's end
   */
  take(bytes: Buffer): { placed: { bytes: Buffer; at: number }[]; used: number } {
    const placed: { bytes: Buffer; at: number }[] = [];
    let used = 0;
    while (used < bytes.length && !this.isWhole) {
      if (this.headBytes < RECORD_BYTES) {
        used += this.readHead(bytes.subarray(used));
        continue;
      }
      const part = bytes.subarray(used, used + this.data);
      placed.push({ bytes: part, at: this.at });
      this.at += part.length;
      this.data -= part.length;
      used += part.length;
      if (this.data === 0) this.end();
    }
    return { placed, used };
  }

  private readHead(bytes: Buffer): number {
    const copied = bytes.copy(this.head, this.headBytes);
    this.headBytes += copied;
    if (this.headBytes < RECORD_BYTES) return copied;
    this.data = this.head.readUInt32BE(0);
    this.zeros = this.head.readUInt32BE(4) * PAGE;
    const all = this.data + this.zeros;
    if (all > this.bytes - this.at || all === 0) throw new Damage("its records do not fill it");
    if (this.data === 0) this.end();
    return copied;
  }

  private end(): void {
    this.at += this.zeros;
    this.zeros = 0;
    this.headBytes = 0;
  }
}
