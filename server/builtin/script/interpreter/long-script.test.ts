import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkScript } from "../check";
import type { ScriptResult } from "../port";
import { PREFIX_WORDS } from "../prefix-parser";
import { CONTROL as CONTROL_WORDS, splitStatements } from "../split";
import { STATEMENT_WORDS } from "../statement-parser";
import { openTestDb } from "../testing/evaluate";
import { type TestRun, testRun } from "../testing/host";
import { CHECKS, KEPT } from "../testing/long-script-checks";
import { FILES, INCLUDES, SOURCE_TABLES } from "../testing/long-script-data";

const SCRIPT = readFileSync(join(import.meta.dirname, "../testing/long-script.qvs"), "utf8");

let run: TestRun;
let raw: DuckDBConnection;
let result: ScriptResult;

beforeAll(async () => {
  run = await testRun({ source: SOURCE_TABLES, includes: INCLUDES });
  for (const [name, content] of Object.entries(FILES)) await run.file(name, content);
  await run.file("out/stored/buffers/.keep", "");
  const { files, target } = run.host;
  const place = (path: string) => path.replace("lib://Stored/", "lib://Files/out/stored/");
  run.host.files = (path) => files(place(path));
  run.host.target = (path) => target(place(path));
  result = await run.run(SCRIPT);
  raw = await openTestDb();
  await raw.run(SOURCE_TABLES);
  await raw.run(KEPT);
});
afterAll(async () => {
  raw.closeSync();
  await run.close();
});

/** Rows as sorted texts, numbers rounded to a millionth: the two sides may have other types and orders. */
async function rowsOf(db: DuckDBConnection, sql: string): Promise<string[]> {
  const rows = (await db.runAndReadAll(sql)).getRowsJson();
  const text = (value: unknown) =>
    value === null
      ? "NULL"
      : /^-?\d+(\.\d+)?(e-?\d+)?$/.test(String(value))
        ? String(Math.round(Number(value) * 1e6) / 1e6)
        : String(value);
  return rows.map((row) => row.map(text).join(" | ")).sort();
}

const CONTROL = [
  "if",
  "elseif",
  "else",
  "end if",
  "for",
  "for each",
  "next",
  "do",
  "do while",
  "loop",
  "loop until",
].concat(
  ["switch", "case", "default", "end switch", "sub", "end sub", "call"],
  ["exit for", "exit do", "exit sub", "exit script"],
);

/** The same words written as one: END IF, END SUB, END SWITCH. */
const ENDS = /^end./;

/** Prefixes, sources and clauses. */
const CLAUSES = [
  "noconcatenate",
  "concatenate",
  "mapping",
  "first",
  "sample",
  "crosstable",
  "generic",
  "hierarchy",
  "buffer",
].concat(
  ["hierarchybelongsto", "intervalmatch", "add", "replace", "merge", "left join", "inner join", "right join"],
  ["outer join", "left keep", "inner keep", "right keep", "load", "load distinct", "sql select", "resident"],
  ["inline", "autogenerate", "from", "from_field", "where", "while", "group by", "order by"],
);

describe("a long script", () => {
  it("uses every statement there is", () => {
    const written = splitStatements(SCRIPT).map(
      ({ source }) => ` ${source.text.replace(/\s+/g, " ").toLowerCase()} `,
    );
    const starts = (word: string) =>
      written.some((text) => text.startsWith(` ${word} `) || text.startsWith(` ${word};`));
    const holds = (words: string) =>
      written.some((text) => text.includes(` ${words} `) || text.includes(` ${words}(`));
    expect([...STATEMENT_WORDS, ...CONTROL].filter((word) => !starts(word))).toEqual([]);
    const grammar = [...PREFIX_WORDS, ...CONTROL_WORDS].filter((word) => !ENDS.test(word));
    expect(grammar.filter((word) => !written.some((text) => new RegExp(`\\b${word}\\b`).test(text)))).toEqual(
      [],
    );
    expect(CLAUSES.filter((words) => !holds(words))).toEqual([]);
  });

  it("is sound", () => {
    expect(SCRIPT.split("\n").filter((line) => line.trim() !== "").length).toBeGreaterThan(300);
    expect(checkScript(SCRIPT)).toEqual([]);
  });

  it.each(CHECKS)("%s: equal to plain SQL", async (_title, app, plain) => {
    const expected = await rowsOf(raw, plain);
    expect(expected.length).toBeGreaterThan(0);
    expect(await rowsOf(run.db, app)).toEqual(expected);
  });

  it("leaves these tables and fields, and no others", () => {
    const tables = Object.fromEntries(
      result.tables.map((t) => [t.name, t.fields.map((f) => f.name).join(" ")]),
    );
    expect(tables).toMatchObject({
      Products: "ProductID Product Category ListPrice PriceClass PriceBand",
      Calendar: "OrderDate Quarter",
      Climate: "Region Weather.Sun",
      Sizes: "SizedOrder Size",
    });
    for (const gone of ["VoidOrders", "KeptOrders", "RawLines", "Weather", "Missing", "SameRegions"])
      expect(tables).not.toHaveProperty(gone);
  });

  it("keeps what it says about fields and tables", () => {
    const field = (name: string) => result.tables.flatMap((t) => t.fields).find((f) => f.name === name);
    expect(field("Sales")).toMatchObject({ comment: "net of discounts", tags: ["money", "$measure"] });
    expect(field("OrderSales")).toMatchObject({ tags: ["$measure"] });
    expect(field("OrderDate")).toMatchObject({ comment: "the day an order came in", format: "YYYY-MM-DD" });
    expect(result.tables.find((t) => t.name === "Lines")).toMatchObject({
      comment: "one row an ordered product",
      tags: ["fact"],
    });
  });

  it("hands section access over apart from the app's tables", () => {
    expect(result.access).toMatchObject([
      { rows: 2, fields: [{ name: "ACCESS" }, { name: "USERID" }, { name: "REGION" }] },
    ]);
    expect(result.tables.map((t) => t.name)).not.toContain(result.access?.[0]?.name);
  });

  it("traces what it comes by, and warns of what it went over", () => {
    const traced = run.logs.filter((l) => l.startsWith("info trace: ")).map((l) => l.slice(12));
    expect(traced).toEqual(["All of it: 2023 to 2024", "folder lib://Files/out", "down 10", "down 7"]);
    expect(result.warnings.filter((w) => w.includes("ErrorMode is 0"))).toHaveLength(2);
  });
});
