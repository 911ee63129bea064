import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appendingWriter, chunksCanBeWritten } from "./chunk-writer";
import type { RowWriter } from "./row-writer";
import { type StorageType, typeName } from "./storage-type";
import { ValueWriter } from "./value-writer";

let instance: DuckDBInstance;
let db: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:");
  db = await instance.connect();
});
afterAll(() => {
  db.closeSync();
  instance.closeSync();
});

interface Field {
  type: StorageType;
  /** Sets a value and gives the text DuckDB must show for it. */
  value: fc.Arbitrary<{ set(writer: RowWriter, column: number): void; text: string | null }>;
}

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

function decimalText(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, "0");
  const sign = unscaled < 0n ? "-" : "";
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function decimal(width: number, scale: number): Field {
  const limit = 10n ** BigInt(width) - 1n;
  return {
    type: { kind: "DECIMAL", width, scale },
    value: fc.bigInt({ min: -limit, max: limit }).map((v) => ({
      set: (w, c) =>
        v > -(2n ** 53n) && v < 2n ** 53n && v % 2n === 0n
          ? w.setDecimal(c, Number(v))
          : w.setBigDecimal(c, v),
      text: decimalText(v, scale),
    })),
  };
}

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 14 }),
  fc.string({ unit: "grapheme-ascii", maxLength: 40 }),
  fc.constantFrom(
    "",
    "twelve bytes",
    "thirteen byte",
    "a\0b",
    "a long text with \0 inside of it",
    "\0",
    "\ud800",
    "ÄÖÜäöüß",
    "💥💥💥💥",
  ),
);

const FIELDS: Field[] = [
  {
    type: { kind: "BOOLEAN" },
    value: fc.boolean().map((v) => ({ set: (w, c) => w.setBoolean(c, v), text: String(v) })),
  },
  {
    type: { kind: "INTEGER" },
    value: fc.integer().map((v) => ({ set: (w, c) => w.setInt32(c, v), text: String(v) })),
  },
  {
    type: { kind: "BIGINT" },
    value: int64.map((v) => ({
      set: (w, c) => w.setInt64Halves(c, Number(v >> 32n), Number(BigInt.asIntN(32, v))),
      text: String(v),
    })),
  },
  {
    type: { kind: "BIGINT" },
    value: fc.maxSafeInteger().map((v) => ({ set: (w, c) => w.setInt64(c, v), text: String(v) })),
  },
  {
    type: { kind: "DATE" },
    value: fc.integer({ min: -25000, max: 80000 }).map((v) => ({
      set: (w, c) => w.setInt32(c, v),
      text: new Date(v * 86400e3).toISOString().slice(0, 10),
    })),
  },
  {
    type: { kind: "TIMESTAMP" },
    value: fc.integer({ min: -2e9, max: 4e9 }).map((v) => ({
      set: (w, c) => w.setInt64(c, v * 1e6),
      text: new Date(v * 1e3).toISOString().slice(0, 19).replace("T", " "),
    })),
  },
  {
    type: { kind: "TIME" },
    value: fc.integer({ min: 0, max: 86399 }).map((v) => ({
      set: (w, c) => w.setInt64(c, v * 1e6),
      text: new Date(v * 1e3).toISOString().slice(11, 19),
    })),
  },
  {
    type: { kind: "DOUBLE" },
    value: fc.double().map((v) => ({
      set: (w, c) => w.setDouble(c, v),
      text: Number.isNaN(v) ? "nan" : v === Infinity ? "inf" : v === -Infinity ? "-inf" : v.toExponential(),
    })),
  },
  ...[
    [4, 2],
    [9, 3],
    [18, 2],
    [19, 0],
    [38, 10],
  ].map(([w = 1, s = 0]) => decimal(w, s)),
  {
    type: { kind: "VARCHAR" },
    value: text.map((v) => ({ set: (w, c) => w.setText(c, v), text: v.toWellFormed() })),
  },
  {
    type: { kind: "VARCHAR" },
    value: fc
      .oneof(
        text.map((v) => Buffer.from(v)),
        fc.uint8Array({ maxLength: 16 }).map((v) => Buffer.from(v)),
      )
      .map((v) => {
        const padded = Buffer.concat([Buffer.from("xx"), v, Buffer.from("yy")]);
        return { set: (w, c) => w.setUtf8(c, padded, 2, 2 + v.length), text: v.toString("utf8") };
      }),
  },
];

const shape = (kind: string, text: string | null) =>
  text !== null && kind === "DOUBLE" && !/inf|nan/.test(text) ? Number(text).toExponential() : text;

describe.each([
  { by: "typed arrays", create: appendingWriter },
  {
    by: "public calls",
    create: (...[appender, types]: Parameters<typeof appendingWriter>) => new ValueWriter(appender, types),
  },
])("rows written through $by", ({ create }) => {
  test("come back as they were, with every type, NULLs, and more than one chunk", async () => {
    const columns = FIELDS.map((f, i) => `c${i} ${typeName(f.type)}`).join(", ");
    const row = fc.tuple(...FIELDS.map((f) => fc.option(f.value, { freq: 6 })));
    const rows = fc.oneof(
      fc.array(row, { maxLength: 20 }),
      // The same few rows over and over fill chunks.
      fc
        .tuple(fc.array(row, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 5000 }))
        .map(([some, n]) => Array.from({ length: n }, (_, i) => some[i % some.length] ?? [])),
    );
    const property = fc.asyncProperty(rows, async (rows) => {
      await db.run(`CREATE OR REPLACE TABLE t (${columns})`);
      const appender = await db.createAppender("t");
      const writer = create(
        appender,
        FIELDS.map((f) => f.type),
      );
      for (const row of rows) {
        for (const [c, value] of row.entries()) {
          if (value) value.set(writer, c);
          else writer.setNull(c);
        }
        writer.endRow();
      }
      writer.flush();
      appender.closeSync();
      const select = FIELDS.map((_, i) => `c${i}::VARCHAR`).join(", ");
      const got = (await db.runAndReadAll(`SELECT ${select} FROM t`)).getRows() as (string | null)[][];
      expect(got.length).toBe(rows.length);
      for (const [y, row] of rows.entries())
        for (const [x, value] of row.entries()) {
          const kind = FIELDS[x]?.type.kind ?? "";
          const back = got[y]?.[x] ?? null;
          const [found, wanted] = [shape(kind, back), shape(kind, value?.text ?? null)];
          // An assertion for each of a million values would take longer than writing them.
          if (found !== wanted) expect(found).toBe(wanted);
        }
    });
    await fc.assert(property, { numRuns: 25 });
  });
});

test("the fast writer works with the installed bindings", () => {
  expect(chunksCanBeWritten()).toBe(true);
});
