import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { catalogOf } from "@/server/builtin/associative/catalog";
import { createLocalGenerationStore } from "@/server/builtin/files/local";
import type { GenerationId, GenerationStore } from "@/server/builtin/files/port";
import { saveCodes } from "@/server/builtin/kernel/save";
import { fillGeneration, type TestTable } from "@/server/builtin/testing";
import { randomToken } from "@/server/shared/crypto";
import { silentLogger } from "@/server/shared/logger";

export const MEBIBYTE = 1024 * 1024;

/** Every tenant has a key of its own. */
export const keyOf = async (tenant: string) => ({
  id: `dek_${tenant}`.slice(0, 60),
  bytes: createHash("sha256").update(tenant).digest(),
});

export interface HostsWorld {
  folder: string;
  scratch: string;
  generations: GenerationStore;
  /** Seals tables as a reload does. @param codes with code tables beside the database */
  put(id: GenerationId, tables: readonly TestTable[], codes?: boolean): Promise<void>;
  /** Names of the unsealed files of all hosts. */
  unsealed(): Promise<string[]>;
  close(): Promise<void>;
}

/** A folder with sealed generations for engine hosts. */
export async function hostsWorld(): Promise<HostsWorld> {
  const folder = await mkdtemp(join(tmpdir(), "tenantry-engine-"));
  const scratch = join(folder, "scratch");
  const generations = createLocalGenerationStore({ folder: join(folder, "generations"), log: silentLogger });
  return {
    folder,
    scratch,
    generations,
    async put(id, tables, codes = false) {
      const database = join(folder, `${randomToken(6)}.duckdb`);
      const codesFile = `${database}.codes`;
      await makeFiles(database, tables, codes ? codesFile : null);
      const plain = { database, codes: codes ? codesFile : null };
      await generations.put(id, await keyOf(id.tenant), plain);
      await Promise.all([rm(database), rm(codesFile, { force: true })]);
    },
    async unsealed() {
      const entries = await readdir(scratch, { recursive: true, withFileTypes: true }).catch(() => []);
      return entries.filter((e) => e.isFile()).map((e) => e.name);
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function makeFiles(database: string, tables: readonly TestTable[], codes: string | null) {
  const instance = await DuckDBInstance.create(database, { threads: "1" });
  try {
    const db = await instance.connect();
    const model = await fillGeneration(db, tables);
    if (codes) await saveCodes(db, catalogOf(model), codes);
    await db.run("CHECKPOINT");
    db.closeSync();
  } finally {
    instance.closeSync();
  }
}
