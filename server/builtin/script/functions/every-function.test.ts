import { type DuckDBConnection, DuckDBStructValue } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAppError } from "@/server/shared/errors";
import { times } from "@/server/testing/deep";
import { type Compiled, compileExpression } from "../compile";
import { parseExpression } from "../expression-parser";
import type { FunctionDefinition, Scope } from "../scope";
import { defaultSettings } from "../settings";
import { NOW, openTestDb } from "../testing/evaluate";
import { typeOf } from "../types";
import { FUNCTIONS } from "./index";

/** A column for every kind of value with ordinary ones, NULL among them. */
const ORDINARY: Record<string, [type: string, values: string[]]> = {
  Whole: ["BIGINT", ["0", "1", "-7", "45000", "12", "NULL"]],
  Small: ["TINYINT", ["0", "-128", "127", "3", "12", "NULL"]],
  Float: ["DOUBLE", ["0.5", "-1.25", "2.75", "45000.25", "0.0001", "NULL"]],
  Exact: ["DECIMAL(18,4)", ["0", "12.5", "-9999.9999", "7", "0.0001", "NULL"]],
  Text: ["VARCHAR", ["''", "'abc'", "'12'", "'2024-02-30'", `'{"a":[1]}'`, "NULL"]],
  Odd: ["VARCHAR", ["'🙂ß'", "'['", "'%_*?'", `'a''b"c'`, "' 3 '", "NULL"]],
  Truth: ["BOOLEAN", ["true", "false", "NULL", "true", "false", "NULL"]],
  Day: ["DATE", ["'2024-02-29'", "'0001-01-01'", "'9999-12-31'", "'1899-12-30'", "'2038-01-19'", "NULL"]],
  Point: [
    "TIMESTAMP",
    [
      "'2024-03-31 02:30:00'",
      "'1969-12-31 23:59:59.999999'",
      "'0001-01-01'",
      "'2000-01-01'",
      "'2024-12-31 23:59:59.999'",
      "NULL",
    ],
  ],
  Clock: ["TIME", ["'00:00:00'", "'23:59:59.999999'", "'06:00:00'", "'12:00:00'", "'12:34:56'", "NULL"]],
  Both: [
    'STRUCT("num" DOUBLE, "txt" VARCHAR)',
    [
      "{'num': 1, 'txt': 'one'}",
      "{'num': NULL, 'txt': 'none'}",
      "{'num': 45000, 'txt': 'Jan'}",
      "{'num': 0.5, 'txt': ''}",
      "{'num': -3, 'txt': NULL}",
      "NULL",
    ],
  ],
  Nothing: ["VARCHAR", ["NULL", "NULL", "NULL", "NULL", "NULL", "NULL"]],
};
/** What no sound source sends, but a type can hold. */
const EXTREME: typeof ORDINARY = {
  Widest: ["BIGINT", ["0", "1", "-7", "9223372036854775807", "-9223372036854775808", "NULL"]],
  Largest: ["DOUBLE", ["1e308", "-1e308", "5e-324", "0.5", "1e30", "NULL"]],
  Endless: ["DOUBLE", ["'inf'", "'-inf'", "'nan'", "-0.0", "2.5", "NULL"]],
  Longest: ["DECIMAL(38,4)", ["0", "-99999999999999999999999999.9999", "12", "7", "0.0001", "NULL"]],
  Huge: ["VARCHAR", ["'1e999'", "'99999999999999999999'", "'-1e300'", "'inf'", "'nan'", "NULL"]],
  Far: [
    "DATE",
    ["'infinity'", "'-infinity'", "'5877642-06-25 (BC)'", "'5881580-07-10'", "'1970-01-01'", "NULL"],
  ],
  Beyond: [
    "TIMESTAMP",
    ["'infinity'", "'-infinity'", "'290309-12-22 (BC) 00:00:00'", "'294247-01-10'", "'1970-01-01'", "NULL"],
  ],
};
const COLUMNS = { ...ORDINARY, ...EXTREME };
const LITERALS =
  "0 1 (-1) 2 7 12 1.5 (-2.75) 0.05 255 '' 'a' 'YYYY-MM-DD' '#,##0.00' ',' '/a/0' '[a-z]+' '[' 'Europe/Berlin' 'hh:mm' 'object' '2024-01-31' Null() True()".split(
    " ",
  );
