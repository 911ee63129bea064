import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { silentLogger } from "@/server/shared/logger";
import { createLocalGenerationStore } from "./local";
import { joined, lengths } from "./members";
import { sealedPath } from "./paths";
import type { GenerationStore } from "./port";
import { sealFile } from "./seal";

const id = { tenant: "ten_a", app: "app_1", generation: "gen_1" };
const key = { id: "dek_1", bytes: randomBytes(32) };
const PAGE = 4096;

let folder: string;
let store: GenerationStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenantry-zeros-"));
  store = createLocalGenerationStore({ folder: join(folder, "generations"), log: silentLogger });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = (name: string) => join(folder, name);

async function put(database: Buffer, codes: Buffer | null) {
  await writeFile(path("database"), database);
  if (codes) await writeFile(path("codes"), codes);
  return store.put(id, key, { database: path("database"), codes: codes ? path("codes") : null });
}

async function expectBack(database: Buffer, codes: Buffer | null) {
  await rm(path("codes.opened"), { force: true });
  const found = await store.open(id, key, path("opened"), path("codes.opened"));
  const lengths = { bytes: database.length, codes: codes?.length ?? 0 };
  expect(found).toEqual({ ...lengths, base: expect.objectContaining({ codes: lengths.codes }) });
  expect((await readFile(path("opened"))).equals(database)).toBe(true);
  if (codes?.length) expect((await readFile(path("codes.opened"))).equals(codes)).toBe(true);
}

/** Bytes of a file: stretches of zeros and of others, not always whole pages. */
const stretches = fc.array(
  fc.record({
    isZero: fc.boolean(),
    length: fc.oneof(
      fc.nat(3).map((n) => n * PAGE),
      fc.nat(3 * PAGE),
      fc.constant(300 * PAGE),
    ),
  }),
  { maxLength: 6 },
);

test("files come out as they went in, wherever their zeros are", async () => {
  await fc.assert(
    fc.asyncProperty(stretches, fc.option(fc.nat(9000)), async (parts, more) => {
      const database = Buffer.concat(
        parts.map(({ isZero, length }) => (isZero ? Buffer.alloc(length) : randomBytes(length))),
      );
      const codes = more === null ? null : randomBytes(more);
      await put(database, codes);
      await expectBack(database, codes);
    }),
    { numRuns: 25 },
  );
});

test("nothing is lost where the record of a block of zeros ends with a chunk", async () => {
  const pages = (data: number, zeros: number) => [randomBytes(data * PAGE), Buffer.alloc(zeros * PAGE)];
  const pairs = (count: number) => Array.from({ length: count }, () => pages(1, 1)).flat();
  // 16 bytes of lengths, 510 records of 8 and 511 pages: two chunks of 1 MiB.
  const before = [...pairs(3 * 128), ...pairs(124), ...pages(3, 5), Buffer.alloc(256 * PAGE)];
  const [database, codes] = [Buffer.concat([...before, randomBytes(PAGE)]), randomBytes(70)];
  await put(database, codes);
  await expectBack(database, codes);
});

test("pages of zeros are not stored", async () => {
  const database = Buffer.concat([randomBytes(PAGE), Buffer.alloc(500 * PAGE), randomBytes(10)]);
  const { bytes } = await put(database, null);
  expect(bytes).toBeLessThan(2 * PAGE);
  expect(await store.size(id)).toBe(bytes);
});

test("a flipped byte among the zeros' records is refused", async () => {
  await put(Buffer.concat([Buffer.alloc(9 * PAGE), randomBytes(PAGE), Buffer.alloc(5 * PAGE)]), null);
  const sealed = sealedPath(path("generations"), id);
  const whole = await readFile(sealed);
  for (let at = 0; at < whole.length; at += 97) {
    const flipped = Buffer.from(whole);
    flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at);
    await writeFile(sealed, flipped);
    await expect(store.open(id, key, path("opened"))).rejects.toMatchObject({
      code: "generations.damaged",
    });
  }
  await expect(stat(path("opened"))).rejects.toThrow();
});

test("generations that were sealed with their zeros open as before", async () => {
  const sealed = sealedPath(path("generations"), id);
  await mkdir(dirname(sealed), { recursive: true });
  const [database, codes] = [Buffer.concat([randomBytes(5000), Buffer.alloc(3 * PAGE)]), randomBytes(70)];
  await writeFile(path("database"), database);
  await writeFile(path("codes"), codes);
  const files = [await open(path("database")), await open(path("codes")), await open(sealed, "w")] as const;
  const [first, second, target] = files;
  await sealFile(joined(lengths(database.length, codes.length), [first, second]), 2, target, id, key);
  for (const file of files) await file.close();
  await expectBack(database, codes);
});
