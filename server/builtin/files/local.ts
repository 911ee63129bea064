import { type FileHandle, mkdir, open, readdir, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { randomToken } from "@/server/shared/crypto";
import { AppError } from "@/server/shared/errors";
import type { DataKey } from "@/server/shared/keyring";
import type { Logger } from "@/server/shared/logger";
import { errno, unwritable } from "@/server/shared/unwritable";
import { Damage } from "./damage";
import type { Version } from "./format";
import { syncFolder, writeWhole } from "./handles";
import { joined, lengths, type PlainFiles, type Reading } from "./members";
import { appFolder, SEALED_SUFFIX, safePart, sealedPath, TEMPORARY_SUFFIX, temporaryName } from "./paths";
import type { GenerationId, GenerationStore } from "./port";
import { readHeader, sealFile, unsealFile } from "./seal";
import { sweepTemporaries } from "./sweep";
import { withoutZeros } from "./zeros";

/**
 * Generations in a local folder: `<folder>/<tenant>/<app>/<generation>.tgen`, folders 0700, files 0600.
 * Errors: `generations.missing`, `generations.damaged`, `generations.unwritable` (disk full, read-only).
 */
export function createLocalGenerationStore(options: { folder: string; log: Logger }): GenerationStore {
  const { folder, log } = options;
  const writing = new Set<string>();

  async function put(
    id: GenerationId,
    key: DataKey,
    plain: string | PlainFiles,
    signal?: AbortSignal,
  ): Promise<{ bytes: number; sha256: string }> {
    const target = sealedPath(folder, id);
    const temporary = join(dirname(target), temporaryName(id.generation, randomToken(6)));
    writing.add(temporary);
    try {
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      return await reading(plain, (from, version) =>
        writeWhole(target, temporary, true, (file) => sealFile(from, version, file, id, key, signal)),
      );
    } catch (error) {
      throw unwritable(error);
    } finally {
      writing.delete(temporary);
    }
  }

  async function openPlain(id: GenerationId, key: DataKey, plainFile: string, codesFile?: string) {
    const sealed = await open(sealedPath(folder, id), "r").catch((error: unknown) => {
      throw errno(error) === "ENOENT" ? missing(id) : error;
    });
    try {
      const part = (path: string) => `${path}.${randomToken(6)}.part`;
      return await writeWhole(plainFile, part(plainFile), false, async (file) => {
        if (!codesFile) return unsealFile(sealed, file, null, id, key);
        const unseal = (codes: FileHandle) => unsealFile(sealed, file, codes, id, key);
        const unsealed = await writeWhole(codesFile, part(codesFile), false, unseal);
        if (unsealed.codes === 0) await rm(codesFile, { force: true });
        return unsealed;
      });
    } catch (error) {
      if (codesFile) await rm(codesFile, { force: true });
      if (!(error instanceof Damage)) throw unwritable(error);
      log.error({ generation: id.generation, app: id.app, reason: error.message }, "generation damaged");
      throw damaged(id, error);
    } finally {
      await sealed.close();
    }
  }

  async function keyId(id: GenerationId) {
    const sealed = await open(sealedPath(folder, id), "r").catch(absent);
    try {
      return sealed ? ((await readHeader(sealed))?.keyId ?? null) : null;
    } finally {
      await sealed?.close();
    }
  }

  async function size(id: GenerationId) {
    const found = await stat(sealedPath(folder, id)).catch(absent);
    return found ? found.size : null;
  }

  async function remove(id: GenerationId) {
    const path = sealedPath(folder, id);
    await rm(path, { force: true });
    // An empty app folder goes too; one that holds other generations stays.
    await rmdir(dirname(path)).catch(() => syncFolder(dirname(path)).catch(absent));
  }

  async function list(tenant: string): Promise<GenerationId[]> {
    const root = join(folder, safePart(tenant));
    const found: GenerationId[] = [];
    for (const app of (await readdir(root).catch(absent)) ?? []) {
      const names = (await readdir(appFolder(folder, { tenant, app, generation: "" })).catch(absent)) ?? [];
      for (const name of names.filter((n) => n.endsWith(SEALED_SUFFIX)))
        found.push({ tenant, app, generation: name.slice(0, -SEALED_SUFFIX.length) });
    }
    return found.sort((a, b) => (a.generation < b.generation ? -1 : 1));
  }

  return {
    put,
    open: openPlain,
    keyId,
    size,
    delete: remove,
    deleteTenant: async (tenant) => rm(join(folder, safePart(tenant)), { recursive: true, force: true }),
    list,
    sweep: () => sweepTemporaries(folder, TEMPORARY_SUFFIX, writing),
  };
}

/** Opens what is to be sealed for as long as `work` runs. */
async function reading<T>(
  plain: string | PlainFiles,
  work: (from: Reading, version: Version) => Promise<T>,
): Promise<T> {
  if (typeof plain === "string") return opened(plain, (file) => work(file, 1));
  return opened(plain.database, (database) => {
    const sealed = async (codes: FileHandle | null) => {
      const start = lengths((await database.stat()).size, codes ? (await codes.stat()).size : 0);
      return work(joined(start, [withoutZeros(database), ...(codes ? [codes] : [])]), 3);
    };
    return plain.codes ? opened(plain.codes, sealed) : sealed(null);
  });
}

async function opened<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, "r");
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

function absent(error: unknown): null {
  if (errno(error) === "ENOENT" || errno(error) === "ENOTDIR") return null;
  throw error;
}

function missing(id: GenerationId): AppError {
  return new AppError(
    "not-found",
    "generations.missing",
    `The data of generation "${id.generation}" is not there.`,
    {
      advice: "Reload the app to make a new generation.",
      params: { generation: id.generation },
    },
  );
}

function damaged(id: GenerationId, cause: Damage): AppError {
  return new AppError(
    "failed",
    "generations.damaged",
    `The data of generation "${id.generation}" is damaged: ${cause.message}. It was not opened.`,
    { advice: "Reload the app to make a new generation.", params: { generation: id.generation }, cause },
  );
}
