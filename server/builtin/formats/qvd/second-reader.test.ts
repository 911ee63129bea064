import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { times } from "@/server/testing/deep";
import { type Column, readOurselves, type Value, writeColumns } from "./testing/columns";
import { readPlainly } from "./testing/plain-reader";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "qvd-second-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, columns: Column[]) => writeColumns(join(folder, "t.qvd"), name, columns);

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
