import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { safePart } from "@/server/builtin/files/paths";
import { storingWriter } from "@/server/builtin/script";

/** Where a tenant's scripts STORE tables. */
export function storedFolder(uploads: string, tenant: string): string {
  return join(uploads, safePart(tenant), "stored");
}

/** Removes what a process that is gone had not finished to STORE in a tenant's folder. */
export async function removeStoring(folder: string, writer: number): Promise<number> {
  return removeWhere(folder, (pid) => pid === writer);
}

/** Removes all that was not finished in any tenant's folder. To be called before any reload starts. */
export async function sweepStoring(uploads: string): Promise<number> {
  let removed = 0;
  for (const tenant of await readdir(uploads).catch(() => []))
    removed += await removeWhere(storedFolder(uploads, tenant), () => true);
  return removed;
}

async function removeWhere(folder: string, isLeft: (pid: number) => boolean): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let removed = 0;
  for (const entry of entries) {
    const writer = storingWriter(entry.name);
    if (!entry.isFile() || writer === null || !isLeft(writer)) continue;
    await rm(join(entry.parentPath, entry.name), { force: true });
    removed++;
  }
  return removed;
}
