import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csvOf, fileName } from "./csv";

const table = (...cells: (string | number | null)[]) => ({
  columns: cells.map((_, i) => ({ label: `c${i}`, numeric: false })),
  rows: [{ raw: cells, text: [] }],
});
const read = (text: string): string[][] => parse(text, { bom: true });

test.each(["=1+1", "+SUM(A1)", "-2+3", "@cmd", "\tx", "\r=1"])(
  "%j is no formula in a spreadsheet",
  (cell) => {
    expect(read(csvOf(table(cell)))[1]).toEqual([`'${cell}`]);
  },
);

test("numbers stay numbers, also exact ones that come as text; missing is empty", () => {
  expect(csvOf(table(-1.5, "-12.30", null))).toBe("\ufeffc0,c1,c2\r\n-1.5,-12.30,\r\n");
});

test("any text comes back as it was, but for the apostrophe", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 4 }), (cells) => {
      const back = read(csvOf(table(...cells)))[1]?.map((c) => c.replace(/^'/, ""));
      expect(back).toEqual(cells.map((c) => c.replace(/^'/, "")));
    }),
  );
});

test("files are named by titles", () => {
  expect(fileName("Sales overview", "Where it is sold?")).toBe("sales-overview-where-it-is-sold.csv");
  expect(fileName("Übersicht")).toBe("übersicht.csv");
  expect(fileName("?!")).toBe("figures.csv");
});
