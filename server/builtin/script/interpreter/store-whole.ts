import { open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { storingName } from "../storing";
import { markOf } from "./file-mark";

/**
 * Writes a file whole or not at all, through a power cut too: it may be all that is left of older rows.
 * @returns what `write` returned, and the file's mark; none where somebody stored another one right behind
 */
export async function storeWhole<T>(
  target: string,
  write: (path: string) => Promise<T>,
): Promise<{ result: T; mark: string | undefined }> {
  const made = join(dirname(target), storingName());
  try {
    const result = await write(made);
    await sync(made);
    const before = await stat(made, { bigint: true });
    await rename(made, target);
    await sync(dirname(target));
    // Its new name has changed its `ctime`.
    const after = await stat(target, { bigint: true }).catch(() => undefined);
    const isSame = after && after.ino === before.ino && after.mtimeNs === before.mtimeNs;
    return { result, mark: isSame ? markOf(after) : undefined };
  } catch (error) {
    await rm(made, { force: true });
    throw error;
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
