import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { buildQvd } from "@/server/builtin/formats/qvd/testing/build-qvd";
import { getSource } from "..";
import { type FilesWorld, filesWorld } from "../testing/files-world";
import { readInto } from "../testing/read-into";

const source = getSource("files");
let world: FilesWorld;
let folder: string;

const qvd = buildQvd("Months", [
  {
    name: "Month",
    symbols: [
      { number: 1, text: "Jan" },
      { number: 2, text: "Feb" },
    ],
    records: [0, 1, 0],
  },
  { name: "Amount", symbols: [9.5, 3], records: [0, 1, null] },
]);

const cells = (rows: (string | number | Date)[][]) =>
  rows.map((row) =>
    row.map((value) => ({ value, ...(value instanceof Date ? { type: Date, format: "yyyy-mm-dd" } : {}) })),
  );

async function workbook(name: string, sheets: Record<string, (string | number | Date)[][]>) {
  const all = Object.entries(sheets).map(([sheet, rows]) => ({ sheet, data: cells(rows) }));
  await writeXlsxFile(all as never).toFile(join(folder, name));
}

beforeAll(async () => {
  world = await filesWorld();
  ({ folder } = world);
  await writeFile(join(folder, "months.qvd"), qvd);
  await workbook("prices.xlsx", {
    "List 2024": [
      ["Product", "Price", "From"],
      ["Tea", 4.5, new Date("2024-01-31T00:00Z")],
      ["Milk", 1, new Date("2024-02-29T00:00Z")],
    ],
    Notes: [["Note"], ["none"]],
  });
  await workbook("single.xlsx", { Only: [["N"], [1], [2]] });
  await writeFile(
    join(folder, "people.json"),
    JSON.stringify([
      { id: 1, name: { first: "Ada" }, tags: ["a"] },
      { id: 2, born: "1990-05-01" },
    ]),
  );
  await writeFile(join(folder, "days.jsonl"), '{"n": 1}\n{"n": 2}\n');
});
afterAll(() => world.close());

describe("a folder's QVD, XLSX and JSON files", () => {
  test("are tables beside CSV and Parquet; a workbook of several sheets is one for each", async () => {
    const s = await world.session({ folder });
    expect((await s.tables()).map((t) => [t.name, t.rows])).toEqual([
      ["items", 5000],
      ["orders", 2],
      ["part-1", 1],
      ["part-2", 1],
      ["days", null],
      ["months", 3],
      ["people", null],
      ["prices.List 2024", null],
      ["prices.Notes", null],
      ["single", null],
    ]);
  });

  test("answer SELECT, with native types, text of duals and all tables together", async () => {
    const s = await world.session({ folder });
    const months = await readInto(s, "SELECT * FROM months");
    expect(months).toMatchObject({
      types: { Month: "VARCHAR", Amount: "DOUBLE" },
      rows: [
        ["Jan", 9.5],
        ["Feb", 3],
        ["Jan", null],
      ],
      result: { rows: 3, bytes: qvd.length },
    });
    const prices = await readInto(s, 'SELECT * FROM "prices.List 2024" WHERE "Price" > 2');
    expect(prices.types).toEqual({ Product: "VARCHAR", Price: "DOUBLE", From: "DATE" });
    expect(prices.rows).toEqual([["Tea", 4.5, "2024-01-31"]]);
    const both = await readInto(
      s,
      'SELECT p."name.first", m.Amount, o.amount AS cents FROM people p JOIN orders o ON o.id = p.id JOIN months m ON m.Amount > 5',
    );
    expect(both.rows).toEqual([
      ["Ada", 9.5, 10.1],
      [null, 9.5, null],
    ]);
  });

  test("show columns and first rows as a reload would read them, and leave nothing behind", async () => {
    const made = async () => (await readdir(world.root)).filter((name) => name.startsWith("files-"));
    const before = await made();
    const s = await world.session({ folder });
    expect(await s.columns("people")).toEqual(
      [
        ["id", "BIGINT"],
        ["name.first", "VARCHAR"],
        ["tags", "VARCHAR"],
        ["born", "DATE"],
      ].map(([name, type]) => ({ name, sourceType: type, type, nullable: true })),
    );
    expect(await s.sample("months", 2)).toEqual({
      columns: ["Month", "Amount"],
      rows: [
        ["Jan", 9.5],
        ["Feb", 3],
      ],
    });
    await readInto(s, "SELECT * FROM days");
    expect((await made()).length).toBe(before.length + 1);
    await s.close();
    expect(await made()).toEqual(before);
  });
});

