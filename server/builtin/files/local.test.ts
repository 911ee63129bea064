import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "@/server/shared/crypto";
import { silentLogger } from "@/server/shared/logger";
import { DEEP } from "@/server/testing/deep";
import { CHUNK_BYTES, TAG_BYTES } from "./format";
import { createLocalGenerationStore } from "./local";
import type { GenerationId, GenerationStore } from "./port";

const id: GenerationId = { tenant: "ten_a", app: "app_1", generation: "gen_1" };
const key = { id: "dek_1", bytes: randomBytes(32) };
const HEADER = 8 + 4 + 16 + 8 + 1 + key.id.length;

let folder: string;
let store: GenerationStore;
let plain: string;
let opened: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenantry-files-"));
  store = createLocalGenerationStore({ folder: join(folder, "generations"), log: silentLogger });
  plain = join(folder, "plain");
  opened = join(folder, "scratch", "opened");
  await mkdir(join(folder, "scratch"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sealedFile = (of: GenerationId = id) =>
  join(folder, "generations", of.tenant, of.app, `${of.generation}.tgen`);

async function seal(bytes: Buffer, of: GenerationId = id) {
  await writeFile(plain, bytes);
  return store.put(of, key, plain);
}

/** What changes to it say of it. */
function baseOf({ sha256 }: { sha256: string }, codes: number, { generation } = id) {
  return { generation, sha256, codes };
}

async function expectDamaged(of: GenerationId = id, with_ = key) {
  await expect(store.open(of, with_, opened)).rejects.toMatchObject({ code: "generations.damaged" });
  expect(await readdir(join(folder, "scratch"))).toEqual([]);
}

/** What names the sealed file: SHA-256 of its header and its chunks' tags. */
async function sumOfTags(chunks: number): Promise<string> {
  const sealed = await readFile(sealedFile());
  const ends = Array.from({ length: chunks }, (_, i) => HEADER + (i + 1) * (CHUNK_BYTES + TAG_BYTES));
  const tags = ends.map((end) => {
    const at = Math.min(end, sealed.length);
    return sealed.subarray(at - TAG_BYTES, at);
  });
  return sha256(Buffer.concat([sealed.subarray(0, HEADER), ...tags]));
}

describe("what goes in comes out", () => {
  const sizes = [
    0,
    1,
    CHUNK_BYTES - 1,
    CHUNK_BYTES,
    CHUNK_BYTES + 1,
    3 * CHUNK_BYTES,
    3 * CHUNK_BYTES + 12345,
  ];
  test.each(sizes)("%i bytes", async (length) => {
    const bytes = randomBytes(length);
    const put = await seal(bytes);
    const chunks = Math.max(1, Math.ceil(length / CHUNK_BYTES));
    expect(put).toEqual({ bytes: HEADER + length + chunks * TAG_BYTES, sha256: await sumOfTags(chunks) });
    expect(await store.size(id)).toBe(put.bytes);
    expect(await store.open(id, key, opened)).toEqual({ bytes: length, codes: 0, base: baseOf(put, 0) });
    expect((await readFile(opened)).equals(bytes)).toBe(true);
    expect((await stat(opened)).mode & 0o777).toBe(0o600);
  });

  test.each([
    [0, 0],
    [0, 10],
    [10, 0],
    [CHUNK_BYTES - 16, 5],
    [CHUNK_BYTES, CHUNK_BYTES],
    [3 * CHUNK_BYTES + 7, 2 * CHUNK_BYTES - 9],
  ])("%i bytes with %i bytes of code tables", async (length, more) => {
    const [bytes, codes] = [randomBytes(length), randomBytes(more)];
    const files = { database: plain, codes: `${plain}.codes` };
    await writeFile(files.database, bytes);
    await writeFile(files.codes, codes);
    const base = baseOf(await store.put(id, key, files), more);
    const codesFile = `${opened}.codes`;
    expect(await store.open(id, key, opened, codesFile)).toEqual({ bytes: length, codes: more, base });
    expect((await readFile(opened)).equals(bytes)).toBe(true);
    if (more > 0) expect((await readFile(codesFile)).equals(codes)).toBe(true);
    expect(await readdir(join(folder, "scratch"))).toEqual(
      more > 0 ? ["opened", "opened.codes"] : ["opened"],
    );
    await rm(opened);
    await rm(codesFile, { force: true });
    expect(await store.open(id, key, opened)).toEqual({ bytes: length, codes: more, base });
    expect(await readdir(join(folder, "scratch"))).toEqual(["opened"]);
  });

  test("the sealed file holds nothing of the plain one, is 0600 in 0700 folders", async () => {
    const text = Buffer.from("CANARY of tenant A, ".repeat(1000));
    await seal(text);
    expect((await readFile(sealedFile())).includes("CANARY")).toBe(false);
    expect((await stat(sealedFile())).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, "generations", "ten_a"))).mode & 0o777).toBe(0o700);
  });

  test("put again replaces the file whole", async () => {
    const bytes = randomBytes(1000);
    const first = await seal(bytes);
    const sealed = await readFile(sealedFile());
    const second = await seal(bytes);
    expect(second.bytes).toBe(first.bytes);
    expect(second.sha256).not.toBe(first.sha256);
    expect((await readFile(sealedFile())).equals(sealed)).toBe(false);
    expect(await readdir(join(folder, "generations", "ten_a", "app_1"))).toEqual(["gen_1.tgen"]);
  });
});

