import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import type { DataKey } from "@/server/shared/keyring";
import type { GenerationId } from "./port";

const CIPHER = "aes-256-gcm";

/** The sealed file's layout; `docs/decisions/0010-generation-format.md` says why. */
const MAGIC = Buffer.from("TNTYGEN", "latin1");
const VERSION_AT = MAGIC.length;
const START_BYTES = MAGIC.length + 1;
const SALT_BYTES = 16;
const NONCE_PREFIX_BYTES = 8;
const MAX_KEY_ID_BYTES = 255;
/** Header up to the key id: magic and version, chunk size, salt, nonce prefix, length of the key id. */
const FIXED_BYTES = START_BYTES + 4 + SALT_BYTES + NONCE_PREFIX_BYTES + 1;

export const CHUNK_BYTES = 1024 * 1024;
export const TAG_BYTES = 16;
/** A header never needs more bytes than this. */
export const MAX_HEADER_BYTES = FIXED_BYTES + MAX_KEY_ID_BYTES;

/**
 * 1: a file and nothing else; 2: lengths of the members, then the members (`members.ts`); 3: the same, the DuckDB file
 * without its pages of zeros (`zeros.ts`); 4: changes to another generation, whose sealed file lies beside it.
 */
export type Version = 1 | 2 | 3 | 4;
const VERSIONS: readonly Version[] = [1, 2, 3, 4];

export interface Header {
  version: Version;
  keyId: string;
  salt: Buffer;
  noncePrefix: Buffer;
  /** The header as it stands in the file; it is authenticated with every chunk. */
  bytes: Buffer;
}

/** A fresh header with random salt and nonce prefix: two files never share a key and nonce. */
export function newHeader(keyId: string, version: Version): Header {
  const id = Buffer.from(keyId, "utf8");
  if (id.length === 0 || id.length > MAX_KEY_ID_BYTES) throw new Error("A key id has 1 to 255 bytes.");
  const salt = randomBytes(SALT_BYTES);
  const noncePrefix = randomBytes(NONCE_PREFIX_BYTES);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(CHUNK_BYTES);
  const bytes = Buffer.concat([
    MAGIC,
    Buffer.from([version]),
    size,
    salt,
    noncePrefix,
    Buffer.from([id.length]),
    id,
  ]);
  return { version, keyId, salt, noncePrefix, bytes };
}

/**
 * Header of a file's first bytes, or null where they are not a header of a known version.
 * @param start at least `MAX_HEADER_BYTES`, or the whole file where it is shorter
 */
export function parseHeader(start: Buffer): Header | null {
  if (start.length < FIXED_BYTES || !start.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  const version = VERSIONS.find((known) => known === start[VERSION_AT]);
  if (!version) return null;
  if (start.readUInt32BE(START_BYTES) !== CHUNK_BYTES) return null;
  const saltAt = START_BYTES + 4;
  const prefixAt = saltAt + SALT_BYTES;
  const length = start[FIXED_BYTES - 1] ?? 0;
  const end = FIXED_BYTES + length;
  if (length === 0 || start.length < end) return null;
  return {
    version,
    keyId: start.toString("utf8", FIXED_BYTES, end),
    salt: Buffer.from(start.subarray(saltAt, prefixAt)),
    noncePrefix: Buffer.from(start.subarray(prefixAt, FIXED_BYTES - 1)),
    bytes: Buffer.from(start.subarray(0, end)),
  };
}

/** Seals and unseals the chunks of one file. Chunks are bound to the file, its place and its owner. */
export interface ChunkCipher {
  /** @returns ciphertext and tag, which belong behind each other */
  seal(plain: Buffer, index: number, last: boolean): [Buffer, Buffer];
  /** @throws where a byte, the place, the end or the owner is not what was sealed */
  unseal(sealed: Buffer, index: number, last: boolean): Buffer;
}

/**
 * A chunk takes half a millisecond of the thread it is called on. WebCrypto would do it on another one, but its copies
 * take this one as long, and all of it twice.
 */
export function chunkCipher(header: Header, id: GenerationId, key: DataKey): ChunkCipher {
  const fileKey = new Uint8Array(hkdfSync("sha256", key.bytes, header.salt, "tenantry generation", 32));
  const owner = createHash("sha256")
    .update(JSON.stringify([id.tenant, id.app, id.generation, header.bytes.toString("base64")]))
    .digest();
  const nonce = (index: number) => {
    const bytes = Buffer.alloc(NONCE_PREFIX_BYTES + 4);
    header.noncePrefix.copy(bytes);
    bytes.writeUInt32BE(index, NONCE_PREFIX_BYTES);
    return bytes;
  };
  const context = (index: number, last: boolean) => {
    const bytes = Buffer.alloc(5);
    bytes.writeUInt32BE(index);
    bytes[4] = last ? 1 : 0;
    return Buffer.concat([owner, bytes]);
  };
  return {
    seal(plain, index, last) {
      const cipher = createCipheriv(CIPHER, fileKey, nonce(index), { authTagLength: TAG_BYTES });
      cipher.setAAD(context(index, last));
      const sealed = cipher.update(plain);
      cipher.final();
      return [sealed, cipher.getAuthTag()];
    },
    unseal(sealed, index, last) {
      if (sealed.length < TAG_BYTES) throw new Error("A chunk is shorter than its tag.");
      const decipher = createDecipheriv(CIPHER, fileKey, nonce(index), { authTagLength: TAG_BYTES });
      decipher.setAAD(context(index, last));
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
      const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
      decipher.final();
      return plain;
    },
  };
}
