import { describe, expect, it } from "vitest";
import { checkScript } from "../check";
import { scriptTables } from "../testing/tables";

const tables = scriptTables();

describe("WHEN and UNLESS before a statement", () => {
  it.each<[string, string, string[]]>([
    ["WHEN with a condition that holds", "WHEN v = 1 T: LOAD 1 AS a AUTOGENERATE 1;", ["S", "T"]],
    ["WHEN with one that does not", "WHEN v = 2 T: LOAD 1 AS a AUTOGENERATE 1;", ["S"]],
    ["UNLESS with a condition that holds", "UNLESS v = 1 T: LOAD 1 AS a AUTOGENERATE 1;", ["S"]],
    ["UNLESS with one that does not", "UNLESS v > 1 T: LOAD 1 AS a AUTOGENERATE 1;", ["S", "T"]],
    ["NULL does not hold", "WHEN Null() T: LOAD 1 AS a AUTOGENERATE 1;", ["S"]],
    ["the condition is expanded", "WHEN $(v) = 1 DROP TABLE S;", []],
    ["other statements", "WHEN v = 1 RENAME TABLE S TO R;", ["R"]],
    ["one inside the other", "WHEN v = 1 UNLESS v = 0 DROP TABLE S;", []],
    ["EXIT SCRIPT", "WHEN v = 1 EXIT SCRIPT; DROP TABLE S;", ["S"]],
    ["LET", "WHEN v = 1 LET w = 2; WHEN w = 2 DROP TABLE S;", []],
  ])("%s", async (_, statement, names) => {
    const { tables: made } = await tables(`LET v = 1; S: LOAD 0 AS s AUTOGENERATE 1; ${statement}`);
    expect(Object.keys(made)).toEqual(names);
  });

  it("leaves the loads that feed it out with it", async () => {
    const script = `
      WHEN 1 = 0 T: LOAD a + 1 AS b; LOAD 1 AS a AUTOGENERATE 1;
      WHEN 1 = 1 U: LOAD a + 1 AS c; LOAD 1 AS a AUTOGENERATE 1;`;
    expect(checkScript(script)).toEqual([]);
    expect((await tables(script)).tables).toEqual({ U: { fields: ["c"], rows: [["2"]] } });
  });

  it("is checked before it runs", () => {
    expect(
      checkScript("WHEN 1 LOAD a, b;\nUNLESS 2;\nWHEN 1 = 1 SEMANTIC LOAD 1 AS a AUTOGENERATE 1;"),
    ).toMatchObject([
      { code: "script.syntax", line: 1, column: 1 },
      { code: "script.syntax", line: 2, column: 9 },
      { code: "script.unsupported", line: 3, column: 12 },
    ]);
  });
});
