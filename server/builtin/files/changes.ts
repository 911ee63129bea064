import { type FileHandle, link, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { randomToken } from "@/server/shared/crypto";
import type { DataKey } from "@/server/shared/keyring";
import { errno } from "@/server/shared/unwritable";
import { Damage } from "./damage";
import { writeWhole } from "./handles";
import type { GenerationId, Opened } from "./port";
import { readHeader, type Unsealed, unsealFile } from "./seal";

/** Where a generation is unsealed to; code tables where somebody needs them. */
export interface PlainPaths {
  database: string;
  log: string;
  codes: string | null;
}

/** File systems without several names for a file, other ones than that of the source, and a source that is gone. */
const NO_LINK = new Set(["ENOENT", "EXDEV", "EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/** Gives a file another name, in place of what had it. @returns false where it cannot have one */
export async function linked(source: string, target: string, temporary: string): Promise<boolean> {
  try {
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
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

/** Unseals a generation whole or not at all. @throws Damage */
export async function unsealAll(
  sealed: FileHandle,
  basePath: string,
  paths: PlainPaths,
  id: GenerationId,
  key: DataKey,
): Promise<Opened> {
  const isChanges = (await readHeader(sealed))?.version === 4;
  try {
    const opened = await written(paths.codes, (codes) =>
      written(isChanges ? paths.log : null, (log) =>
        whole(paths.database, async (database) => {
          if (!log) return described(await unsealFile(sealed, { database, codes }, id, key), id);
          const own = await unsealFile(sealed, { database: log, codes }, id, key);
          return unsealBase(basePath, own, { database, codes }, id, key);
        }),
      ),
    );
    if (opened.codes === 0) await remove(paths.codes);
    return opened;
  } catch (error) {
    await remove(paths.log);
    await remove(paths.codes);
    throw error;
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
