import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { BASE_SUFFIX, SEALED_SUFFIX, writerOf } from "./paths";

/** A process id may have been taken over by another program; after a day no writer is still at it. */
const OLDEST_WRITER_MS = 24 * 3600 * 1000;

/**
 * Removes files ending in `suffix` below `folder` whose writer is gone.
 * @param writing paths this process is writing now
 * @returns how many were removed
 */
export async function sweepTemporaries(
  folder: string,
  suffix: string,
  writing: ReadonlySet<string>,
): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let removed = 0;
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith(suffix)) continue;
    const path = join(entry.parentPath, entry.name);
    if (writing.has(path) || (await isBeingWritten(path, entry.name))) continue;
    await rm(path, { force: true });
    removed++;
  }
  return removed;
}

/** Removes bases below `folder` whose changes are not there: a base is put there first. @returns how many were removed */
export async function sweepBases(folder: string, now: number): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const there = new Set(entries.map((entry) => join(entry.parentPath, entry.name)));
  let removed = 0;
  for (const path of there) {
    if (!path.endsWith(BASE_SUFFIX) || there.has(`${path.slice(0, -BASE_SUFFIX.length)}${SEALED_SUFFIX}`))
      continue;
    const found = await stat(path).catch(() => null);
    // Giving a file another name changes its `ctime`.
    if (!found || now - found.ctimeMs < OLDEST_WRITER_MS) continue;
    await rm(path, { force: true });
    removed++;
  }
  return removed;
}

async function isBeingWritten(path: string, name: string): Promise<boolean> {
  const pid = writerOf(name);
  if (pid === null || pid === process.pid || !isAlive(pid)) return false;
  const found = await stat(path).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs < OLDEST_WRITER_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
