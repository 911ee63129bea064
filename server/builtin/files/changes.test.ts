import { randomBytes } from "node:crypto";
import { copyFile, link, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CHUNK_BYTES, TAG_BYTES } from "./format";
import { base, id, key, type Plain, testGenerations } from "./testing/generations";

const { put, change, expectOpens, expectDamaged, scratch, stored, store } = testGenerations();
const HEADER = 8 + 4 + 16 + 8 + 1 + key.id.length;
const STEP = CHUNK_BYTES + TAG_BYTES;

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
  expect(await store().list("ten_a")).toEqual([id("gen_1"), id("gen_2")]);
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
    expect(put?.bytes).toBe(await store().size(id(to)));
    expect((await stat(stored(`${to}.tgen`))).size).toBeLessThan(30_000);
  }
  expect((await stat(stored("gen_1.tgen"))).nlink).toBe(4);
  for (const { name, plain } of kept) await expectOpens(name, plain);
  await store().delete(id("gen_1"));
  await store().delete(id("gen_3"));
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
  expect(await store().open(id("gen_4"), key, scratch("alone"))).toMatchObject({ codes: 90 });
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
  await expect(store().open(other, key, scratch("db"))).rejects.toMatchObject({
    code: "generations.damaged",
  });
});
