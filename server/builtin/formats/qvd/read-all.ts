import type { FileHandle } from "node:fs/promises";
import { damaged } from "../format-error";

/**
 * Fills all of `into` with what the file has from `start` on.
 * @throws FormatError where it has less
 */
export async function readAll(file: FileHandle, into: Uint8Array, start: number): Promise<void> {
  for (let at = 0; at < into.length; ) {
    const { bytesRead } = await file.read(into, at, into.length - at, start + at);
    if (bytesRead === 0) throw damaged("became shorter while it was read", start + at);
    at += bytesRead;
  }
}