describe("a damaged file is refused, and nothing is left behind", () => {
  const STEP = CHUNK_BYTES + TAG_BYTES;
  const boundaries = [0, 1, 2].flatMap((c) => [
    HEADER + c * STEP - 1,
    HEADER + c * STEP,
    HEADER + c * STEP + 1,
  ]);
  const anywhere = (i: number) =>
    Number.parseInt(sha256(`place ${i}`).slice(0, 8), 16) % (HEADER + 2 * STEP + 100);
  const random = Array.from({ length: 25 }, (_, i) => anywhere(i));
  const every4k = Array.from(
    { length: DEEP ? Math.ceil((2 * STEP) / 4096) : 0 },
    (_, i) => HEADER + i * 4096,
  );
  const places = [0, 7, 8, 12, 28, 36, ...boundaries, ...random, ...every4k];

  test("a byte flipped at a chunk's boundary or anywhere", async () => {
    await seal(randomBytes(2 * CHUNK_BYTES + 500));
    const whole = await readFile(sealedFile());
    for (const at of places) {
      const flipped = Buffer.from(whole);
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (at % 8)), at);
      await writeFile(sealedFile(), flipped);
      await expectDamaged();
    }
  });

  test("cut at a chunk's boundary or anywhere, or longer than it was", async () => {
    await seal(randomBytes(2 * CHUNK_BYTES + 500));
    const whole = await readFile(sealedFile());
    for (const at of places) {
      await writeFile(sealedFile(), whole);
      await truncate(sealedFile(), at);
      await expectDamaged();
    }
    await writeFile(sealedFile(), Buffer.concat([whole, randomBytes(1)]));
    await expectDamaged();
    await writeFile(sealedFile(), Buffer.concat([whole, whole.subarray(HEADER, HEADER + STEP)]));
    await expectDamaged();
  });

  test("a byte flipped or the file cut in the code tables", async () => {
    const files = { database: plain, codes: `${plain}.codes` };
    await writeFile(files.database, randomBytes(CHUNK_BYTES));
    await writeFile(files.codes, randomBytes(CHUNK_BYTES));
    await store.put(id, key, files);
    const whole = await readFile(sealedFile());
    const damage = expect.objectContaining({ code: "generations.damaged" });
    for (let at = HEADER; at < whole.length; at += 160 * 1024) {
      const flipped = Buffer.from(whole);
      flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at);
      for (const bytes of [flipped, whole.subarray(0, at)]) {
        await writeFile(sealedFile(), bytes);
        await expect(store.open(id, key, opened, `${opened}.codes`)).rejects.toEqual(damage);
      }
    }
    expect(await readdir(join(folder, "scratch"))).toEqual([]);
  });

  test("two chunks swapped, or one missing in the middle", async () => {
    await seal(randomBytes(3 * CHUNK_BYTES));
    const whole = await readFile(sealedFile());
    const chunk = (i: number) => whole.subarray(HEADER + i * STEP, HEADER + (i + 1) * STEP);
    await writeFile(sealedFile(), Buffer.concat([whole.subarray(0, HEADER), chunk(1), chunk(0), chunk(2)]));
    await expectDamaged();
    await writeFile(sealedFile(), Buffer.concat([whole.subarray(0, HEADER), chunk(0), chunk(2)]));
    await expectDamaged();
  });

  test("chunks of an older sealing of the same generation", async () => {
    await seal(randomBytes(2 * CHUNK_BYTES));
    const old = await readFile(sealedFile());
    await seal(randomBytes(2 * CHUNK_BYTES));
    const now = await readFile(sealedFile());
    await writeFile(
      sealedFile(),
      Buffer.concat([now.subarray(0, HEADER + STEP), old.subarray(HEADER + STEP)]),
    );
    await expectDamaged();
  });

  test("a file of another tenant, app or generation, under the same key", async () => {
    await seal(randomBytes(100));
    const bytes = await readFile(sealedFile());
    for (const other of [
      { ...id, tenant: "ten_b" },
      { ...id, app: "app_2" },
      { ...id, generation: "gen_2" },
    ]) {
      await seal(Buffer.from("own"), other);
      await writeFile(sealedFile(other), bytes);
      await expectDamaged(other);
    }
  });
});