describe("a declared file", () => {
  test("may be a sheet, a pattern of QVDs, or be called as the connection says", async () => {
    await writeFile(
      join(folder, "more.qvd"),
      buildQvd("T", [{ name: "Amount", symbols: [7], records: [0] }]),
    );
    const s = await world.session({
      folder,
      files: { list: "prices.xlsx#List 2024", sums: ["mo*.qvd"], book: "prices.xlsx" },
    });
    expect((await s.tables()).map((t) => t.name)).toEqual(["list", "sums", "book.List 2024", "book.Notes"]);
    expect((await readInto(s, "SELECT sum(Price) AS p FROM list")).rows).toEqual([[5.5]]);
    expect((await readInto(s, "SELECT Month, Amount FROM sums")).rows).toHaveLength(4);
    expect((await s.columns("sums")).map((c) => c.name)).toEqual(["Month", "Amount"]);
  });

  test("beside a CSV file of the same name keeps its ending", async () => {
    await writeFile(join(folder, "orders.qvd"), qvd);
    const s = await world.session({ folder });
    expect((await readInto(s, 'SELECT * FROM "orders.qvd"')).rows).toHaveLength(3);
    expect((await readInto(s, "SELECT * FROM orders")).rows).toHaveLength(2);
  });
});

describe("a damaged file is refused with the reason", () => {
  const damaged: [string, () => Promise<Buffer | string>, RegExp][] = [
    ["cut.qvd", async () => qvd.subarray(0, qvd.length - 1), /cut\.qvd.*\(at byte/],
    ["not.qvd", async () => "a,b\n1,2\n", /not\.qvd/],
    ["cut.xlsx", async () => (await readFile(join(folder, "prices.xlsx"))).subarray(0, 2000), /zip archive/],
    ["old.xlsx", async () => Buffer.from("d0cf11e0a1b11ae1", "hex"), /old kind \(XLS\)/],
    ["cut.json", async () => '[{"a": 1}, {"a": 2', /cut off|sound JSON/],
    ["list.json", async () => "[1, 2, 3]", /no objects/],
  ];
  test.each(damaged)("%s", async (name, content, reason) => {
    await writeFile(join(folder, name), await content());
    const properties = { folder, files: { t: name } };
    const tested = await source.test(world.target(properties), { timeoutMs: 5000 });
    expect(tested).toMatchObject({
      ok: false,
      code: "source.damaged",
      message: expect.stringMatching(reason),
    });
    const s = await world.session(properties);
    await expect(readInto(s, "SELECT * FROM t")).rejects.toMatchObject({ code: "source.damaged" });
    await expect(s.sample("t", 5)).rejects.toMatchObject({ message: expect.stringMatching(reason) });
  });

  test("a sheet that is not there is named with those that are", async () => {
    const s = await world.session({ folder, files: { t: "prices.xlsx#Prices" } });
    await expect(s.columns("t")).rejects.toMatchObject({
      code: "source.damaged",
      options: { advice: expect.stringContaining("List 2024") },
    });
  });

  test("among others of a folder it is a warning of the test, and the others are tables", async () => {
    const tested = await source.test(world.target({ folder }), { timeoutMs: 5000 });
    expect(tested).toMatchObject({
      ok: true,
      warnings: expect.arrayContaining([
        expect.stringContaining("cut.qvd"),
        expect.stringContaining("list.json"),
      ]),
    });
  });
});
