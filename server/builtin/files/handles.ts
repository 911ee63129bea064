import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Placed, Reading } from "./members";

/** Reads until `buffer` is full or the file ends; returns the bytes read. */
export async function readFully(file: Reading, buffer: Buffer): Promise<number> {
  let at = 0;
  while (at < buffer.length) {
    const { bytesRead } = await file.read(buffer, at, buffer.length - at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return at;
}

export async function writePlaced({ file, bytes, at }: Placed): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}

/** Makes a rename or a removal inside `folder` last through a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes `target` whole or not at all: under `temporary` (0600), then renamed. On any error the temporary file is
 * removed and the error thrown.
 * @param lasting also through a power cut: file and folder are fsynced
 */
export async function writeWhole<T>(
  target: string,
  temporary: string,
  lasting: boolean,
  write: (file: FileHandle) => Promise<T>,
): Promise<T> {
  try {
    const file = await open(temporary, "wx", 0o600);
    let result: T;
    try {
      result = await write(file);
      if (lasting) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
    if (lasting) await syncFolder(dirname(target));
    return result;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