test("another tenant's key is refused, also under the same key id", async () => {
  await seal(randomBytes(100));
  await expectDamaged(id, { id: "dek_2", bytes: key.bytes });
  await expectDamaged(id, { id: key.id, bytes: randomBytes(32) });
});

test("a sealed file names its key, so that older ones open after a rotation", async () => {
  await seal(randomBytes(100));
  expect(await store.keyId?.(id)).toBe("dek_1");
  expect(await store.keyId?.({ ...id, generation: "gen_2" })).toBeNull();
  await writeFile(sealedFile(), "too short");
  expect(await store.keyId?.(id)).toBeNull();
});

test("a missing generation says so", async () => {
  await expect(store.open(id, key, opened)).rejects.toMatchObject({ code: "generations.missing" });
  expect(await store.size(id)).toBeNull();
  expect(await store.list("ten_a")).toEqual([]);
  await store.delete(id);
});

test("ids that could leave the folder are refused", async () => {
  for (const bad of ["../x", "a/b", "", ".", "a.b", "\0"]) {
    await expect(store.size({ ...id, generation: bad })).rejects.toMatchObject({ code: "generations.id" });
    await expect(store.list(bad)).rejects.toMatchObject({ code: "generations.id" });
    await expect(store.deleteTenant(bad)).rejects.toMatchObject({ code: "generations.id" });
  }
});

test("an aborted put leaves the generation that was there, and no temporary file", async () => {
  const before = randomBytes(1000);
  await seal(before);
  await writeFile(plain, randomBytes(CHUNK_BYTES * 2));
  await expect(store.put(id, key, plain, AbortSignal.abort(new Error("cancelled")))).rejects.toThrow(
    "cancelled",
  );
  await store.open(id, key, opened);
  expect((await readFile(opened)).equals(before)).toBe(true);
  expect(await readdir(join(folder, "generations", "ten_a", "app_1"))).toEqual(["gen_1.tgen"]);
});

test("delete and deleteTenant remove only what they name; list tells what is left", async () => {
  const ids = [id, { ...id, generation: "gen_2" }, { ...id, app: "app_2", generation: "gen_3" }];
  for (const one of ids) await seal(Buffer.from("x"), one);
  await seal(Buffer.from("x"), { ...id, tenant: "ten_b" });
  expect(await store.list("ten_a")).toEqual(ids);
  await store.delete(id);
  expect(await store.list("ten_a")).toEqual(ids.slice(1));
  await store.deleteTenant("ten_a");
  expect(await store.list("ten_a")).toEqual([]);
  expect(await store.list("ten_b")).toHaveLength(1);
});

test("sweep removes what dead writers left, and only that", async () => {
  await seal(Buffer.from("x"));
  const app = join(folder, "generations", "ten_a", "app_1");
  const dead = 2 ** 22 - 3;
  await writeFile(join(app, `gen_9.${dead}.abc.tmp`), "left");
  await writeFile(join(app, `gen_9.${process.pid}.abc.tmp`), "left by an earlier process with our id");
  await writeFile(join(app, `gen_9.${process.ppid}.abc.tmp`), "being written");
  expect(await store.sweep()).toBe(2);
  expect((await readdir(app)).sort()).toEqual([`gen_1.tgen`, `gen_9.${process.ppid}.abc.tmp`].sort());
});
