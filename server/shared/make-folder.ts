import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { errno } from "./unwritable";

/**
 * Makes a folder and those above it, for this account alone; one that is there stays. On a read-only disk Node says
 * that no such folder is there, so they are made one by one then: the first that cannot be made tells why.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (errno(error) !== "ENOENT") throw error;
    await makeEach(path);
  }
}

async function makeEach(path: string): Promise<void> {
  if (await stat(path).catch(() => null)) return;
  if (dirname(path) !== path) await makeEach(dirname(path));
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    if (errno(error) !== "EEXIST") throw error;
  });
}
