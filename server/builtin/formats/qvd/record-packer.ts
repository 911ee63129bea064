import { BEHIND, writeCodes } from "./codes";
import type { QvdField } from "./header";
import { bytesOfRecord } from "./layout";

/** Makes records of codes. */
export class RecordPacker {
  private readonly recordBytes: number;
  private block = Buffer.alloc(0);

  constructor(private readonly fields: readonly QvdField[]) {
    this.recordBytes = bytesOfRecord(fields.at(-1));
  }

  /**
   * @param codes of each field, as stored
   * @returns the bytes, written over by what comes next
   */
  pack(count: number, codes: readonly ArrayLike<number>[]): Buffer {
    const { recordBytes } = this;
    const bytes = count * recordBytes;
    if (this.block.length < bytes + BEHIND) this.block = Buffer.alloc(bytes + BEHIND);
    const { buffer, byteOffset } = this.block.subarray(0, bytes + BEHIND).fill(0);
    const block = new DataView(buffer, byteOffset, bytes + BEHIND);
    for (const [i, field] of this.fields.entries())
      writeCodes(block, { recordBytes, records: count }, field, codes[i] ?? []);
    return this.block.subarray(0, bytes);
  }
}
