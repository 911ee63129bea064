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
 * Seals `plain` into `sealed`, one chunk in memory at a time (two buffers of 1 MiB: the next one tells whether this
 * is the last).
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
  const cipher = chunkCipher(header, id, key);
  const hash = createHash("sha256");
  await writeFully(sealed, header.bytes);
  let bytes = header.bytes.length;
  let [current, next] = [Buffer.alloc(CHUNK_BYTES), Buffer.alloc(CHUNK_BYTES)];
  let length = await readFully(plain, current);
  for (let index = 0; ; index++) {
    signal?.throwIfAborted();
    const following = length === CHUNK_BYTES ? await readFully(plain, next) : 0;
    const chunk = current.subarray(0, length);
    hash.update(chunk);
    const out = cipher.seal(chunk, index, following === 0);
    await writeFully(sealed, out);
    bytes += out.length;
    if (following === 0) return { bytes, sha256: hash.digest("hex") };
    [current, next, length] = [next, current, following];
  }
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

/** @returns bytes written */
async function unsealChunks(
  sealed: FileHandle,
  header: Header,
  plain: Writing,
  id: GenerationId,
  key: DataKey,
): Promise<number> {
  const size = (await sealed.stat()).size;
  const cipher = chunkCipher(header, id, key);
  const step = CHUNK_BYTES + TAG_BYTES;
  const buffer = Buffer.alloc(step);
  let at = header.bytes.length;
  let bytes = 0;
  for (let index = 0; ; index++) {
    const length = Math.min(step, size - at);
    const last = at + length >= size;
    if (length < TAG_BYTES) throw new Damage("it ends too early");
    const { bytesRead } = await sealed.read(buffer, 0, length, at);
    if (bytesRead !== length) throw new Damage("it ends too early");
    const chunk = unsealChunk(() => cipher.unseal(buffer.subarray(0, length), index, last), index);
    await writeFully(plain, chunk);
    bytes += chunk.length;
    at += length;
    if (last) return bytes;
  }
}

function unsealChunk(unseal: () => Buffer, index: number): Buffer {
  try {
    return unseal();
  } catch {
    throw new Damage(`chunk ${index} is not what was stored`);
  }
}
