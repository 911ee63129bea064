import { Damage } from "./damage";
import { readFully } from "./handles";
import type { Reading, Writing } from "./members";

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
  return [head, data];
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

/** Makes a file of its records again. */
export class ZeroFiller {
  private readonly head = Buffer.alloc(RECORD_BYTES);
  private headBytes = 0;
  /** Of the record that was begun. */
  private data = 0;
  private zeros = 0;
  private written = 0;

  /**
   * @param bytes of the whole file
   * @param hasRecords false where it is all there, as it was
   */
  constructor(
    private readonly file: Writing,
    private readonly bytes: number,
    hasRecords: boolean,
  ) {
    if (hasRecords) return;
    this.headBytes = RECORD_BYTES;
    this.data = bytes;
  }

  get isWhole(): boolean {
    return this.written === this.bytes;
  }

  /**
   * Takes some of the bytes; to be called until the file is whole, and no longer.
   * @throws Damage where records go beyond the file's end
   */
  async take(buffer: Buffer, offset: number, length: number): Promise<number> {
    if (this.headBytes < RECORD_BYTES) {
      const copied = buffer.copy(this.head, this.headBytes, offset, offset + length);
      this.headBytes += copied;
      if (this.headBytes === RECORD_BYTES) await this.begin();
      return copied;
    }
    const { bytesWritten } = await this.file.write(buffer, offset, Math.min(length, this.data));
    this.data -= bytesWritten;
    this.written += bytesWritten;
    if (this.data === 0) await this.end();
    return bytesWritten;
  }

  private async begin(): Promise<void> {
    this.data = this.head.readUInt32BE(0);
    this.zeros = this.head.readUInt32BE(4) * PAGE;
    const left = this.bytes - this.written;
    if (this.data + this.zeros > left || this.data + this.zeros === 0)
      throw new Damage("its records do not fill it");
    if (this.data === 0) await this.end();
  }

  private async end(): Promise<void> {
    for (let left = this.zeros; left > 0; ) {
      const { bytesWritten } = await this.file.write(ZEROS, 0, Math.min(left, PAGE));
      left -= bytesWritten;
      this.written += bytesWritten;
    }
    this.zeros = 0;
    this.headBytes = 0;
  }
}
