import { describe, expect, it } from "vitest";
import { checkScript } from "./check";
import { plainSource } from "./source-text";
import { parseStatement } from "./statement-parser";

const parse = (text: string) => parseStatement(plainSource(text));

describe("prefixes", () => {
  it.each<[string, string, object]>([
    [
      "in any order, the label between them",
      "FIRST 2 T: LEFT JOIN (S) CROSSTABLE (a, b) LOAD x",
      {
        label: { value: "T" },
        prefix: { kind: "join", how: "left", table: { value: "S" } },
        load: { shape: { first: { value: 2 }, transform: { kind: "crosstable", keep: 1 } } },
      },
    ],
    [
      "in any letters",
      "T: intervalMatch (f, k1, [k 2]) sql SELECT 1",
      {
        select: {
          shape: {
            transform: {
              kind: "intervalmatch",
              field: { value: "f" },
              keys: [{ value: "k1" }, { value: "k 2" }],
            },
          },
        },
      },
    ],
    [
      "with parentheses around a number",
      "SAMPLE(0.15) LOAD x",
      { load: { shape: { sample: { value: 0.15 } } } },
    ],
    [
      "MERGE with all it can have",
      "MERGE ONLY (s, v) ON a, b CONCATENATE (T) LOAD x",
      {
        prefix: { kind: "concatenate", table: { value: "T" } },
        reload: {
          kind: "merge",
          only: true,
          keys: [{ value: "a" }, { value: "b" }],
          sequence: { field: { value: "s" }, variable: { value: "v" } },
        },
      },
    ],
    ["ADD before MAP", "ADD ONLY MAP a USING m", { kind: "map", reload: { only: true } }],
    [
      "HIERARCHY with arguments left out",
      "HIERARCHY (a, b, c, , , 'p', , 'd') LOAD x",
      {
        load: { shape: { transform: { pathName: { value: "p" }, depth: { value: "d" }, delimiter: "/" } } },
      },
    ],
    ["a table named as a prefix", "First: LOAD x", { label: { value: "First" }, prefix: { kind: "none" } }],
    ["a variable named as a prefix", "sample = 1", { kind: "let", name: "sample" }],
  ])("%s", (_, text, expected) => {
    expect(parse(text)).toMatchObject(expected);
  });

  it.each<[string, string, string, number]>([
    ["two transformations", "GENERIC CROSSTABLE (a, b) LOAD 1 AS a AUTOGENERATE 1;", "script.syntax", 9],
    ["two limits", "FIRST 1 FIRST 2 LOAD 1 AS a AUTOGENERATE 1;", "script.syntax", 9],
    ["JOIN and CONCATENATE", "JOIN CONCATENATE LOAD 1 AS a AUTOGENERATE 1;", "script.syntax", 6],
    ["ADD and REPLACE", "ADD REPLACE LOAD 1 AS a AUTOGENERATE 1;", "script.syntax", 5],
    ["REPLACE and KEEP", "REPLACE LEFT KEEP LOAD 1 AS a AUTOGENERATE 1;", "script.syntax", 9],
    ["MERGE and NOCONCATENATE", "NOCONCATENATE MERGE ON a LOAD 1 AS a AUTOGENERATE 1;", "script.syntax", 15],
    ["GENERIC and REPLACE", "REPLACE GENERIC LOAD 1 AS a AUTOGENERATE 1;", "script.syntax", 9],
    ["MERGE without ON", "MERGE LOAD 1 AS a AUTOGENERATE 1;", "script.syntax", 7],
    ["FIRST without a number", "FIRST LOAD 1 AS a AUTOGENERATE 1;", "script.syntax", 12],
    ["CROSSTABLE without arguments", "CROSSTABLE LOAD 1 AS a AUTOGENERATE 1;", "script.syntax", 12],
    ["CROSSTABLE of one name", "CROSSTABLE (a) LOAD 1 AS a AUTOGENERATE 1;", "script.syntax", 1],
    [
      "CROSSTABLE with half a field",
      "CROSSTABLE (a, b, 1.5) LOAD 1 AS a AUTOGENERATE 1;",
      "script.syntax",
      19,
    ],
    ["INTERVALMATCH of nothing", "INTERVALMATCH () LOAD 1 AS a AUTOGENERATE 1;", "script.syntax", 1],
    [
      "HIERARCHYBELONGSTO of four",
      "HIERARCHYBELONGSTO (a, b, c, d) LOAD 1 AS a AUTOGENERATE 1;",
      "script.syntax",
      1,
    ],
    ["an argument that is no name", "HIERARCHY (a, b, (c)) LOAD 1 AS a AUTOGENERATE 1;", "script.syntax", 18],
    ["a prefix before another statement", "FIRST 2 DROP TABLE a;", "script.syntax", 9],
    ["SEMANTIC", "T: SEMANTIC LOAD 1 AS a AUTOGENERATE 1;", "script.unsupported", 4],
  ])("%s is refused at its place", (_, script, code, column) => {
    expect(checkScript(script)).toMatchObject([{ code, line: 1, column }]);
  });
});
