import { Damage } from "./damage";

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
  private at = 0;
  /** Bytes of the database, once known. */
  database = 0;
  codes = 0;

  /** @param codesFile null where nobody needs them */
  constructor(
    private readonly databaseFile: Writing,
    private readonly codesFile: Writing | null,
  ) {}

  async write(buffer: Buffer, offset: number, length: number): Promise<{ bytesWritten: number }> {
    const place = this.at - LENGTHS_BYTES;
    const part = (end: number) => Math.min(length, end - place);
    const bytesWritten = await this.writePart(buffer, offset, length, place, part);
    this.at += bytesWritten;
    return { bytesWritten };
  }

  /** @throws Damage where it is not as long as it says */
  end(): void {
    if (this.at !== LENGTHS_BYTES + this.database + this.codes)
      throw new Damage("its members do not fill it");
  }

  private async writePart(
    buffer: Buffer,
    offset: number,
    length: number,
    place: number,
    part: (end: number) => number,
  ): Promise<number> {
    if (place < 0) {
      const copied = buffer.copy(this.start, this.at, offset, offset + part(0));
      if (place + copied === 0) this.readLengths();
      return copied;
    }
    if (place < this.database) {
      const { bytesWritten } = await this.databaseFile.write(buffer, offset, part(this.database));
      return bytesWritten;
    }
    if (place + length > this.database + this.codes) throw new Damage("its members do not fill it");
    if (!this.codesFile) return length;
    return (await this.codesFile.write(buffer, offset, length)).bytesWritten;
  }

  private readLengths(): void {
    this.database = Number(this.start.readBigUInt64BE(0));
    this.codes = Number(this.start.readBigUInt64BE(8));
  }
}
