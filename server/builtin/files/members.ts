import type { FileHandle } from "node:fs/promises";
import { Damage } from "./damage";
import { RecordReader } from "./zeros";

/** What a generation is made of: its DuckDB file, and code tables made from it (`server/builtin/kernel/saved.ts`). */
export interface PlainFiles {
  database: string;
  codes: string | null;
}

/** Reads as a file handle does, from where it stopped. */
export interface Reading {
  read(buffer: Buffer, offset: number, length: number): Promise<{ bytesRead: number }>;
}

/** Bytes and where they belong. */
export interface Placed {
  file: FileHandle;
  bytes: Buffer;
  at: number;
}

/** Before the members: how long they are, each as u64. */
export const LENGTHS_BYTES = 16;

export function lengths(database: number, codes: number): Buffer {
  const bytes = Buffer.alloc(LENGTHS_BYTES);
  bytes.writeBigUInt64BE(BigInt(database), 0);
  bytes.writeBigUInt64BE(BigInt(codes), 8);
  return bytes;
}

/** Members one after the other, as one file. */
export function joined(start: Buffer, files: readonly Reading[]): Reading {
  let at = 0;
  let file = 0;
  return {
    async read(buffer, offset, length) {
      if (at < start.length) {
        const bytesRead = start.copy(buffer, offset, at, Math.min(start.length, at + length));
        at += bytesRead;
        return { bytesRead };
      }
      for (; file < files.length; file++) {
        const found = await files[file]?.read(buffer, offset, length);
        if (found && found.bytesRead > 0) return found;
      }
      return { bytesRead: 0 };
    },
  };
}

/** Takes what `joined` gave apart again. */
export class Splitter {
  private readonly start = Buffer.alloc(LENGTHS_BYTES);
  private startBytes = 0;
  private records: RecordReader | null = null;
  private codesAt = 0;
  /** Bytes of the database, once known. */
  database = 0;
  codes = 0;

  /**
   * @param codesFile null where nobody needs them
   * @param hasRecords whether the database lies there without its zeros
   */
  constructor(
    private readonly databaseFile: FileHandle,
    private readonly codesFile: FileHandle | null,
    private readonly hasRecords: boolean,
  ) {}

  /**
   * Where the next bytes belong, which are parts of `bytes` and nothing new.
   * @throws Damage where they belong nowhere
   */
  take(bytes: Buffer): Placed[] {
    const lengths = this.readLengths(bytes);
    const { records } = this;
    if (!records) return [];
    const found = records.take(bytes.subarray(lengths));
    const placed = found.placed.map((place) => ({ ...place, file: this.databaseFile }));
    const codes = bytes.subarray(lengths + found.used);
    const at = this.codesAt;
    this.codesAt += codes.length;
    if (this.codesAt > this.codes) throw notFilled();
    if (this.codesFile && codes.length > 0) placed.push({ file: this.codesFile, bytes: codes, at });
    return placed;
  }

  /** @throws Damage where it is not as long as it says */
  async end(): Promise<void> {
    if (!this.records?.isWhole || this.codesAt !== this.codes) throw notFilled();
    await this.databaseFile.truncate(this.database);
  }

  private readLengths(bytes: Buffer): number {
    if (this.records) return 0;
    const copied = bytes.copy(this.start, this.startBytes);
    this.startBytes += copied;
    if (this.startBytes < LENGTHS_BYTES) return copied;
    this.database = Number(this.start.readBigUInt64BE(0));
    this.codes = Number(this.start.readBigUInt64BE(8));
    this.records = new RecordReader(this.database, this.hasRecords);
    return copied;
  }
}

function notFilled(): Damage {
  return new Damage("its members do not fill it");
}
