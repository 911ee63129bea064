import type { FileHandle } from "node:fs/promises";
import { z } from "zod";
import { Damage } from "./damage";
import type { Version } from "./format";
import { RecordReader } from "./zeros";

/** What a generation is made of: its DuckDB file, and code tables made from it (`server/builtin/kernel/saved.ts`). */
export interface PlainFiles {
  database: string;
  codes: string | null;
}

const base = z.object({ generation: z.string(), sha256: z.string(), codes: z.number().int().nonnegative() });

/** The generation, of the same app, that others are changes to: its id, the SHA-256 of its sealed file, bytes of its code tables. */
export type Base = z.infer<typeof base>;

/** What a generation has beside the files of its base. */
export interface PlainChanges {
  /** The generation it was made from: the base, or other changes to it. */
  from: string;
  base: Base;
  /** The log DuckDB wrote beside its file, which is as it was. */
  log: string;
  /** Begin with those of the base. */
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
/** Then, before changes: how long the description of their base is, as u16; it follows as JSON. */
const BASE_LENGTH_BYTES = 2;

/** @param codes 0 where there are none; of changes, all of them, with those of the base */
export function lengths(database: number, codes: number): Buffer {
  const bytes = Buffer.alloc(LENGTHS_BYTES);
  bytes.writeBigUInt64BE(BigInt(database), 0);
  bytes.writeBigUInt64BE(BigInt(codes), 8);
  return bytes;
}

export function startOfChanges(log: number, codes: number, of: Base): Buffer {
  const described = Buffer.from(JSON.stringify(of));
  const length = Buffer.alloc(BASE_LENGTH_BYTES);
  length.writeUInt16BE(described.length);
  return Buffer.concat([lengths(log, codes), length, described]);
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

/** A file from `start` on. */
export function behind(file: FileHandle, start: number): Reading {
  let at = start;
  return {
    async read(buffer, offset, length) {
      const found = await file.read(buffer, offset, length, at);
      at += found.bytesRead;
      return found;
    },
  };
}

/** Where members go; of changes, `database` is their log. */
export interface MemberFiles {
  database: FileHandle;
  /** Null where nobody needs them. */
  codes: FileHandle | null;
}

/** Takes what `joined` gave apart again. */
export class Splitter {
  private start = Buffer.alloc(0);
  private records: RecordReader | null = null;
  /** Where code tables go on. */
  private codesAt = 0;
  /** Bytes of the database, once known. */
  database = 0;
  codes = 0;
  base: Base | null = null;

  constructor(
    private readonly files: MemberFiles,
    private readonly version: Version,
  ) {}

  /**
   * Where the next bytes belong, which are parts of `bytes` and nothing new.
   * @throws Damage where they belong nowhere
   */
  take(bytes: Buffer): Placed[] {
    const started = this.readStart(bytes);
    const { records, files } = this;
    if (!records) return [];
    const found = records.take(bytes.subarray(started));
    const placed = found.placed.map((place) => ({ ...place, file: files.database }));
    const codes = bytes.subarray(started + found.used);
    const at = this.codesAt;
    this.codesAt += codes.length;
    if (codes.length > 0 && this.codesAt > this.codes) throw notFilled();
    if (files.codes && codes.length > 0) placed.push({ file: files.codes, bytes: codes, at });
    return placed;
  }

  /** @throws Damage where it is not as long as it says */
  async end(): Promise<void> {
    if (!this.records?.isWhole || (this.codes > 0 && this.codesAt !== this.codes)) throw notFilled();
    await this.files.database.truncate(this.database);
  }

  /** @returns how many of the bytes belong to what comes before the members */
  private readStart(bytes: Buffer): number {
    if (this.records) return 0;
    const known = this.start.length;
    this.start = Buffer.concat([this.start, bytes]);
    const all = this.startBytes();
    if (this.start.length < all) return bytes.length;
    this.database = Number(this.start.readBigUInt64BE(0));
    this.codes = Number(this.start.readBigUInt64BE(8));
    if (this.version === 4)
      this.base = describedBase(this.start.subarray(LENGTHS_BYTES + BASE_LENGTH_BYTES, all));
    this.codesAt = this.base?.codes ?? 0;
    this.records = new RecordReader(this.database, this.version === 3);
    this.start = Buffer.alloc(0);
    return all - known;
  }

  /** As far as is known yet. */
  private startBytes(): number {
    const fixed = LENGTHS_BYTES + (this.version === 4 ? BASE_LENGTH_BYTES : 0);
    if (this.version !== 4 || this.start.length < fixed) return fixed;
    return fixed + this.start.readUInt16BE(LENGTHS_BYTES);
  }
}

function describedBase(text: Buffer): Base {
  try {
    return base.parse(JSON.parse(text.toString("utf8")));
  } catch {
    throw new Damage("its base is not described");
  }
}

function notFilled(): Damage {
  return new Damage("its members do not fill it");
}
