import { parse } from "csv-parse/sync";
import readXlsxFile from "read-excel-file/node";
import { expect, test } from "vitest";
import type { CellValue, CubeAnswer } from "@/server/platform/model";
import { askedSheet } from "./asked-sheet";
import { makeCsv } from "./csv";
import { fileKinds } from "./kinds";
import type { FileSource, FileWish, MadeFile } from "./standing";
import { fileSource, fileWish } from "./testing/source";
import { makeXlsx } from "./xlsx";
import { numberFormat, textCell, valueCell } from "./xlsx-cells";

const tabs = (file: MadeFile) => readXlsxFile(Buffer.from(file.bytes));
const tab = async (file: MadeFile, name: string) =>
  (await tabs(file)).find(({ sheet }) => sheet === name)?.data ?? [];
const flat = (rows: unknown[][]) => rows.map((row) => row.join("|"));

/** The rows the object's table view shows, as they were answered. */
async function rawRows(wish: FileWish, source: FileSource, id: string): Promise<CellValue[][]> {
  const asked = await askedSheet(wish, source);
  const object = asked.objects.find((o) => o.id === id);
  if (!object) throw new Error(`There is no ${id}.`);
  const view = fileKinds[object.kind]?.table?.(object, asked.context, asked.answers[id] ?? {});
  return view?.rows.map((row) => row.raw) ?? [];
}

test("a workbook of a sheet has a tab per object with figures, each with the figures of its table view", async () => {
  const [wish, source] = [fileWish({ selections: { Region: ["DACH"] } }), await fileSource()];
  const file = await makeXlsx(wish, source);
  expect(file.name).toBe("Sales – Sales overview – 2026-11-21.xlsx");
  const names = (await tabs(file)).map(({ sheet }) => sheet);
  expect(names).toContain("Customers");
  expect(names).toContain("What sells");
  const rows = await tab(file, "Customers");
  const wanted = await rawRows(wish, source, "top-customers");
  expect(rows.slice(-wanted.length)).toEqual(wanted);
  expect(file.rows).toBeGreaterThan(wanted.length);
  expect(file.cut).toBe(false);
});

test("above the figures stand app, sheet, selections and times; the recomputed totals come first", async () => {
  const wish = fileWish({ object: "top-customers", selections: { Region: ["DACH"], Year: [2025] } });
  const rows = await tab(await makeXlsx(wish, await fileSource()), "Customers");
  const texts = flat(rows);
  expect(rows[0]?.[0]).toBe("Customers");
  expect(texts[1]).toContain("Sales – Sales overview");
  expect(texts.join("\n")).toContain("Region: DACH");
  expect(texts.join("\n")).toContain("Data of 31 Dec 2025, 07:12. Made 21 Nov 2026, 13:00.");
  const head = rows.findIndex((row) => row[0] === "Customer");
  expect(rows[head + 1]?.[0]).toBe("All");
  expect(rows[head + 1]?.[2]).toBeTypeOf("number");
});

test("rows come in pages until the limit, and the tab says that it was cut", async () => {
  const document = (await fileSource()).document;
  const answers = (offset: number, limit: number): CubeAnswer => ({
    kind: "cube",
    columns: [],
    rows: Array.from({ length: limit }, (_, i) => [`Customer ${offset + i}`, offset + i]),
    rowCount: 50_000,
  });
  const asked: number[] = [];
  const source = await fileSource({
    document: {
      ...document,
      sheets: [
        {
          sheet: "long",
          format: 1,
          title: "Long",
          objects: [
            {
              id: "t",
              kind: "table",
              at: [0, 0, 8, 6],
              title: "All",
              dimension: { field: "Customer" },
              columns: [{ use: "sales" }],
            },
          ],
        },
      ],
    },
    limits: { rows: 25_000, cells: 1_000_000 },
    ask: async ({ questions }) => ({
      generation: "g",
      fields: {},
      answers: Object.fromEntries(
        Object.entries(questions).map(([key, question]) => {
          if (question.kind !== "cube") throw new Error("Only cubes are asked.");
          asked.push(question.limit ?? 0);
          return [key, answers(question.offset ?? 0, question.limit ?? 0)];
        }),
      ),
    }),
  });
  const file = await makeXlsx(fileWish({ sheet: "long", object: "t", local: { t: { page: 3 } } }), source);
  expect(asked).toEqual([200, 10_000, 10_000, 4800]);
  expect(file).toMatchObject({ rows: 25_000, cut: true });
  const rows = await tab(file, "All");
  expect(flat(rows).join("\n")).toContain("The first 25,000 of 50,000 rows.");
  expect(rows.at(-1)).toEqual(["Customer 24999", 24_999]);
});

