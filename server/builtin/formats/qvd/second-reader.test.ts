import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { times } from "@/server/testing/deep";
import { QvdFile } from "./file";
import { hasText, isNumber, textOf } from "./symbols";
import { type PlainValue, readPlainly } from "./testing/plain-reader";
import { NULL_SHIFT, NULL_STORED, QvdWriter } from "./writer";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "qvd-second-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const format = { type: "UNKNOWN", decimals: 0, format: "", decimalSep: "", thousandSep: "" };

interface Value {
  number: number | null;
  text: string | null;
}

interface Column {
  name: string;
  values: Value[];
  /** Of each record the number of its value; null for NULL. */
  records: (number | null)[];
}

async function write(name: string, columns: Column[]): Promise<string> {
  const path = join(folder, "t.qvd");
  const records = columns[0]?.records.length ?? 0;
  const writer = await QvdWriter.create(path, {
    tableName: name,
    createdUtc: "2026-01-02 03:04:05",
    records,
  });
  const nullable = columns.map((column) => column.records.includes(null));
  for (const [i, column] of columns.entries()) {
    const start = { name: column.name, format, nullable: nullable[i] ?? false };
    await writer.field(
      start,
      (async function* () {
        yield { numbers: column.values.map((v) => v.number), texts: column.values.map((v) => v.text) };
      })(),
    );
  }
  await writer.beginRecords();
  const codes = columns.map((column, i) =>
    column.records.map((r) => (r === null ? NULL_STORED : nullable[i] ? r + NULL_SHIFT : r)),
  );
  await writer.records(records, codes);
  await writer.finish();
  return path;
}

async function readOurselves(path: string): Promise<PlainValue[][]> {
  const file = await QvdFile.open(path);
  try {
    const { fields } = file.header;
    const symbols = await Promise.all(fields.map((field) => file.symbols(field)));
    const columns: PlainValue[][] = fields.map(() => []);
    for (const { records, codes } of file.codes(fields))
      for (const [i, of] of symbols.entries())
        for (let row = 0; row < records; row++) {
          const code = codes[i]?.[row] ?? -1;
          const kind = of.kinds[code];
          const number = isNumber(kind) ? (of.numbers[code] ?? null) : null;
          columns[i]?.push(code < 0 ? null : { number, text: hasText(kind) ? textOf(of, code) : null });
        }
    return columns;
  } finally {
    await file.close();
  }
}

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }).map((s) => s.toWellFormed().replaceAll("\0", "")),
  fc.constantFrom("", "ß → 𝄞 日本", "x".repeat(300), "<&>\r\n"),
);
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(2 ** 31, -(2 ** 31), 2 ** 32 + 1, 2 ** 53, 0, -0, 1e-300),
  fc.double({ noNaN: true }),
);
const value: fc.Arbitrary<Value> = fc.oneof(
  number.map((n) => ({ number: n, text: null })),
  text.map((t) => ({ number: null, text: t })),
  fc.record({ number, text }),
);
/** Some columns have more values than a byte counts, so that codes lie across bytes. */
const values = fc.oneof(
  { weight: 4, arbitrary: fc.array(value, { maxLength: 8 }) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 200, max: 700 }).map((n) => {
      return Array.from({ length: n }, (_, i) => ({ number: i * 2 ** 30, text: null }));
    }),
  },
);

const table = fc.nat(40).chain((rows) => {
  const picks = fc.array(fc.nat(), { minLength: rows, maxLength: rows });
  const column = fc
    .record({ name: fc.string({ maxLength: 8 }), values, picks, nulls: fc.boolean() })
    .map(({ name, values: own, picks: picked, nulls }) => {
      const choices = own.length + (nulls || own.length === 0 ? 1 : 0);
      const records = picked.map((p) => (p % choices < own.length ? p % choices : null));
      return { name, values: own, records };
    });
  return fc.array(column, { minLength: 1, maxLength: 6 });
});

it("what is written reads the same for a second reader and for our own, value by value", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 8 }), table, async (name, columns) => {
      const path = await write(name, columns);
      const wanted = columns.map((c) => c.records.map((r) => (r === null ? null : (c.values[r] ?? null))));
      const second = readPlainly(await readFile(path));
      expect(second.fields.map((f) => f.values)).toEqual(wanted);
      expect(await readOurselves(path)).toEqual(wanted);
    }),
    { numRuns: times(40) },
  );
});

it("values, NULL and codes lie in the file byte by byte as the format has them", async () => {
  const path = await write("T", [
    {
      name: "dual",
      values: [
        { number: 42844, text: "2017-04-19" },
        { number: 0.5, text: "½" },
        { number: 4294967297, text: null },
      ],
      records: [0, 1, 2, null],
    },
    { name: "same", values: [{ number: -1, text: null }], records: [0, 0, 0, 0] },
    { name: "none", values: [], records: [null, null, null, null] },
    {
      name: "wide",
      values: Array.from({ length: 300 }, (_, i) => ({ number: i, text: null })),
      records: [0, 1, 255, 299],
    },
  ]);
  const bytes = await readFile(path);
  const header = bytes.toString("utf8", 0, bytes.indexOf(0));
  const of = (element: string) =>
    [...header.matchAll(new RegExp(`<${element}>([^<]*)<`, "g"))].map((m) => m[1]);
  expect([of("BitOffset"), of("BitWidth"), of("Bias")]).toEqual([
    ["0", "3", "3", "3"],
    ["3", "0", "0", "9"],
    ["-2", "0", "-2", "0"],
  ]);
  const body = bytes.subarray(bytes.indexOf(0) + 1).toString("hex");
  const duals = [
    "055ca70000",
    "323031372d30342d313900",
    "06000000000000e03f",
    "c2bd00",
    "02000010000000f041",
  ];
  expect(body.startsWith([...duals, "01ffffffff", "0100000000", "0101000000"].join(""))).toBe(true);
  // A record: three bits of `dual` from 2 on, NULL being 0, and nine of `wide` above them.
  const records = [2, 3 + (1 << 3), 4 + (255 << 3), 0 + (299 << 3)];
  const swapped = records.map((r) => Buffer.from([r & 255, r >> 8]).toString("hex")).join("");
  expect(body.endsWith(swapped)).toBe(true);
  expect(body.length / 2).toBe(16 + 9 + 3 + 9 + 5 + 300 * 5 + 8);
});

/** Sample data that may lie beside the repository. */
const written = resolve("../shared/data/qvd/small.qvd");

it.skipIf(!existsSync(written))("a file written by Qlik reads the same for both readers", async () => {
  const second = readPlainly(await readFile(written));
  expect(second).toMatchObject({ name: "Products", fields: { length: 8 } });
  expect(await readOurselves(written)).toEqual(second.fields.map((f) => f.values));
});
