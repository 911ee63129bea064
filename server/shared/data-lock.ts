import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

export interface LockHolder {
  pid: number;
  /** Start time of the process, in clock ticks since boot (Linux), so that a reused pid is not taken for it. */
  started: string;
  url: string;
}

export function lockFile(dataFolder: string): string {
  return join(dataFolder, "tenantry.lock");
}

/** Start time of a process as Linux tells it; empty where there is no /proc. */
export function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function isAlive(holder: LockHolder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return !holder.started || processStart(holder.pid) === holder.started;
}

/** Who owns the data folder now; null where nobody alive does. */
export function lockHolder(dataFolder: string): LockHolder | null {
  try {
    const holder = JSON.parse(readFileSync(lockFile(dataFolder), "utf8")) as LockHolder;
    return isAlive(holder) ? holder : null;
  } catch {
    return null;
  }
}

/**
 * Takes the data folder for this process; a dead holder's lock is taken over.
 * @returns releases it
 */
export function takeDataFolder(dataFolder: string, url: string): () => void {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const holder = lockHolder(dataFolder);
  if (holder && holder.pid !== process.pid) {
    throw new Error(
      `The data folder ${dataFolder} is in use by the portal at ${holder.url} (process ${holder.pid}). ` +
        "Stop that one first, or give this one a folder of its own with TENANTRY_DATA.",
    );
  }
  const file = lockFile(dataFolder);
  if (existsSync(file)) rmSync(file, { force: true });
  const handle = openSync(file, "wx", 0o600);
  writeSync(handle, JSON.stringify({ pid: process.pid, started: processStart(process.pid), url }));
  closeSync(handle);
  return () => {
    if (lockHolder(dataFolder)?.pid === process.pid) rmSync(file, { force: true });
  };
}