test("a CSV file has the same rows", async () => {
  const [wish, source] = [
    fileWish({ kind: "csv", object: "top-customers", selections: { Region: ["DACH"] } }),
    await fileSource(),
  ];
  const file = await makeCsv(wish, source);
  expect(file.name).toBe("Sales – Sales overview – Customers – 2026-11-21.csv");
  const rows: string[][] = parse(Buffer.from(file.bytes), { bom: true });
  const wanted = await rawRows(wish, source, "top-customers");
  expect(rows.slice(1)).toEqual(wanted.map((row) => row.map((cell) => String(cell ?? ""))));
});

const FORMULAS = [
  "=1+1",
  "+SUM(A1)",
  "-2+3",
  "@cmd",
  "\t=1",
  "\r=1",
  "\n=1",
  "＝1+1",
  '=HYPERLINK("http://x")',
];

test.each(FORMULAS)("%j stays text in CSV and in a workbook", async (text) => {
  const column = { label: "=2+2", numeric: false };
  const cell = valueCell(text, column, { fields: {}, currency: null });
  expect(cell).toMatchObject({ type: String, format: "@" });
});

const document = {
  currency: "EUR",
  fields: {
    Day: { type: "date" as const, distinct: 1, key: false },
    At: { type: "timestamp" as const, distinct: 1, key: false },
    Code: { type: "text" as const, distinct: 1, key: false },
  },
};

test.each([
  [
    1.5,
    { numeric: true, format: { kind: "money" } },
    { value: 1.5, type: Number, format: "[$EUR] #,##0.00" },
  ],
  [
    "12.30",
    { numeric: true, format: { kind: "money", currency: "PLN" } },
    { value: 12.3, type: Number, format: "[$PLN] #,##0.00" },
  ],
  [0.256, { numeric: true, format: { kind: "percent" } }, { value: 0.256, type: Number, format: "0.0%" }],
  ["12345678901234567.89", { numeric: true }, { value: "12345678901234567.89", type: String }],
  [
    "2025-03-01",
    { numeric: false, field: "Day" },
    { value: new Date("2025-03-01T00:00:00Z"), type: Date, format: "yyyy-mm-dd" },
  ],
  [
    45_717,
    { numeric: false, field: "Day" },
    { value: new Date("2025-03-01T00:00:00Z"), type: Date, format: "yyyy-mm-dd" },
  ],
  [
    "2025-03-01 14:05:00",
    { numeric: false, field: "At" },
    { value: new Date("2025-03-01T14:05:00Z"), type: Date, format: "yyyy-mm-dd hh:mm:ss" },
  ],
  ["0012", { numeric: false, field: "Code" }, { value: "0012", type: String }],
  [true, { numeric: false }, { value: true, type: Boolean }],
] as const)("%j becomes a typed cell", (value, column, wanted) => {
  expect(valueCell(value, { label: "", ...column }, document)).toEqual(wanted);
});

test("what no spreadsheet can hold is taken out of a text, not the text", () => {
  expect(textCell("a\u0000b\u000bc\ud800d")).toEqual({ value: "abc\ufffdd", type: String });
  expect(textCell("x".repeat(40_000))).toMatchObject({ value: "x".repeat(32_767) });
});

test("a prefix cannot break out of a number format", () => {
  expect(numberFormat({ kind: "integer", prefix: 'a"; [Red]' })).toBe('"a; [Red]"#,##0');
});
