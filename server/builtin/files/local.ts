import { type FileHandle, open, readdir, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { randomToken } from "@/server/shared/crypto";
import { AppError } from "@/server/shared/errors";
import type { DataKey } from "@/server/shared/keyring";
import type { Logger } from "@/server/shared/logger";
import { makeFolder } from "@/server/shared/make-folder";
import { errno, unwritable } from "@/server/shared/unwritable";
import { linked, unsealAll } from "./changes";
import { Damage } from "./damage";
import { syncFolder, writeWhole } from "./handles";
import type { PlainChanges, PlainFiles } from "./members";
import {
  appFolder,
  basePath,
  logPath,
  SEALED_SUFFIX,
  safePart,
  sealedPath,
  TEMPORARY_SUFFIX,
  temporaryName,
} from "./paths";
import type { GenerationId, GenerationStore, OpenedFiles, Stored } from "./port";
import { reading, readingChanges } from "./reading";
import { readHeader, sealFile } from "./seal";
import { sweepBases, sweepTemporaries } from "./sweep";

/**
 * Generations in a local folder: `<folder>/<tenant>/<app>/<generation>.tgen`, folders 0700, files 0600. Beside changes
 * lies the sealed file of their base, `<generation>.base`: another name of the same bytes, which may lose their others.
 * Errors: `generations.missing`, `generations.damaged`, `generations.unwritable` (disk full, read-only).
 */
export function createLocalGenerationStore(options: {
  folder: string;
  log: Logger;
  now?: () => number;
}): GenerationStore {
  const { folder, log, now = Date.now } = options;
  const writing = new Set<string>();

  async function put(
    id: GenerationId,
    key: DataKey,
    plain: string | PlainFiles,
    signal?: AbortSignal,
  ): Promise<Stored> {
    const stored = await reading(plain, (from, version) =>
      seal(id, (file) => sealFile(from, version, file, id, key, signal)),
    );
    await rm(basePath(folder, id), { force: true });
    return stored;
  }

  const sourceOf = (id: GenerationId, { from, base }: Pick<PlainChanges, "from" | "base">) =>
    (from === base.generation ? sealedPath : basePath)(folder, { ...id, generation: from });

  async function keepsChanges(id: GenerationId, to: Pick<PlainChanges, "from" | "base">) {
    const tried = temporaryOf(id);
    return linked(sourceOf(id, to), tried, tried);
  }

  /** The base gets its name when all else is done: who dies before leaves none, and that of an earlier attempt as it was. */
  async function putChanges(id: GenerationId, key: DataKey, changes: PlainChanges, signal?: AbortSignal) {
    const path = basePath(folder, id);
    try {
      const { bytes, sha256 } = await readingChanges(changes, (from) =>
        seal(id, async (file) => {
          const sealed = await sealFile(from, 4, file, id, key, signal);
          if (!(await linked(sourceOf(id, changes), path, temporaryOf(id)))) throw new NoBase();
          return sealed;
        }),
      );
      return { bytes: bytes + (await stat(path)).size, sha256 };
    } catch (error) {
      if (error instanceof NoBase) return null;
      if (!(await stat(sealedPath(folder, id)).catch(absent))) await rm(path, { force: true });
      throw error;
    }
  }

  const temporaryOf = (id: GenerationId) =>
    join(appFolder(folder, id), temporaryName(id.generation, randomToken(6)));

  async function seal<T>(id: GenerationId, write: (file: FileHandle) => Promise<T>): Promise<T> {
    const [target, temporary] = [sealedPath(folder, id), temporaryOf(id)];
    writing.add(temporary);
    try {
      await makeFolder(dirname(target));
      return await writeWhole(target, temporary, true, write);
    } catch (error) {
      throw unwritable(error);
    } finally {
      writing.delete(temporary);
    }
  }

  async function openPlain(
    id: GenerationId,
    key: DataKey,
    plainFile: string,
    codesFile?: string,
    near?: OpenedFiles,
  ) {
    const sealed = await open(sealedPath(folder, id), "r").catch((error: unknown) => {
      throw errno(error) === "ENOENT" ? missing(id) : error;
    });
    const paths = { database: plainFile, log: logPath(plainFile), codes: codesFile ?? null };
    try {
      return await unsealAll(sealed, { path: basePath(folder, id), near }, paths, id, key);
    } catch (error) {
      if (!(error instanceof Damage)) throw unwritable(error);
      // Deleted meanwhile: its base may have gone with it.
      if ((await sealed.stat()).nlink === 0) throw missing(id);
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
    if (!found) return null;
    return found.size + ((await stat(basePath(folder, id)).catch(absent))?.size ?? 0);
  }

  async function remove(id: GenerationId) {
    const path = sealedPath(folder, id);
    for (const own of [path, basePath(folder, id)]) await rm(own, { force: true });
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
    keepsChanges,
    putChanges,
    open: openPlain,
    keyId,
    changes: async (id) => {
      const base = await stat(basePath(folder, id)).catch(absent);
      return base ? ((await stat(sealedPath(folder, id)).catch(absent))?.size ?? 0) : 0;
    },
    size,
    delete: remove,
    deleteTenant: async (tenant) => rm(join(folder, safePart(tenant)), { recursive: true, force: true }),
    list,
    sweep: async () =>
      (await sweepTemporaries(folder, TEMPORARY_SUFFIX, writing)) + (await sweepBases(folder, now())),
  };
}

class NoBase extends Error {}

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
