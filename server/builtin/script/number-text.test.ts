import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseNumber, textToNumber, type WrittenBy } from "./number-text";
import { quoteText } from "./quoting";

const by = (decimalSep: string, thousandSep: string): WrittenBy => ({ decimalSep, thousandSep });
const POINT = by(".", ",");
const COMMA = by(",", ".");
const SPACE = by(",", " ");

it.each<[string, WrittenBy, number | null]>([
  ["1234.5", POINT, 1234.5],
  ["1,234.5", POINT, 1234.5],
  ["-1,234,567", POINT, -1234567],
  ["1,23", POINT, null],
  ["1234,567", POINT, null],
  [",123", POINT, null],
  [" .5e3 ", POINT, 500],
  ["1.", POINT, 1],
  ["1,5", COMMA, 1.5],
  ["1.234,5", COMMA, 1234.5],
  ["1.234", COMMA, 1234],
  ["1.5", COMMA, null],
  ["1 234,5", SPACE, 1234.5],
  ["1.5", SPACE, 1.5],
  ["1,5", by(",", ","), 1.5],
  ["1'234.5", by(".", "'"), 1234.5],
  ["1.5", by("", ""), 1.5],
  ["twelve", POINT, null],
  ["", POINT, null],
  ["1e", POINT, null],
])("%j is read with %j as %s", (text, separators, expected) => {
  expect(parseNumber(text, separators)).toBe(expected);
});

it("a text is the same number in SQL and in a literal", async () => {
  const db = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  const text = fc.string({ unit: fc.constantFrom(..."0123456789.,' -+e"), maxLength: 12 });
  const all = fc.sample(fc.tuple(text, fc.constantFrom(POINT, COMMA, SPACE, by(".", "'"), by(",", ""))), {
    numRuns: 3000,
    seed: 1,
  });
  const list = all.map(([t, separators]) => textToNumber(quoteText(t), separators));
  for (let at = 0; at < list.length; at += 300) {
    const [row] = (await db.runAndReadAll(`SELECT ${list.slice(at, at + 300).join(", ")}`)).getRows();
    const expected = all.slice(at, at + 300).map(([t, separators]) => parseNumber(t, separators));
    expect(row?.map((v) => (typeof v === "number" ? v + 0 : v))).toEqual(
      expected.map((v) => (v === null ? null : v + 0)),
    );
  }
});
