import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { buildQvd, type RawField } from "@/server/builtin/formats/qvd/testing/build-qvd";
import { type TestRun, testRun } from "../../../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

/** Every value as the script shows it, and each field's type. */
async function load(content: Buffer, statement = "T: LOAD * FROM [lib://Files/data.qvd] (qvd);") {
  current = await testRun();
  await current.file("data.qvd", content);
  const { tables } = await current.run(statement);
  return {
    fields: tables[0]?.fields.map(
      (f) => `${f.name} ${f.dual ? "DUAL" : f.type}${f.format ? ` ${f.format}` : ""}`,
    ),
    rows: await current.rows("T"),
  };
}

const one = (field: Omit<RawField, "name" | "records">) =>
  buildQvd("T", [{ name: "F", records: field.symbols.map((_, i) => i), ...field }]);

describe("a QVD's fields", () => {
  it.each<[string, Omit<RawField, "name" | "records">, string, unknown[]]>([
    [
      "whole numbers",
      { symbols: [1, -2_147_483_648, 4_000_000_000] },
      "F BIGINT",
      ["1", "-2147483648", "4000000000"],
    ],
    ["numbers", { symbols: [1, 2.5] }, "F DOUBLE", [1, 2.5]],
    [
      "texts",
      { symbols: ["a", "", "ü — long enough for the heap"] },
      "F VARCHAR",
      ["a", "", "ü — long enough for the heap"],
    ],
    ["duals that say the number", { symbols: [{ number: 5, text: "5" }, 7] }, "F BIGINT", ["5", "7"]],
    ["duals with decimals as written", { symbols: [{ number: 9.5, text: "9.50" }] }, "F DOUBLE", [9.5]],
    ["keys with leading zeros", { symbols: [{ number: 7, text: "007" }] }, "F VARCHAR", ["007"]],
    [
      "whole numbers beyond 2^53",
      { symbols: [{ number: 9007199254740992, text: "9007199254740993" }, 3] },
      "F BIGINT",
      ["9007199254740993", "3"],
    ],
    ["numbers and texts", { symbols: [{ number: 12, text: "12" }, "XL", 3] }, "F VARCHAR", ["12", "XL", "3"]],
    [
      "days by the file's format",
      { symbols: [{ number: 42844, text: "19/04/2017" }], type: "DATE", format: "DD/MM/YYYY" },
      "F DATE DD/MM/YYYY",
      ["2017-04-19"],
    ],
    [
      "days told by the tag",
      { symbols: [{ number: 42844, text: "2017-04-19" }], tags: ["$date"] },
      "F DATE YYYY-MM-DD",
      ["2017-04-19"],
    ],
    [
      "days without a text",
      { symbols: [42844], type: "DATE", format: "D.M.YY" },
      "F DATE D.M.YY",
      ["2017-04-19"],
    ],
    [
      "days with an unseen time",
      { symbols: [{ number: 42844.5, text: "2017-04-19" }], type: "DATE", format: "YYYY-MM-DD" },
      "F TIMESTAMP YYYY-MM-DD",
      ["2017-04-19 12:00:00"],
    ],
    [
      "points in time",
      { symbols: [42844.43090277778, -0.25], type: "TIMESTAMP", format: "YYYY-MM-DD hh:mm:ss" },
      "F TIMESTAMP YYYY-MM-DD hh:mm:ss",
      ["2017-04-19 10:20:30", "1899-12-29 18:00:00"],
    ],
    [
      "times of day",
      { symbols: [{ number: 0.75, text: "18:00" }], type: "TIME", format: "hh:mm" },
      "F TIME hh:mm",
      ["18:00:00"],
    ],
    [
      "money",
      { symbols: [{ number: 1234.5, text: "1,234.50 €" }], type: "MONEY", format: "#,##0.00 €" },
      "F DOUBLE #,##0.00 €",
      [1234.5],
    ],
    ["days beyond the calendar", { symbols: [1e9], type: "DATE" }, "F BIGINT", ["1000000000"]],
    [
      "names with an order",
      {
        symbols: [
          { number: 1, text: "Jan" },
          { number: 2, text: "Feb" },
        ],
      },
      "F DUAL",
      [
        { num: 1, txt: "Jan" },
        { num: 2, txt: "Feb" },
      ],
    ],
    [
      "dates and a text",
      { symbols: [{ number: 42844, text: "2017-04-19" }, "never"], type: "DATE" },
      "F DUAL",
      [
        { num: 42844, txt: "2017-04-19" },
        { num: null, txt: "never" },
      ],
    ],
  ])("%s keep what they say", async (_, field, type, values) => {
    const read = await load(one(field));
    expect(read).toEqual({ fields: [type], rows: values.map((v) => [v]) });
  });

  it("may be NULL, constant, empty, or 64 bits wide at any bit", async () => {
    const read = await load(
      buildQvd("T", [
        { name: "bit", symbols: ["x", "y", "z"], records: [2, 0, 1], width: 3 },
        { name: "wide", symbols: ["a", "b"], records: [1, null, 0], width: 64 },
        { name: "padded", symbols: [10, 20], records: [0, 1, 1], width: 29 },
        { name: "nulls", symbols: [], records: [null, null, null] },
        { name: "same", symbols: ["k"], records: [0, 0, 0] },
        { name: "biased", symbols: [1.5, { number: 2, text: "two" }], records: [null, 1, 0], width: 41 },
        { name: "narrow", symbols: ["p"], records: [null, 0, null] },
      ]),
    );
    expect(read.rows).toEqual([
      ["z", "b", "10", null, "k", null, null],
      ["x", null, "20", null, "k", { num: 2, txt: "two" }, "p"],
      ["y", "a", "20", null, "k", { num: 1.5, txt: "1.5" }, null],
    ]);
  });

  it("are read only as far as the LOAD names them; rows keep their order over many blocks", async () => {
    const count = 150_000;
    const records = Array.from({ length: count }, (_, i) => i % 1000);
    const symbols = Array.from({ length: 1000 }, (_, i) => i * 2);
    const spoilt = Buffer.from(
      buildQvd("T", [
        { name: "N", symbols, records },
        { name: "Bad", symbols: ["bad"], records: records.map(() => 0) },
      ]),
    );
    spoilt[spoilt.indexOf("bad") - 1] = 9;
    const read = await load(
      spoilt,
      "T: LOAD N, RecNo() AS R FROM [lib://Files/data.qvd] (qvd) WHERE N = 1998;",
    );
    expect(read.rows.length).toBe(150);
    expect(read.rows.slice(0, 2)).toEqual([
      ["1998", "1000"],
      ["1998", "2000"],
    ]);
    expect(await load(spoilt, "T: LOAD RecNo() AS R FROM [lib://Files/data.qvd] (qvd);")).toMatchObject({
      rows: { length: count },
    });
  });

  it("of several files come together, each by its own types", async () => {
    current = await testRun();
    const t = current;
    await t.file(
      "a.qvd",
      buildQvd("T", [
        { name: "A", symbols: [1, 2], records: [1, 0] },
        { name: "B", symbols: ["x"], records: [0, 0] },
      ]),
    );
    await t.file(
      "b.qvd",
      buildQvd("T", [
        { name: "B", symbols: ["y"], records: [0] },
        { name: "A", symbols: [2.5], records: [0] },
      ]),
    );
    await t.run("T: LOAD * FROM [lib://Files/a.qvd], [lib://Files/b.qvd] (qvd);");
    expect(await t.rows("T")).toEqual([
      [2, "x"],
      [1, "x"],
      [2.5, "y"],
    ]);
  });
});

/** Sample data that may lie beside the repository. */
const written = resolve("../shared/data/qvd/small.qvd");

describe.skipIf(!existsSync(written))("a file written by Qlik", () => {
  it("is read as its header and values say", async () => {
    const read = await load(
      existsSync(written) ? readFileSync(written) : Buffer.alloc(0),
      "T: LOAD Count(DISTINCT ProductKey) AS Keys, Sum(ProductKey) AS Total, Round(Sum(ListPrice), 0.0001) AS Price, Round(Sum(Weight), 0.01) AS Weight, MaxString(ProductName) AS Last, Sum(DaysToManufacture) AS Days FROM [lib://Files/data.qvd] (qvd);",
    );
    expect(read.rows).toEqual([["606", "183921", 295326.3961, 15846.49, "Women's Tights, S", "728"]]);
  });
});
