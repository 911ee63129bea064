import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { link, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { silentLogger } from "@/server/shared/logger";
import { CHUNK_BYTES } from "./format";
import { createLocalGenerationStore } from "./local";
import type { OpenedFiles } from "./port";
import { base, id, key, type Plain, testGenerations } from "./testing/generations";

const { put, open, change, expectOpens, scratch, stored, folder, store } = testGenerations();

test("where the generation is gone that they change, nothing is kept", async () => {
  await put("gen_1", base());
  const { opened } = await open("gen_1");
  await writeFile(scratch("db.wal"), "log");
  const changes = { from: "gen_1", base: opened.base, log: scratch("db.wal"), codes: null };
  expect(await store().keepsChanges(id("gen_2"), changes)).toBe(true);
  expect(await readdir(stored(""))).toEqual(["gen_1.tgen"]);
  await store().delete(id("gen_1"));
  expect(await store().keepsChanges(id("gen_2"), changes)).toBe(false);
  expect(await store().putChanges(id("gen_2"), key, changes)).toBeNull();
  expect(await store().list("ten_a")).toEqual([]);
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
  const opening = store().open(id("gen_2"), key, scratch("two"), scratch("two.codes"), near);
  await expect(opening).rejects.toMatchObject({ code: "generations.missing" });
});

test("an aborted put leaves no base behind", async () => {
  await put("gen_1", base());
  const { opened } = await open("gen_1");
  await writeFile(scratch("db.wal"), randomBytes(3 * CHUNK_BYTES));
  const changes = { from: "gen_1", base: opened.base, log: scratch("db.wal"), codes: null };
  const aborted = AbortSignal.abort(new Error("cancelled"));
  await expect(store().putChanges(id("gen_2"), key, changes, aborted)).rejects.toThrow("cancelled");
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
  await expect(store().putChanges(id("gen_2"), key, changes, aborted)).rejects.toThrow("cancelled");
  await store().delete(id("gen_3"));
  expect(await store().putChanges(id("gen_2"), key, changes)).toBeNull();
  await expectOpens("gen_2", plain);
});

test("sweep removes bases whose changes never came, once their writer is surely gone", async () => {
  await put("gen_1", base());
  await change("gen_1", "gen_2", randomBytes(10), null);
  await link(stored("gen_1.tgen"), stored("gen_8.base"));
  expect(await store().sweep()).toBe(0);
  const later = createLocalGenerationStore({
    folder: join(folder(), "generations"),
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
  for (const name of await readdir(join(folder(), "scratch"))) await rm(scratch(name));
  const openAs = async (generation: string, name: string, near?: OpenedFiles) => {
    const files = { database: scratch(name), codes: scratch(`${name}.codes`) };
    const opened = await store().open(id(generation), key, files.database, files.codes, near);
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
  expect((await readdir(join(folder(), "scratch"))).filter((name) => name.endsWith(".part"))).toEqual([]);
});
