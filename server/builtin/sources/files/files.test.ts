import { rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getSource } from "..";
import { duckdb, type FilesWorld, filesWorld, ORDERS } from "../testing/files-world";
import { readInto } from "../testing/read-into";

const source = getSource("files");
let world: FilesWorld;
let folder: string;
let root: string;
const session: FilesWorld["session"] = (...args) => world.session(...args);

beforeAll(async () => {
  world = await filesWorld();
  ({ folder, root } = world);
});
afterAll(() => world.close());

const csv = async (name: string, content: string | Buffer) => {
  await writeFile(join(folder, name), content);
  return session({ folder, files: { t: name } });
};

describe("values of a CSV file", () => {
  test("are typed by what all of them are; zones are taken off, leading zeros kept, nothing between commas is NULL", async () => {
    const s = await session({ folder, files: ["orders.csv"] });
    const { types, rows, result } = await readInto(s, "SELECT * FROM orders");
    expect(types).toEqual({
      id: "BIGINT",
      zip: "VARCHAR",
      day: "DATE",
      at: "TIMESTAMP",
      amount: "DOUBLE",
      name: "VARCHAR",
      ok: "BOOLEAN",
    });
    expect(rows).toEqual([
      ["1", "00123", "2024-01-31", "2024-01-31 10:00:00", 10.1, 'a, "b"', true],
      ["2", "45678", "2024-02-01", "2024-01-31 08:00:00", null, null, false],
    ]);
    expect(result).toMatchObject({ rows: 2, bytes: ORDERS.length, warnings: [] });
  });

  test("that are of another type far down make the column wider, silently wrong never", async () => {
    const lines = Array.from({ length: 50_000 }, (_, i) => `${i},${i}`);
    const s = await csv("late.csv", `a,b\n${lines.join("\n")}\nN/A,1.5\n`);
    const { types, rows } = await readInto(s, "SELECT * FROM t");
    expect(types).toEqual({ a: "VARCHAR", b: "DOUBLE" });
    expect(rows.at(-1)).toEqual(["N/A", 1.5]);
    expect((await readInto(s, "SELECT count(*) AS n FROM t")).rows).toEqual([["50001"]]);
  });

  test("follow the connection's delimiter, decimal mark, dates, NULL text, encoding and missing header", async () => {
    await writeFile(
      join(folder, "german.txt"),
      Buffer.from("Müller;1,50;31.12.2024;-\nGroß;2,25;01.02.2024;x\n", "latin1"),
    );
    const s = await session({
      folder,
      files: { t: "german.txt" },
      delimiter: ";",
      header: false,
      encoding: "latin-1",
      decimal: ",",
      dateFormat: "%d.%m.%Y",
      nullText: "-",
    });
    expect((await readInto(s, "SELECT * FROM t")).rows).toEqual([
      ["Müller", 1.5, "2024-12-31", null],
      ["Groß", 2.25, "2024-02-01", "x"],
    ]);
  });

  test("in another encoding than the connection says are refused with advice", async () => {
    const s = await csv("latin.csv", Buffer.from("a,b\nMüller,1\nMeier,2\n", "latin1"));
    await expect(readInto(s, "SELECT * FROM t")).rejects.toMatchObject({
      code: "source.type",
      options: { advice: expect.stringContaining("encoding") },
    });
  });

  test("of a compressed file are the same", async () => {
    const s = await csv("zip.csv.gz", gzipSync(ORDERS));
    expect((await readInto(s, "SELECT id, name FROM t")).rows).toEqual([
      ["1", 'a, "b"'],
      ["2", null],
    ]);
  });

  test("of broken lines are named with file and line, without the folder", async () => {
    const s = await csv("broken.csv", `a,b\n${"1,2\n".repeat(30_000)}1,2,3\n`);
    const error = await readInto(s, "SELECT * FROM t").catch((e: Error) => e);
    expect(error).toMatchObject({ code: "source.type", message: expect.stringContaining("Line: 30002") });
    expect(String(error)).not.toContain(root);
  });
});

