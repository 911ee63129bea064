import { afterEach, describe, expect, it } from "vitest";
import { type TestRun, testRun } from "../../../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function load(content: string, statement = "T: LOAD * FROM [lib://Files/data.json] (json);") {
  current = await testRun();
  await current.file("data.json", content);
  const { tables } = await current.run(statement);
  return { fields: tables[0]?.fields.map((f) => `${f.name} ${f.type}`), rows: await current.rows("T") };
}

describe("JSON files", () => {
  it.each([
    ["an array", '[{"a": 1, "b": "x"},\n {"b": "y", "a": 2}]'],
    ["a line each", '{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n'],
    ["objects behind each other", '{"a": 1,\n "b": "x"} {"a": 2, "b": "y"}'],
    ["an array behind a byte order mark", '\uFEFF[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]'],
  ])("are read as %s", async (_, content) => {
    expect(await load(content)).toEqual({
      fields: ["a BIGINT", "b VARCHAR"],
      rows: [
        ["1", "x"],
        ["2", "y"],
      ],
    });
  });

  it("give nested objects dotted names, arrays as their text, and NULL where a member is missing", async () => {
    expect(
      await load(
        '[{"name": {"first": "Alice", "last": "S"}, "n": [1, {"x": 2}]}, {"name": {"first": "Bob"}, "e": null}]',
      ),
    ).toEqual({
      fields: ["name.first VARCHAR", "name.last VARCHAR", "n VARCHAR", "e VARCHAR"],
      rows: [
        ["Alice", "S", '[1,{"x":2}]', null],
        ["Bob", null, null, null],
      ],
    });
  });

  it("find types over all objects: whole numbers, numbers, truth values, dates, large numbers, mixtures", async () => {
    const rows = Array.from({ length: 3000 }, (_, i) =>
      JSON.stringify({ i, n: i, b: i > 5, d: "2024-01-31", z: `00${i}`, m: i }),
    );
    rows.push('{"i": 9007199254740993, "n": 0.5, "big": 18446744073709551615, "m": "text", "late": true}');
    const read = await load(rows.join("\n"));
    expect(read.fields).toEqual([
      "i BIGINT",
      "n DOUBLE",
      "b BOOLEAN",
      "d DATE",
      "z VARCHAR",
      "m VARCHAR",
      "big DECIMAL(38,0)",
      "late BOOLEAN",
    ]);
    expect(read.rows[7]).toEqual(["7", 7, true, "2024-01-31", "007", "7", null, null]);
    expect(read.rows.at(-1)).toEqual([
      "9007199254740993",
      0.5,
      null,
      null,
      null,
      "text",
      "18446744073709551615",
      true,
    ]);
  });

  it("are read as far as the LOAD names them, with any signs in names", async () => {
    const read = await load(
      '{"a/b": {"c~d": 1}, "x": 2}',
      "SET DecimalSep=','; T: LOAD [a/b.c~d] AS V, RecNo() AS R FROM [lib://Files/data.json] (json);",
    );
    expect(read.rows).toEqual([["1", "1"]]);
  });

  it.each([
    ["cut off in an object", '[{"a": 1}, {"a": tr', "is cut off"],
    ["cut off between objects", '[{"a": 1},', "is cut off"],
    ["cut off in a line", '{"a": 1}\n{"a": ', "is not sound JSON: at byte"],
    ["no JSON", "a;b\n1;2\n", "is not sound JSON"],
    ["values alone", "[1, 2, 3]", "no objects with members"],
    ["objects and values", '[{"a": 1}, 2]', "no objects with members"],
    ["empty", "", "holds no objects"],
    ["without objects", "[]", "holds no objects"],
    ["names that differ in case only", '{"a": 1, "A": 2}', "differ only in upper and lower case"],
  ])("%s are refused by name", async (_, content, message) => {
    const error = await load(content).catch((e: Error) => e);
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain(current?.folder);
    expect(error).toMatchObject({ options: { params: { line: 1 } } });
  });
});
