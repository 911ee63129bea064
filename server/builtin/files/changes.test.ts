import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import {
  appendFile,
  copyFile,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { silentLogger } from "@/server/shared/logger";
import { CHUNK_BYTES, TAG_BYTES } from "./format";
import { createLocalGenerationStore } from "./local";
import type { GenerationId, GenerationStore, OpenedFiles } from "./port";

const key = { id: "dek_1", bytes: randomBytes(32) };
const id = (generation: string): GenerationId => ({ tenant: "ten_a", app: "app_1", generation });
const HEADER = 8 + 4 + 16 + 8 + 1 + key.id.length;
const STEP = CHUNK_BYTES + TAG_BYTES;

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

/** Files of a generation as they are when it is open. */
interface Plain {
  database: Buffer;
  log: Buffer | null;
  codes: Buffer | null;
}

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

const base = (): Plain => ({
  database: randomBytes(CHUNK_BYTES + 77),
  log: null,
  codes: randomBytes(CHUNK_BYTES / 2),
});

test.each([
  [0, 0],
  [10, 0],
  [1000, 500],
  [CHUNK_BYTES, CHUNK_BYTES + 3],
  [2 * CHUNK_BYTES + 1, 9],
])("a log of %i bytes and %i bytes of code tables come out behind those of the base", async (log, tail) => {
  await put("gen_1", base());
  const { plain } = await change("gen_1", "gen_2", randomBytes(log), randomBytes(tail));
  await expectOpens("gen_2", plain);
  expect(await store.list("ten_a")).toEqual([id("gen_1"), id("gen_2")]);
});

test("changes to changes hold all since the base, whose bytes are there once", async () => {
  const first = base();
  await put("gen_1", first);
  const kept = [{ name: "gen_1", plain: first }];
  for (const [from, to] of [
    ["gen_1", "gen_2"],
    ["gen_2", "gen_3"],
    ["gen_3", "gen_4"],
  ] as const) {
    const { plain, put } = await change(from, to, randomBytes(5000), randomBytes(700));
    kept.push({ name: to, plain });
    expect(put?.bytes).toBe(await store.size(id(to)));
    expect((await stat(stored(`${to}.tgen`))).size).toBeLessThan(30_000);
  }
  expect((await stat(stored("gen_1.tgen"))).nlink).toBe(4);
  for (const { name, plain } of kept) await expectOpens(name, plain);
  await store.delete(id("gen_1"));
  await store.delete(id("gen_3"));
  await expectOpens("gen_2", kept[1]?.plain as Plain);
  await expectOpens("gen_4", kept[3]?.plain as Plain);
  expect((await readdir(stored(""))).sort()).toEqual([
    "gen_2.base",
    "gen_2.tgen",
    "gen_4.base",
    "gen_4.tgen",
  ]);
});

test("code tables may be there in one and not in the other", async () => {
  await put("gen_1", base());
  const { plain } = await change("gen_1", "gen_2", randomBytes(10), null);
  await expectOpens("gen_2", plain);
  await put("gen_3", { ...base(), codes: null });
  const { plain: with_ } = await change("gen_3", "gen_4", randomBytes(10), randomBytes(90));
  await expectOpens("gen_4", with_);
  expect(await store.open(id("gen_4"), key, scratch("alone"))).toMatchObject({ codes: 90 });
});

test("what was written whole in place of changes needs no base any more", async () => {
  await put("gen_1", base());
  await change("gen_1", "gen_2", randomBytes(10), null);
  const whole = base();
  await put("gen_2", whole);
  await expectOpens("gen_2", whole);
  expect((await readdir(stored(""))).sort()).toEqual(["gen_1.tgen", "gen_2.tgen"]);
});

test("without their base, or beside another one, changes are refused", async () => {
  await put("gen_1", base());
  await change("gen_1", "gen_2", randomBytes(3000), randomBytes(100));
  const own = await readFile(stored("gen_1.tgen"));
  await rm(stored("gen_2.base"));
  await expectDamaged("gen_2", /base is not there/);

  await put("gen_1", base());
  await link(stored("gen_1.tgen"), stored("gen_2.base"));
  await expectDamaged("gen_2", /base is another one/);

  await put("gen_9", base());
  await copyFile(stored("gen_9.tgen"), stored("gen_2.base"));
  await expectDamaged("gen_2", /chunk 0/);

  await copyFile(stored("gen_2.tgen"), stored("gen_2.base"));
  await expectDamaged("gen_2", /chunk 0/);

  for (const at of [0, 8, HEADER + 5, HEADER + STEP, own.length - 1]) {
    const flipped = Buffer.from(own);
    flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at);
    await rm(stored("gen_2.base"));
    await writeFile(stored("gen_2.base"), flipped);
    await expectDamaged("gen_2", /./);
  }
  await writeFile(stored("gen_2.base"), own);
  await truncate(stored("gen_2.base"), HEADER + STEP);
  await expectDamaged("gen_2", /./);
});

test("a byte flipped in the changes, and changes of another app, are refused", async () => {
  await put("gen_1", base());
  await change("gen_1", "gen_2", randomBytes(CHUNK_BYTES), randomBytes(100));
  const own = await readFile(stored("gen_2.tgen"));
  for (let at = 0; at < own.length; at += 70_001) {
    const flipped = Buffer.from(own);
    flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at);
    await writeFile(stored("gen_2.tgen"), flipped);
    await expectDamaged("gen_2", /./);
  }
  const other = { tenant: "ten_a", app: "app_2", generation: "gen_2" };
  await mkdir(join(stored(""), "..", "app_2"), { recursive: true });
  for (const [name, bytes] of [
    ["gen_2.tgen", own],
    ["gen_2.base", await readFile(stored("gen_1.tgen"))],
  ] as const)
    await writeFile(join(stored(""), "..", "app_2", name), bytes);
  await expect(store.open(other, key, scratch("db"))).rejects.toMatchObject({ code: "generations.damaged" });
});