const EXTREME_LITERALS = "1e30 (-1e30) 99999999999 9007199254740993 (-2147483649)".split(" ");
const ORDINARY_ARGUMENTS = [...Object.keys(ORDINARY), ...Object.keys(ORDINARY), ...LITERALS];
const ALL_ARGUMENTS = [...ORDINARY_ARGUMENTS, ...Object.keys(EXTREME), ...EXTREME_LITERALS];

let db: DuckDBConnection;
beforeAll(async () => {
  db = await openTestDb();
  const names = Object.keys(COLUMNS);
  const rows = [0, 1, 2, 3, 4, 5].map((i) => `(${i}, ${names.map((n) => cell(n, i)).join(", ")})`);
  const list = names.map((n) => `"${n}"`).join(", ");
  await db.run(`CREATE TABLE t AS SELECT * FROM (VALUES ${rows.join(", ")}) AS v(o, ${list})`);
});
afterAll(() => db.closeSync());

function cell(name: string, row: number): string {
  const [type, values] = COLUMNS[name] ?? ["", []];
  return `(${values[row]})::${type}`;
}

const scope: Scope = {
  field: (name) => {
    const column = COLUMNS[name];
    return column && { sql: `t."${name}"`, type: typeOf(name === "Nothing" ? "NULL" : column[0]) };
  },
  fieldNames: () => Object.keys(COLUMNS),
  settings: defaultSettings(NOW),
  order: "t.o",
};

/** A call with as many arguments as it takes, most of them where it takes many. */
function callOf(f: FunctionDefinition, from: readonly string[]): fc.Arbitrary<string> {
  const [least, most] = f.args;
  const args = fc.array(fc.constantFrom(...from), {
    minLength: least,
    maxLength: Math.min(most, least + 4),
    size: "max",
  });
  const modifier = f.aggregate ? fc.constantFrom("", "DISTINCT ") : fc.constant("");
  return fc.tuple(modifier, args).map(([word, list]) => `${f.name}(${word}${list.join(", ")})`);
}

/** What a call comes to: nothing where it has a value of the type it says, or the code or kind of its error. */
async function outcome(expression: string, aggregate: boolean): Promise<string> {
  let compiled: Compiled;
  try {
    compiled = compileExpression(parseExpression(expression), aggregate ? { ...scope, grouping: [] } : scope);
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
  try {
    const read = await db.runAndReadAll(`SELECT ${compiled.sql} AS v FROM t`);
    const real = String(read.columnTypes()[0]);
    const same = compiled.type.kind === "null" || typeOf(real).kind === compiled.type.kind;
    // What is always NULL has no type of its own in DuckDB.
    return same || read.getRows().every(([value]) => isNothing(value))
      ? ""
      : `says ${compiled.type.sql} and gives ${real}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isNothing(value: unknown): boolean {
  return (
    value === null || (value instanceof DuckDBStructValue && Object.values(value.entries).includes(null))
  );
}

const REFUSED = "script\\.(syntax|unsupported|value|group|limit)";

/** Figures of one test share their SQL, which takes the engine a while to plan. */
const ofTest = /^(TTest|ZTest|Chi2Test)/;

describe.each(FUNCTIONS.map((f) => [f.name, f] as const))("%s", (_name, f) => {
  const holds = (from: readonly string[], runs: number, allowed: RegExp) =>
    fc.assert(
      fc.asyncProperty(callOf(f, from), async (expression) => {
        expect([expression, await outcome(expression, f.aggregate === true)]).toEqual([
          expression,
          expect.stringMatching(allowed),
        ]);
      }),
      { numRuns: times(ofTest.test(f.name) ? 1 : runs) },
    );

  // Whether a text is a pattern is only known when it is met.
  const pattern = f.name.includes("RegEx") ? "|Invalid Input Error: .*" : "";

  it("gives a value of its type for every kind of value, or is refused by name", () =>
    holds(ORDINARY_ARGUMENTS, 6, new RegExp(`^(|${REFUSED}${pattern})$`)));

  it("meets the largest values with a value or an error of a value", () =>
    holds(
      ALL_ARGUMENTS,
      3,
      new RegExp(`^(|${REFUSED}|(Conversion|Out of Range|Invalid Input) Error: .*)$`, "s"),
    ));
});
