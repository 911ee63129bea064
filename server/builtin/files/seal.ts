import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { DataKey } from "@/server/shared/keyring";
import { Damage } from "./damage";
import {
  CHUNK_BYTES,
  type ChunkCipher,
  chunkCipher,
  type Header,
  MAX_HEADER_BYTES,
  newHeader,
  parseHeader,
  TAG_BYTES,
  type Version,
} from "./format";
import { readFully, writePlaced } from "./handles";
import { type Base, type MemberFiles, type Placed, type Reading, Splitter } from "./members";
import type { GenerationId } from "./port";

/** A chunk as it lies in a sealed file. */
const STEP = CHUNK_BYTES + TAG_BYTES;

/**
 * Seals `plain` into `sealed`. While one chunk of 1 MiB is sealed, the one before is written; the next is read before,
 * which tells whether this is the last: about four are in memory.
 * @returns bytes written, and the SHA-256 (hex) of header and tags, which stand for all of them
 */
export async function sealFile(
  plain: Reading,
  version: Version,
  sealed: FileHandle,
  id: GenerationId,
  key: DataKey,
  signal?: AbortSignal,
): Promise<{ bytes: number; sha256: string }> {
  const header = newHeader(key.id, version);
  const cipher = chunkCipher(header, id, key);
  const hash = createHash("sha256").update(header.bytes);
  let at = 0;
  const place = (bytes: Buffer): Placed => {
    const placed = { file: sealed, bytes, at };
    at += bytes.length;
    return placed;
  };
  await writing(async (write) => {
    await write([place(header.bytes)]);
    let [current, next] = [Buffer.alloc(CHUNK_BYTES), Buffer.alloc(CHUNK_BYTES)];
    let length = await readFully(plain, current);
    for (let index = 0; ; index++) {
      signal?.throwIfAborted();
      const chunk = current.subarray(0, length);
      const reading = length === CHUNK_BYTES ? readFully(plain, next) : 0;
      const following = await reading;
      const [bytes, tag] = cipher.seal(chunk, index, following === 0);
      hash.update(tag);
      await write([place(bytes), place(tag)]);
      if (following === 0) return;
      [current, next, length] = [next, current, following];
    }
  });
  return { bytes: at, sha256: hash.digest("hex") };
}

/** Begins to write, once all that was handed over before is written. */
type Write = (parts: readonly Placed[]) => Promise<void>;

/** Writes what `make` hands over while it makes more. Whether it fails or not, no more is written when it is done. */
async function writing(make: (write: Write) => Promise<void>): Promise<void> {
  let before: Promise<unknown> = Promise.resolve();
  const write: Write = async (parts) => {
    await before;
    before = writeAll(parts);
    // Told to whoever comes next; until then nobody waits for it.
    before.catch(() => undefined);
  };
  try {
    await make(write);
  } finally {
    await Promise.allSettled([before]);
  }
  await before;
}

async function writeAll(parts: readonly Placed[]): Promise<void> {
  const done = await Promise.allSettled(parts.map(writePlaced));
  for (const one of done) if (one.status === "rejected") throw one.reason;
}

/** The header of a sealed file, or null where there is none. */
export async function readHeader(sealed: FileHandle): Promise<Header | null> {
  const start = Buffer.alloc(MAX_HEADER_BYTES);
  const { bytesRead } = await sealed.read(start, 0, start.length, 0);
  return parseHeader(start.subarray(0, bytesRead));
}

/** What a sealed file was made of. */
export interface Unsealed {
  /** Of the database, or the log of changes. */
  bytes: number;
  /** Of all code tables, also of those that lie in the base. */
  codes: number;
  /** Of header and tags, as `sealFile` told it. */
  sha256: string;
  base: Base | null;
}

/**
 * Unseals `sealed` into its members, chunk by chunk. Throws `Damage` at the first chunk that is not what was sealed for
 * this generation under this key; what was written before it must be thrown away.
 */
export async function unsealFile(
  sealed: FileHandle,
  files: MemberFiles,
  id: GenerationId,
  key: DataKey,
): Promise<Unsealed> {
  const header = await readHeader(sealed);
  if (!header) throw new Damage("it does not begin like a generation");
  if (header.keyId !== key.id) throw new Damage("it was sealed with another key");
  const chunks = new SealedChunks(sealed, (await sealed.stat()).size, header, chunkCipher(header, id, key));
  if (header.version === 1) {
    let at = 0;
    await unsealChunks(chunks, (bytes) => {
      at += bytes.length;
      return [{ file: files.database, bytes, at: at - bytes.length }];
    });
    return { bytes: at, codes: 0, sha256: chunks.sum(), base: null };
  }
  const members = new Splitter(files, header.version);
  await unsealChunks(chunks, (bytes) => members.take(bytes));
  await members.end();
  const { database, codes, base } = members;
  return { bytes: database, codes, sha256: chunks.sum(), base };
}

/** While one chunk is unsealed, the next is read and the one before is written. */
async function unsealChunks(chunks: SealedChunks, place: (plain: Buffer) => Placed[]): Promise<void> {
  await writing(async (write) => {
    let reading = chunks.read(0);
    for (let index = 0; ; index++) {
      const sealed = await reading;
      const last = chunks.isLast(index);
      if (!last) {
        reading = chunks.read(index + 1);
        // Told in its turn; a chunk before it may fail first.
        reading.catch(() => undefined);
      }
      await write(place(chunks.unseal(sealed, index)));
      if (last) return;
    }
  });
}

/** The chunks of a sealed file, by their places. */
class SealedChunks {
  /** One is read while the other is unsealed. */
  private readonly buffers = [Buffer.alloc(STEP), Buffer.alloc(STEP)];
  private readonly hash;

  constructor(
    private readonly file: FileHandle,
    private readonly size: number,
    private readonly header: Header,
    private readonly cipher: ChunkCipher,
  ) {
    this.hash = createHash("sha256").update(header.bytes);
  }

  isLast(index: number): boolean {
    return this.placeOf(index + 1) >= this.size;
  }

  async read(index: number): Promise<Buffer> {
    const at = this.placeOf(index);
    const length = Math.min(STEP, this.size - at);
    if (length < TAG_BYTES) throw new Damage("it ends too early");
    const buffer = (this.buffers[index % 2] as Buffer).subarray(0, length);
    const { bytesRead } = await this.file.read(buffer, 0, length, at);
    if (bytesRead !== length) throw new Damage("it ends too early");
    return buffer;
  }

  /** In the order of the chunks. */
  unseal(sealed: Buffer, index: number): Buffer {
    this.hash.update(sealed.subarray(sealed.length - TAG_BYTES));
    try {
      return this.cipher.unseal(sealed, index, this.isLast(index));
    } catch {
      throw new Damage(`chunk ${index} is not what was stored`);
    }
  }

  /** SHA-256 (hex) of header and tags, once all are unsealed. */
  sum(): string {
    return this.hash.digest("hex");
  }

  private placeOf(index: number): number {
    return this.header.bytes.length + index * STEP;
  }
}
