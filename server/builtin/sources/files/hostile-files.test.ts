import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getSource } from "..";
import { duckdb, type FilesWorld, filesWorld } from "../testing/files-world";
import { readInto } from "../testing/read-into";

const source = getSource("files");
const MEBIBYTE = 1024 * 1024;
let world: FilesWorld;
let folder: string;
let parquet: Buffer;

beforeAll(async () => {
  world = await filesWorld();
  ({ folder } = world);
  const path = join(folder, "good.parquet");
  await duckdb(`COPY (SELECT range AS id, 'n' || range AS name FROM range(5000)) TO '${path}'`);
  parquet = await readFile(path);
});
afterAll(() => world.close());

const names = (count: number, write: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => write(i)).join(",");
/** Its footer is said to be this long. */
function withFooter(bytes: number): Buffer {
  const copy = Buffer.from(parquet);
  copy.writeUInt32LE(bytes, copy.length - 8);
  return copy;
}

describe("a hostile file is refused with the reason, by a test and by a reload, and harms nothing", () => {
  const hostile: [string, () => Buffer | string, string, RegExp][] = [
    ["cut.parquet", () => parquet.subarray(0, parquet.length >> 1), "source.type", /No magic bytes/],
    ["shorter.parquet", () => parquet.subarray(0, parquet.length - 1), "source.type", /No magic bytes/],
    ["empty.parquet", () => "", "source.type", /too small/],
    ["text.parquet", () => "a,b\n1,2\n".repeat(10), "source.type", /No magic bytes/],
    ["zip.parquet", () => Buffer.from("PK\x03\x04 and nothing of use"), "source.type", /No magic bytes/],
    ["far-footer.parquet", () => withFooter(0xffffffff), "source.damaged", /outside file/],
    ["long-footer.parquet", () => withFooter(parquet.length * 2), "source.type", /Footer length/],
    [
      "million.csv",
      () => `${names(1e6, (i) => `c${i}`)}\n${names(1e6, () => "1")}\n`,
      "source.damaged",
      /line of more than 2 MB/,
    ],
    ["line.csv", () => `a,b\n1,${"x".repeat(8 * MEBIBYTE)}\n`, "source.damaged", /line of more than 2 MB/],
    [
      "quoted.csv",
      () => `a,b\n1,"${"x".repeat(8 * MEBIBYTE)}"\n`,
      "source.damaged",
      /line of more than 2 MB/,
    ],
    [
      "bomb.csv.gz",
      () => gzipSync(Buffer.alloc(64 * MEBIBYTE, "0")),
      "source.damaged",
      /line of more than 2 MB/,
    ],
    ["plain.csv.gz", () => "a,b\n1,2\n", "source.damaged", /GZIP|unpacked/],
    ["zeros.csv", () => Buffer.alloc(10_000), "source.type", /zero bytes/],
    ["wide-letters.csv", () => Buffer.from("a,b\n1,2\n", "utf16le"), "source.type", /zero bytes/],
    ["name.csv", () => "a\0b,c\n1,2\n", "source.type", /zero bytes/],
    [
      "deep.json",
      () => `[${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}]`,
      "source.damaged",
      /more than 100 deep/,
    ],
    ["deep.jsonl", () => `{"a": 1}\n{"a": "\n${"[".repeat(100_000)}`, "source.damaged", /more than 100 deep/],
    ["wide.json", () => `[{${names(3000, (i) => `"k${i}":1`)}}]`, "source.too_large", /3000 members/],
  ];
  test.each(hostile)("%s", async (name, content, code, reason) => {
    await writeFile(join(folder, name), content());
    const properties = { folder, files: { t: name, good: "good.parquet" } };
    const tested = await source.test(world.target(properties), { timeoutMs: 30_000 });
    expect(tested).toMatchObject({ ok: false, code, message: expect.stringMatching(reason) });
    const s = await world.session(properties);
    const error = await readInto(s, "SELECT * FROM t").catch((e: Error) => e);
    expect(error).toMatchObject({ code, message: expect.stringMatching(reason) });
    expect(String(error)).not.toContain(world.root);
    expect(String(error).length).toBeLessThan(700);
    expect((await readInto(s, "SELECT count(*) FROM good")).rows).toEqual([["5000"]]);
    expect((await readdir(world.root)).sort()).toEqual(["allowed", "secret.csv", "uploads"]);
  });

  /** Of one frame, and of two behind each other. */
  async function zstd(): Promise<Buffer> {
    const path = join(folder, "whole.csv.zst");
    await duckdb(
      `COPY (SELECT range, range * 7919 FROM range(10000)) TO '${path}' (COMPRESSION zstd, HEADER false)`,
    );
    const once = await readFile(path);
    return Buffer.concat([once, once]);
  }
  const lines = Array.from({ length: 20_000 }, (_, i) => `${i},${i * 7919}\n`).join("");

  test.each([
    ["cut.csv.gz", async () => gzipSync(lines)],
    ["cut.csv.zst", zstd],
  ])("%s, packed and cut off, which would seem a shorter one", async (name, make) => {
    const whole = await make();
    const rows = async (kept: number) => {
      await writeFile(join(folder, name), whole.subarray(0, kept));
      const s = await world.session({ folder, files: { t: name }, header: false });
      return (await readInto(s, "SELECT count(*) FROM t")).rows;
    };
    for (const kept of [1, whole.length - 1, whole.length - 8, (whole.length >> 1) + 5, whole.length >> 2])
      await expect(rows(kept), String(kept)).rejects.toMatchObject({ code: "source.damaged" });
    expect(await rows(whole.length)).toEqual([["20000"]]);
  });
});

test("what only looks hostile is read: brackets in texts, long lines, zero bytes in values", async () => {
  const contents = {
    "texts.json": `[{"t": ${JSON.stringify(`${"[".repeat(200)}\\"[{`)}, "x": ${"[".repeat(90)}${"]".repeat(90)}}]`,
    "lines.csv": `a,b\n1,${"x".repeat(1_900_000)}\n`.repeat(2),
    "values.csv": "a,b\n1,x\0y\n",
  };
  for (const [name, content] of Object.entries(contents)) {
    await writeFile(join(folder, name), content);
    const s = await world.session({ folder, files: { t: name } });
    expect((await readInto(s, "SELECT * FROM t")).rows.length, name).toBeGreaterThan(0);
  }
});

test("files that take longer to look at than a test may take are given up with that reason", async () => {
  const rows = Array.from({ length: 40_000 }, (_, i) => ({
    id: i,
    name: `n${i}`,
    day: "2024-02-29",
    sum: i / 7,
  }));
  await writeFile(join(folder, "long.json"), JSON.stringify(rows));
  for (const name of ["long.json", "good.parquet"]) {
    const files = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`t${i}`, name]));
    const tested = await source.test(world.target({ folder, files }), { timeoutMs: 20 });
    expect(tested).toMatchObject({ ok: false, code: "source.timeout" });
  }
});