test("values of a Parquet file keep their types; what a generation has no type for is text", async () => {
  const path = join(folder, "types.parquet");
  await duckdb(`COPY (SELECT 9223372036854775807::BIGINT AS big, 1.10::DECIMAL(10,2) AS dec, 255::UTINYINT AS tiny, 18446744073709551615::UBIGINT AS ubig,
    0.1::FLOAT AS f, 'Infinity'::DOUBLE AS d, DATE '2024-02-29' AS day, TIMESTAMPTZ '2024-02-29 12:00:00+02' AS at, TIMESTAMP_NS '2024-02-29 12:00:00.123456789' AS ns,
    TIME '23:59:59.999999' AS time, 'x'::BLOB AS bytes, [1, 2] AS list, {'a': 1} AS struct, uuid '00000000-0000-0000-0000-000000000001' AS id, NULL::INTEGER AS empty,
    INTERVAL 1 DAY AS span, true AS ok) TO '${path}'`);
  const s = await session({ files: { t: path } });
  const { types, rows } = await readInto(s, "SELECT * FROM t");
  expect(types).toEqual({
    big: "BIGINT",
    dec: "DECIMAL(10,2)",
    tiny: "INTEGER",
    ubig: "DECIMAL(20,0)",
    f: "DOUBLE",
    d: "DOUBLE",
    day: "DATE",
    at: "TIMESTAMP",
    ns: "TIMESTAMP",
    time: "TIME",
    bytes: "VARCHAR",
    list: "VARCHAR",
    struct: "VARCHAR",
    id: "VARCHAR",
    empty: "INTEGER",
    span: "VARCHAR",
    ok: "BOOLEAN",
  });
  expect(rows).toEqual([
    [
      "9223372036854775807",
      "1.10",
      255,
      "18446744073709551615",
      expect.closeTo(0.1, 6),
      "Infinity",
      "2024-02-29",
      "2024-02-29 10:00:00",
      "2024-02-29 12:00:00.123456",
      "23:59:59.999999",
      "\\x78",
      "[1,2]",
      '{"a":1}',
      "00000000-0000-0000-0000-000000000001",
      null,
      "1 day",
      true,
    ],
  ]);
});

describe("tables", () => {
  test("are every file of a folder, declared files, patterns, and uploads", async () => {
    expect((await (await session({ folder })).tables()).map((t) => t.name)).toEqual(
      expect.arrayContaining(["items", "orders", "part-1", "part-2"]),
    );
    const s = await session({
      folder,
      files: { parts: "part-*.csv", items: "items.parquet", mine: "upload:mine.csv" },
    });
    expect(await s.tables()).toEqual([
      { name: "parts", kind: "file", rows: expect.any(Number) },
      { name: "items", kind: "file", rows: 5000 },
      { name: "mine", kind: "file", rows: 1 },
    ]);
    expect((await readInto(s, 'SELECT id, a FROM "PARTS" ORDER BY id')).rows).toEqual([
      ["1", "x"],
      ["2", "y"],
    ]);
    expect(await s.columns("items")).toMatchObject([
      { name: "id", type: "BIGINT" },
      { name: "kind", type: "BIGINT" },
    ]);
    expect(await s.sample("mine", 20)).toMatchObject({ columns: ["n"], rows: [["7"]] });
    expect(await s.estimate("SELECT * FROM items")).toBe(5000);
    expect(
      Object.keys(source.parse({ files: ["orders-*.csv", "upload:b.parquet"] }).files as object),
    ).toEqual(["orders", "b"]);
  });

  test("can't be reached from outside the allowed folder, by whatever way", async () => {
    await symlink(join(root, "secret.csv"), join(folder, "link.csv"));
    for (const properties of [
      { files: { t: join(root, "secret.csv") } },
      { files: { t: "../secret.csv" } },
      { folder, files: { t: "../secret.csv" } },
      { folder, files: { t: "../*.csv" } },
      { folder: root },
      { files: { t: "upload:../secret.csv" } },
      { folder, files: { t: "link.csv" } },
      { folder },
    ])
      await expect(session(properties), JSON.stringify(properties)).rejects.toMatchObject({
        code: "source.forbidden",
      });
    await rm(join(folder, "link.csv"));
  });

  test.each([
    [{}, "files: needs files, a folder, or both"],
    [{ files: {} }, "needs at least one file"],
    [{ files: { t: 5 } }, "files.t: needs the name of a file"],
    [{ folder: "x", delimiter: "ab" }, "delimiter: needs one character"],
    [{ folder: "x", encoding: "ebcdic" }, "encoding: needs one of"],
    [{ folder: "x", mode: 1 }, "mode: is not a property"],
  ])("are refused for the properties %j", (properties, message) => {
    expect(() => source.parse(properties)).toThrow(message);
  });
});

describe("Test connection", () => {
  const check = (properties: Record<string, unknown>) =>
    source.test(world.target(properties), { timeoutMs: 10_000 });

  test("counts tables, and names what is missing or can't be read", async () => {
    expect(await check({ folder, files: ["orders.csv", "items.parquet"] })).toMatchObject({
      ok: true,
      tables: 2,
    });
    expect(await check({ folder, files: ["nope.csv"] })).toMatchObject({
      ok: false,
      code: "source.file_missing",
    });
    expect(await check({ folder, files: ["nope-*.csv"] })).toMatchObject({
      ok: false,
      code: "source.file_missing",
    });
    await writeFile(join(folder, "cut.parquet"), "PAR1 and nothing of use");
    expect(await check({ folder, files: ["cut.parquet"] })).toMatchObject({
      ok: false,
      code: expect.stringMatching(/source\.(damaged|type)/),
      message: expect.not.stringContaining(root),
    });
    await rm(join(folder, "cut.parquet"));
  });
});
