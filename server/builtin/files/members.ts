import { Damage } from "./damage";
import { ZeroFiller } from "./zeros";

/** What a generation is made of: its DuckDB file, and code tables made from it (`server/builtin/kernel/saved.ts`). */
export interface PlainFiles {
  database: string;
  codes: string | null;
}

/** Reads as a file handle does, from where it stopped. */
export interface Reading {
  read(buffer: Buffer, offset: number, length: number): Promise<{ bytesRead: number }>;
}

/** Writes as a file handle does, behind what was written. */
export interface Writing {
  write(buffer: Buffer, offset: number, length: number): Promise<{ bytesWritten: number }>;
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
export class Splitter implements Writing {
  private readonly start = Buffer.alloc(LENGTHS_BYTES);
  private startBytes = 0;
  private filler: ZeroFiller | null = null;
  private codesAt = 0;
  /** Bytes of the database, once known. */
  database = 0;
  codes = 0;

  /**
   * @param codesFile null where nobody needs them
   * @param hasRecords whether the database lies there without its zeros
   */
  constructor(
    private readonly databaseFile: Writing,
    private readonly codesFile: Writing | null,
    private readonly hasRecords: boolean,
  ) {}

  async write(buffer: Buffer, offset: number, length: number): Promise<{ bytesWritten: number }> {
    return { bytesWritten: await this.writePart(buffer, offset, length) };
  }

  /** @throws Damage where it is not as long as it says */
  end(): void {
    if (!this.filler?.isWhole || this.codesAt !== this.codes) throw new Damage("its members do not fill it");
  }

  private async writePart(buffer: Buffer, offset: number, length: number): Promise<number> {
    const { filler } = this;
    if (!filler) return this.readLengths(buffer, offset, length);
    if (!filler.isWhole) return filler.take(buffer, offset, length);
    if (this.codesAt + length > this.codes) throw new Damage("its members do not fill it");
    const { bytesWritten } = (await this.codesFile?.write(buffer, offset, length)) ?? {
      bytesWritten: length,
    };
    this.codesAt += bytesWritten;
    return bytesWritten;
  }

  private readLengths(buffer: Buffer, offset: number, length: number): number {
    const copied = buffer.copy(this.start, this.startBytes, offset, offset + length);
    this.startBytes += copied;
    if (this.startBytes < LENGTHS_BYTES) return copied;
    this.database = Number(this.start.readBigUInt64BE(0));
    this.codes = Number(this.start.readBigUInt64BE(8));
    this.filler = new ZeroFiller(this.databaseFile, this.database, this.hasRecords);
    return copied;
  }
}