test("where the generation is gone that they change, nothing is kept", async () => {
  await put("gen_1", base());
  const { opened } = await open("gen_1");
  await writeFile(scratch("db.wal"), "log");
  const changes = { from: "gen_1", base: opened.base, log: scratch("db.wal"), codes: null };
  expect(await store.keepsChanges(id("gen_2"), changes)).toBe(true);
  expect(await readdir(stored(""))).toEqual(["gen_1.tgen"]);
  await store.delete(id("gen_1"));
  expect(await store.keepsChanges(id("gen_2"), changes)).toBe(false);
  expect(await store.putChanges(id("gen_2"), key, changes)).toBeNull();
  expect(await store.list("ten_a")).toEqual([]);
});

test("one that is deleted while it is opened is not there, not damaged", async () => {
  await put("gen_1", base());
  await change("gen_1", "gen_2", randomBytes(10), null);
  const { opened } = await open("gen_1");
  const near = {
    ...{ database: scratch("db"), codes: null },
    get base() {
      for (const name of ["gen_2.tgen", "gen_2.base"]) rmSync(stored(name), { force: true });
      return { ...opened.base, sha256: "another" };
    },
  };
  const opening = store.open(id("gen_2"), key, scratch("two"), scratch("two.codes"), near);
  await expect(opening).rejects.toMatchObject({ code: "generations.missing" });
});

test("an aborted put leaves no base behind", async () => {
  await put("gen_1", base());
  const { opened } = await open("gen_1");
  await writeFile(scratch("db.wal"), randomBytes(3 * CHUNK_BYTES));
  const changes = { from: "gen_1", base: opened.base, log: scratch("db.wal"), codes: null };
  const aborted = AbortSignal.abort(new Error("cancelled"));
  await expect(store.putChanges(id("gen_2"), key, changes, aborted)).rejects.toThrow("cancelled");
  expect(await readdir(stored(""))).toEqual(["gen_1.tgen"]);
});

test("an attempt that fails leaves the changes of the one before as they were", async () => {
  await put("gen_1", base());
  const { plain } = await change("gen_1", "gen_2", randomBytes(3000), randomBytes(100));
  await put("gen_3", base());
  const { opened } = await open("gen_3");
  await writeFile(scratch("db.wal"), randomBytes(3000));
  const changes = { from: "gen_3", base: opened.base, log: scratch("db.wal"), codes: null };
  const aborted = AbortSignal.abort(new Error("cancelled"));
  await expect(store.putChanges(id("gen_2"), key, changes, aborted)).rejects.toThrow("cancelled");
  await store.delete(id("gen_3"));
  expect(await store.putChanges(id("gen_2"), key, changes)).toBeNull();
  await expectOpens("gen_2", plain);
});

test("sweep removes bases whose changes never came, once their writer is surely gone", async () => {
  await put("gen_1", base());
  await change("gen_1", "gen_2", randomBytes(10), null);
  await link(stored("gen_1.tgen"), stored("gen_8.base"));
  expect(await store.sweep()).toBe(0);
  const later = createLocalGenerationStore({
    folder: join(folder, "generations"),
    log: silentLogger,
    now: () => Date.now() + 2 * 24 * 3600 * 1000,
  });
  expect(await later.sweep()).toBe(1);
  expect((await readdir(stored(""))).sort()).toEqual(["gen_1.tgen", "gen_2.base", "gen_2.tgen"]);
});

test("what an open generation has of the base is taken over, and unsealed where it cannot be", async () => {
  const first = base();
  await put("gen_1", first);
  const { plain } = await change("gen_1", "gen_2", randomBytes(3000), randomBytes(100));
  const { plain: later } = await change("gen_2", "gen_3", randomBytes(3000), randomBytes(100));
  await put("gen_9", base());
  for (const name of await readdir(join(folder, "scratch"))) await rm(scratch(name));
  const openAs = async (generation: string, name: string, near?: OpenedFiles) => {
    const files = { database: scratch(name), codes: scratch(`${name}.codes`) };
    const opened = await store.open(id(generation), key, files.database, files.codes, near);
    return { ...files, base: opened.base, opened };
  };
  const same = async (name: string, expected: Plain) => {
    for (const [ending, bytes] of [
      ["", expected.database],
      [".wal", expected.log],
      [".codes", expected.codes],
    ] as const)
      expect((await readFile(scratch(name + ending))).equals(bytes ?? Buffer.alloc(0))).toBe(true);
  };
  const links = async (name: string) => (await stat(scratch(name))).nlink;

  const one = await openAs("gen_1", "one");
  const two = await openAs("gen_2", "two", one);
  await openAs("gen_3", "three", two);
  await same("two", plain);
  await same("three", later);
  expect(await links("one")).toBe(3);

  const nine = await openAs("gen_9", "nine", one);
  await openAs("gen_2", "other", nine);
  await openAs("gen_2", "gone", { ...one, database: scratch("nowhere") });
  await openAs("gen_2", "without", { ...one, codes: null });
  await truncate(one.codes, 100);
  await openAs("gen_2", "cut", one);
  for (const name of ["other", "gone", "without", "cut"]) {
    await same(name, plain);
    expect(await links(name)).toBe(1);
  }
  expect((await readdir(join(folder, "scratch"))).filter((name) => name.endsWith(".part"))).toEqual([]);
});
