import { type FileHandle, link, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { randomToken } from "@/server/shared/crypto";
import type { DataKey } from "@/server/shared/keyring";
import { makeFolder } from "@/server/shared/make-folder";
import { errno } from "@/server/shared/unwritable";
import { Damage } from "./damage";
import { writePlaced, writeWhole } from "./handles";
import type { GenerationId, Opened, OpenedFiles } from "./port";
import { readHeader, type Unsealed, unsealFile } from "./seal";

/** Where a generation is unsealed to; code tables where somebody needs them. */
export interface PlainPaths {
  database: string;
  log: string;
  codes: string | null;
}

const COPIED_AT_ONCE = 2 ** 20;

/** File systems without several names for a file, other ones than that of the source, and a source that is gone. */
const NO_LINK = new Set(["ENOENT", "EXDEV", "EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/** Gives a file another name, in place of what had it. @returns false where it cannot have one */
export async function linked(source: string, target: string, temporary: string): Promise<boolean> {
  try {
    await makeFolder(dirname(target));
    await link(source, temporary);
    await rename(temporary, target);
    return true;
  } catch (error) {
    if (NO_LINK.has(errno(error) ?? "")) return false;
    throw error;
  } finally {
    // Where both are the same file already, a rename leaves them as they are.
    await rm(temporary, { force: true });
  }
}

/** Where the base of changes lies: sealed, and perhaps open already. */
export interface BasePlace {
  path: string;
  near: OpenedFiles | undefined;
}

/** Unseals a generation whole or not at all. @throws Damage */
export async function unsealAll(
  sealed: FileHandle,
  place: BasePlace,
  paths: PlainPaths,
  id: GenerationId,
  key: DataKey,
): Promise<Opened> {
  const isChanges = (await readHeader(sealed))?.version === 4;
  try {
    const opened = await written(paths.codes, (codes) =>
      written(isChanges ? paths.log : null, async (log) => {
        if (!log)
          return whole(paths.database, async (database) =>
            described(await unsealFile(sealed, { database, codes }, id, key), id),
          );
        const own = await unsealFile(sealed, { database: log, codes }, id, key);
        return (
          (await takenOver(place.near, own, { database: paths.database, codes })) ??
          (await whole(paths.database, (database) =>
            unsealBase(place.path, own, { database, codes }, id, key),
          ))
        );
      }),
    );
    if (opened.codes === 0) await remove(paths.codes);
    return opened;
  } catch (error) {
    for (const path of Object.values(paths)) await remove(path);
    throw error;
  }
}

/** The base from files that are open already; null where they are of another one, or gone. */
async function takenOver(
  near: OpenedFiles | undefined,
  { bytes, codes, base }: Unsealed,
  into: { database: string; codes: FileHandle | null },
): Promise<Opened | null> {
  if (!near || !base || !isDeepStrictEqual(near.base, base)) return null;
  if (into.codes && codes > 0 && !(await copied(near.codes, into.codes, base.codes))) return null;
  if (!(await linked(near.database, into.database, `${into.database}.${randomToken(6)}.part`))) return null;
  return { bytes: (await stat(into.database)).size + bytes, codes, base };
}

/** @returns false where there is not so much to copy */
async function copied(path: string | null, into: FileHandle, bytes: number): Promise<boolean> {
  if (bytes === 0) return true;
  const from = path ? await open(path, "r").catch(() => null) : null;
  if (!from) return false;
  try {
    const part = Buffer.alloc(Math.min(bytes, COPIED_AT_ONCE));
    for (let at = 0; at < bytes; ) {
      const { bytesRead } = await from.read(part, 0, Math.min(part.length, bytes - at), at);
      if (bytesRead === 0) return false;
      await writePlaced({ file: into, bytes: part.subarray(0, bytesRead), at });
      at += bytesRead;
    }
    return true;
  } finally {
    await from.close();
  }
}

async function remove(path: string | null): Promise<void> {
  if (path) await rm(path, { force: true });
}

/** The base of changes, which are unsealed already, and is not another one. */
async function unsealBase(
  path: string,
  { bytes, codes, base }: Unsealed,
  files: { database: FileHandle; codes: FileHandle | null },
  id: GenerationId,
  key: DataKey,
): Promise<Opened> {
  if (!base) throw new Damage("its base is not described");
  const sealed = await open(path, "r").catch((error: unknown) => {
    throw errno(error) === "ENOENT" ? new Damage("its base is not there") : error;
  });
  try {
    const found = await unsealFile(sealed, files, { ...id, generation: base.generation }, key);
    if (found.base || found.sha256 !== base.sha256 || found.codes !== base.codes)
      throw new Damage("its base is another one");
    return { bytes: found.bytes + bytes, codes, base };
  } finally {
    await sealed.close();
  }
}

function described({ bytes, codes, sha256 }: Unsealed, { generation }: GenerationId): Opened {
  return { bytes, codes, base: { generation, sha256, codes } };
}

function whole<T>(path: string, write: (file: FileHandle) => Promise<T>): Promise<T> {
  return writeWhole(path, `${path}.${randomToken(6)}.part`, false, write);
}

function written<T>(path: string | null, write: (file: FileHandle | null) => Promise<T>): Promise<T> {
  return path ? whole(path, write) : write(null);
}
