import { type BigIntStats, readSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { damaged, FormatError } from "../format-error";
import { BEHIND, readCodes } from "./codes";
import { type QvdField, type QvdHeader, readQvdHeader } from "./header";
import { readAll } from "./read-all";
import { type QvdSymbols, readSymbols, symbolMemory } from "./symbols";

/** Records of a block are a multiple of this: DuckDB's vector size. */
const VECTOR = 2048;
const BLOCK_BYTES = 4 * 1024 * 1024;
const MOST_RECORDS = 32 * VECTOR;
/** Codes of a block, over all fields. */
const BLOCK_CODES = 4 * 1024 * 1024;

/** Memory the different values of the fields that are read may take. */
const SYMBOL_BYTES = 1024 * 1024 * 1024;

/** Records of a file: how many, and the codes of each field. */
export interface QvdBlock {
  records: number;
  codes: Int32Array[];
}

/** An open QVD file: its header, the symbols of single fields, and its records a block at a time. */
export class QvdFile {
  private constructor(
    private readonly file: FileHandle,
    readonly header: QvdHeader,
    private memory: number,
  ) {}

  /**
   * @param memory bytes the symbols read from it may take together
   * @throws FormatError; the file is closed then
   */
  static async open(path: string, memory = SYMBOL_BYTES): Promise<QvdFile> {
    const file = await open(path, "r");
    try {
      return new QvdFile(file, await readQvdHeader(file), memory);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** @throws FormatError of kind `limit` where they would take more memory than there is for them */
  async symbols(field: QvdField): Promise<QvdSymbols> {
    this.memory -= symbolMemory(field);
    if (this.memory < 0)
      throw new FormatError("limit", "has more different values than can be held at a time", {
        advice: "Load fewer of its fields at a time.",
      });
    return readSymbols(this.file, field);
  }

  async stat(): Promise<BigIntStats> {
    return this.file.stat({ bigint: true });
  }

  /** Fills all of `into` with the file's bytes from `start` on. */
  async read(into: Uint8Array, start: number): Promise<void> {
    await readAll(this.file, into, start);
  }

  /** Says that what was read of a field's symbols is kept no more, but so many bytes made of it. */
  keepInstead(field: QvdField, bytes: number): void {
    this.memory += symbolMemory(field) - bytes;
  }

  /**
   * Gives all records, a block at a time: for each field the indexes of its symbols, `NULL_CODE` for NULL. The same
   * arrays are filled again for the next block.
   */
  *codes(fields: readonly QvdField[]): Generator<QvdBlock, undefined> {
    const { recordBytes, recordsOffset, records } = this.header;
    const fitting = Math.min(
      BLOCK_BYTES / Math.max(1, recordBytes),
      BLOCK_CODES / Math.max(1, fields.length),
    );
    const most = Math.min(MOST_RECORDS, Math.max(VECTOR, Math.floor(fitting / VECTOR) * VECTOR));
    const perBlock = Math.min(most, Math.ceil(records / VECTOR) * VECTOR);
    const block = Buffer.alloc(Math.min(perBlock, records) * recordBytes + BEHIND);
    const view = new DataView(block.buffer, block.byteOffset, block.length);
    const codes = fields.map(() => new Int32Array(perBlock));
    for (let done = 0; done < records; done += perBlock) {
      const count = Math.min(perBlock, records - done);
      const start = recordsOffset + done * recordBytes;
      this.fill(block, count * recordBytes, start);
      for (const [i, field] of fields.entries()) {
        const into = codes[i];
        if (into) readCodes(view, { recordBytes, records: count, start }, field, into);
      }
      yield { records: count, codes };
    }
    return undefined;
  }

  private fill(block: Buffer, length: number, start: number): void {
    for (let at = 0; at < length; ) {
      const bytesRead = readSync(this.file.fd, block, at, length - at, start + at);
      if (bytesRead === 0) throw damaged("became shorter while it was read", start + at);
      at += bytesRead;
    }
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}
