import { randomBytes } from "node:crypto";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { silentLogger } from "@/server/shared/logger";
import { CHUNK_BYTES } from "../format";
import { createLocalGenerationStore } from "../local";
import type { GenerationId, GenerationStore } from "../port";

export const key = { id: "dek_1", bytes: randomBytes(32) };
export const id = (generation: string): GenerationId => ({ tenant: "ten_a", app: "app_1", generation });

/** Files of a generation as they are when it is open. */
export interface Plain {
  database: Buffer;
  log: Buffer | null;
  codes: Buffer | null;
}

export const base = (): Plain => ({
  database: randomBytes(CHUNK_BYTES + 77),
  log: null,
  codes: randomBytes(CHUNK_BYTES / 2),
});

/** Generations in a folder of each test's own, and changes to them. */
export function testGenerations() {
  let folder: string;
  let store: GenerationStore;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tenantry-changes-"));
    store = createLocalGenerationStore({ folder: join(folder, "generations"), log: silentLogger });
    await mkdir(join(folder, "scratch"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const scratch = (name: string) => join(folder, "scratch", name);
  const stored = (name: string) => join(folder, "generations", "ten_a", "app_1", name);

  async function put(generation: string, { database, codes }: Plain) {
    await writeFile(join(folder, "plain"), database);
    if (codes) await writeFile(join(folder, "codes"), codes);
    const files = { database: join(folder, "plain"), codes: codes ? join(folder, "codes") : null };
    return store.put(id(generation), key, files);
  }

  async function open(generation: string) {
    for (const name of await readdir(join(folder, "scratch"))) await rm(scratch(name));
    const opened = await store.open(id(generation), key, scratch("db"), scratch("codes"));
    const read = (name: string) => readFile(scratch(name)).catch(() => null);
    const plain = {
      database: await readFile(scratch("db")),
      log: await read("db.wal"),
      codes: await read("codes"),
    };
    return { ...plain, opened };
  }

  /** Opens one, adds to its log and its code tables, and keeps that as changes. */
  async function change(from: string, to: string, log: Buffer, tail: Buffer | null) {
    const { opened, ...plain } = await open(from);
    await appendFile(scratch("db.wal"), log);
    if (tail) await appendFile(scratch("codes"), tail);
    const files = { log: scratch("db.wal"), codes: tail ? scratch("codes") : null };
    const put = await store.putChanges(id(to), key, { from, base: opened.base, ...files });
    return {
      put,
      plain: {
        database: plain.database,
        log: Buffer.concat([plain.log ?? Buffer.alloc(0), log]),
        codes: tail && Buffer.concat([plain.codes ?? Buffer.alloc(0), tail]),
      },
    };
  }

  async function expectOpens(generation: string, plain: Plain) {
    const { opened, ...found } = await open(generation);
    expect(found.database.equals(plain.database)).toBe(true);
    expect(found.log?.equals(plain.log ?? Buffer.alloc(1)) ?? null).toBe(plain.log ? true : null);
    expect(found.codes?.equals(plain.codes ?? Buffer.alloc(1)) ?? null).toBe(plain.codes ? true : null);
    expect(opened).toMatchObject({
      bytes: plain.database.length + (plain.log?.length ?? 0),
      codes: plain.codes?.length ?? 0,
    });
    for (const name of await readdir(join(folder, "scratch")))
      expect((await stat(scratch(name))).mode & 0o777).toBe(0o600);
  }

  async function expectDamaged(generation: string, reason: RegExp) {
    await expect(open(generation)).rejects.toMatchObject({
      code: "generations.damaged",
      message: expect.stringMatching(reason),
    });
    expect(await readdir(join(folder, "scratch"))).toEqual([]);
  }

  return {
    put,
    open,
    change,
    expectOpens,
    expectDamaged,
    scratch,
    stored,
    folder: () => folder,
    store: () => store,
  };
}
