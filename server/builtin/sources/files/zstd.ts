import { type FileHandle, open } from "node:fs/promises";

/* Frames and blocks of Zstandard as in RFC 8878, section 3.1: only how long they are. */
const FRAME = 0xfd2fb528;
/** Frames of anything else have a number of 16, beginning with this. */
const SKIPPED = 0x184d2a50;
const DICTIONARY_BYTES = [0, 1, 2, 4];
const SIZE_BYTES = [0, 2, 4, 8];
const [REPEATED, RESERVED] = [1, 3];

/** Whether a Zstandard file ends where its last frame does. Its content is not looked at. */
export async function isWholeZstd(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    let at = 0;
    while (at < size) {
      const end = await frameEnd(file, at);
      if (end === null || end > size) return false;
      at = end;
    }
    return size > 0;
  } finally {
    await file.close();
  }
}

/** Where a frame ends; null where it is none. */
async function frameEnd(file: FileHandle, at: number): Promise<number | null> {
  const head = await bytesAt(file, at, 8);
  if (head.length < 5) return null;
  const magic = head.readUInt32LE(0);
  if ((magic & 0xfffffff0) >>> 0 === SKIPPED) return head.length < 8 ? null : at + 8 + head.readUInt32LE(4);
  if (magic !== FRAME) return null;
  const flags = head.readUInt8(4);
  const isSingle = (flags & 0x20) !== 0;
  const sizeBytes = SIZE_BYTES[flags >> 6] || (isSingle ? 1 : 0);
  const first = at + 5 + (isSingle ? 0 : 1) + (DICTIONARY_BYTES[flags & 3] ?? 0) + sizeBytes;
  const end = await blocksEnd(file, first);
  return end === null ? null : end + ((flags & 4) !== 0 ? 4 : 0);
}

async function blocksEnd(file: FileHandle, first: number): Promise<number | null> {
  for (let at = first; ; ) {
    const head = await bytesAt(file, at, 3);
    if (head.length < 3) return null;
    const block = head.readUIntLE(0, 3);
    const type = (block >> 1) & 3;
    if (type === RESERVED) return null;
    at += 3 + (type === REPEATED ? 1 : block >> 3);
    if (block & 1) return at;
  }
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
