import { afterEach, describe, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

describe("COMMENT and TAG", () => {
  const T = "T: LOAD 1 AS Alpha, 2 AS Num AUTOGENERATE 1; U: LOAD 2 AS Num, 3 AS Other AUTOGENERATE 1;\n";

  async function notes(script: string) {
    current = await testRun();
    const { tables, warnings } = await current.run(T + script);
    const fields = tables.flatMap((t) => t.fields).filter((f) => f.comment !== undefined || f.tags);
    return {
      fields: Object.fromEntries(fields.map((f) => [f.name, [f.comment, ...(f.tags ?? [])]])),
      tables: Object.fromEntries(
        tables.filter((t) => t.comment || t.tags).map((t) => [t.name, [t.comment, ...(t.tags ?? [])]]),
      ),
      warnings,
    };
  }

  it.each([
    ["COMMENT FIELD Alpha WITH AFieldContainingCharacters;", { Alpha: ["AFieldContainingCharacters"] }],
    ["COMMENT FIELD Num WITH '*A field; containing numbers';", { Num: ["*A field; containing numbers"] }],
    ["COMMENT Alpha WITH 'it''s';", { Alpha: ["it's"] }],
    ["COMMENT FIELDS Alpha, Num WITH both of them;", { Alpha: ["both of them"], Num: ["both of them"] }],
    ["COMMENT FIELD Alpha WITH a; COMMENT FIELD Alpha WITH b;", { Alpha: ["b"] }],
    ["COMMENT FIELD Alpha WITH a; RENAME FIELD Alpha TO Beta;", { Beta: ["a"] }],
    [
      "M: MAPPING LOAD * INLINE [a, b\nAlpha, letters\nNum, numbers\nNone, x]; COMMENT FIELDS USING M;",
      { Alpha: ["letters"], Num: ["numbers"] },
    ],
    [
      "M: MAPPING LOAD * INLINE [a, b\nAlpha, letters\nNum, numbers]; COMMENT FIELDS A* USING M;",
      { Alpha: ["letters"] },
    ],
    ["M: MAPPING LOAD * INLINE [a, b\nAlpha, letters]; COMMENT FIELDS * USING M;", { Alpha: ["letters"] }],
    ["TAG FIELD Alpha WITH '$date';", { Alpha: [undefined, "$date"] }],
    [
      "TAG FIELDS Alpha, Num WITH money, 'of it';",
      { Alpha: [undefined, "money", "of it"], Num: [undefined, "money", "of it"] },
    ],
    ["TAG * WITH all; UNTAG FIELD Num WITH all;", { Alpha: [undefined, "all"], Other: [undefined, "all"] }],
    ["TAG FIELD Alpha WITH a; TAG FIELD Alpha WITH a; TAG Alpha WITH b;", { Alpha: [undefined, "a", "b"] }],
    [
      "M: MAPPING LOAD * INLINE [a, b\nAlpha, MyTag\nNum, MyTag]; TAG FIELDS USING M; UNTAG Num USING M;",
      { Alpha: [undefined, "MyTag"] },
    ],
    ["TAG FIELD Other WITH x; COMMENT FIELD Other WITH y; DROP FIELD Alpha;", { Other: ["y", "x"] }],
  ])("%s", async (script, fields) => {
    expect(await notes(script)).toMatchObject({ fields, tables: {}, warnings: [] });
  });

  it.each([
    ["COMMENT TABLE T WITH 'All letters';", { T: ["All letters"] }],
    [
      "M: MAPPING LOAD * INLINE [a, b\nT, one\nU, two]; COMMENT TABLES USING M; RENAME TABLE U TO V;",
      { T: ["one"], V: ["two"] },
    ],
    ["TAG TABLES T, U WITH fact;", { T: [undefined, "fact"], U: [undefined, "fact"] }],
  ])("%s", async (script, tables) => {
    expect(await notes(script)).toMatchObject({ fields: {}, tables, warnings: [] });
  });

  it("says nothing of a field that was renamed and dropped without notes", async () => {
    expect(
      (await notes("N: LOAD 1 AS x AUTOGENERATE 1; RENAME FIELD x TO y; DROP FIELD y;")).warnings,
    ).toEqual([]);
  });

  it("passes over a name there is none of, and says so", async () => {
    expect((await notes("TAG FIELD alpha WITH x; COMMENT TABLE Nope WITH y;")).warnings).toEqual([
      'COMMENT or TAG names the field "alpha", which no table has.',
      'COMMENT or TAG names the table "Nope", which there is not.',
    ]);
  });

  it("takes note of fields that are loaded later", async () => {
    expect((await notes("TAG FIELD Late WITH x; L: LOAD 1 AS Late AUTOGENERATE 1;")).fields).toEqual({
      Late: [undefined, "x"],
    });
  });

  it.each([
    ["TAG FIELD Alpha WITH $key;", "script.value", 22],
    ["TAG FIELD Alpha;", "script.syntax", 16],
    ["COMMENT FIELD Alpha WITH ;", "script.syntax", 25],
    ["COMMENT FIELDS USING Nope;", "script.table_missing", 22],
  ])("%s is refused", async (script, code, column) => {
    current = await testRun();
    await expect(current.run(script)).rejects.toMatchObject({
      code,
      options: { params: { line: 1, column } },
    });
  });
});
