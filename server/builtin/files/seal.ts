import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { DataKey } from "@/server/shared/keyring";
import { Damage } from "./damage";
import {
  CHUNK_BYTES,
  chunkCipher,
  type Header,
  MAX_HEADER_BYTES,
  newHeader,
  parseHeader,
  TAG_BYTES,
  type Version,
} from "./format";
import { readFully, writeFully } from "./handles";
import { type Reading, Splitter, type Writing } from "./members";
import type { GenerationId } from "./port";

/**
 * Seals `plain` into `sealed`. While one chunk of 1 MiB is sealed, the next is read, which tells whether this is the
 * last, and the one before is written: about four are in memory.
 * @returns bytes written, and the SHA-256 (hex) of what was read
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
  const cipher = await chunkCipher(header, id, key);
  const hash = createHash("sha256");
  await writeFully(sealed, header.bytes);
  const bytes = await inTurn(sealed, async (take) => {
    let [current, next] = [Buffer.alloc(CHUNK_BYTES), Buffer.alloc(CHUNK_BYTES)];
    let length = await readFully(plain, current);
    for (let index = 0; ; index++) {
      signal?.throwIfAborted();
      const chunk = current.subarray(0, length);
      const reading = length === CHUNK_BYTES ? readFully(plain, next) : 0;
      hash.update(chunk);
      const following = await reading;
      await take(cipher.seal(chunk, index, following === 0));
      if (following === 0) return;
      [current, next, length] = [next, current, following];
    }
  });
  return { bytes: header.bytes.length + bytes, sha256: hash.digest("hex") };
}

/** Takes chunks that are still made. Resolves when the one before is written. */
type Take = (making: Promise<Buffer>) => Promise<void>;

/**
 * Writes the chunks that `make` gives in their order, one at a time, while others are made.
 * @returns bytes of all of them. Whether it fails or not, no more is written when it is done
 */
async function inTurn(file: Writing, make: (take: Take) => Promise<void>): Promise<number> {
  let bytes = 0;
  let writing: Promise<void> = Promise.resolve();
  const write = async (before: Promise<void>, making: Promise<Buffer>) => {
    const [chunk] = await Promise.all([making, before]);
    await writeFully(file, chunk);
    bytes += chunk.length;
  };
  const take: Take = async (making) => {
    const before = writing;
    writing = write(before, making);
    // Told to whoever comes next; until then nobody waits for it.
    writing.catch(() => undefined);
    await before;
  };
  try {
    await make(take);
  } finally {
    await Promise.allSettled([writing]);
  }
  await writing;
  return bytes;
}

/** The header of a sealed file, or null where there is none. */
export async function readHeader(sealed: FileHandle): Promise<Header | null> {
  const start = Buffer.alloc(MAX_HEADER_BYTES);
  const { bytesRead } = await sealed.read(start, 0, start.length, 0);
  return parseHeader(start.subarray(0, bytesRead));
}

/**
 * Unseals `sealed` into its members, chunk by chunk. Throws `Damage` at the first chunk that is not what was sealed for
 * this generation under this key; what was written before it must be thrown away.
 * @param codes null where nobody needs them
 * @returns bytes of each member
 */
export async function unsealFile(
  sealed: FileHandle,
  database: Writing,
  codes: Writing | null,
  id: GenerationId,
  key: DataKey,
): Promise<{ bytes: number; codes: number }> {
  const header = await readHeader(sealed);
  if (!header) throw new Damage("it does not begin like a generation");
  if (header.keyId !== key.id) throw new Damage("it was sealed with another key");
  if (header.version === 1) return { bytes: await unsealChunks(sealed, header, database, id, key), codes: 0 };
  const members = new Splitter(database, codes, header.version === 3);
  await unsealChunks(sealed, header, members, id, key);
  members.end();
  return { bytes: members.database, codes: members.codes };
}

/**
 * While one chunk is unsealed, the next is read and the one before is written.
 * @returns bytes written
 */
async function unsealChunks(
  sealed: FileHandle,
  header: Header,
  plain: Writing,
  id: GenerationId,
  key: DataKey,
): Promise<number> {
  const size = (await sealed.stat()).size;
  const cipher = await chunkCipher(header, id, key);
  const buffer = Buffer.alloc(CHUNK_BYTES + TAG_BYTES);
  let at = header.bytes.length;
  return inTurn(plain, async (take) => {
    for (let index = 0; ; index++) {
      const length = Math.min(buffer.length, size - at);
      const last = at + length >= size;
      if (length < TAG_BYTES) throw new Damage("it ends too early");
      const { bytesRead } = await sealed.read(buffer, 0, length, at);
      if (bytesRead !== length) throw new Damage("it ends too early");
      await take(unsealChunk(cipher.unseal(buffer.subarray(0, length), index, last), index));
      at += length;
      if (last) return;
    }
  });
}

async function unsealChunk(unsealing: Promise<Buffer>, index: number): Promise<Buffer> {
  try {
    return await unsealing;
  } catch {
    throw new Damage(`chunk ${index} is not what was stored`);
  }
}
