import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, it } from "vitest";
import { times } from "@/server/testing/deep";
import { type Value, writeColumns } from "./testing/columns";
import { expectExtended } from "./testing/expect-extended";
import { columnOf, type Rows } from "./testing/extension";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "qvd-extend-fuzz-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 9 }).map((s) => s.toWellFormed().replaceAll("\0", "")),
  fc.constantFrom("", "a", "b", "ß → 𝄞 日本", "x".repeat(300)),
);
const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(2 ** 31, -(2 ** 31), 2 ** 32 + 1, -0, 0.5),
  fc.double({ noNaN: true }),
);
const value: fc.Arbitrary<Value> = fc.oneof(
  number.map((n) => ({ number: n, text: null })),
  text.map((t) => ({ number: null, text: t })),
  fc.record({ number, text }),
);

const many = { minLength: 1, maxLength: 60, size: "max" } as const;
/** A field's values; most are of a kind, as in a table of a database, and some have nearly as many as there are rows. */
const values = fc.oneof(
  fc.array(value, many),
  fc.array(
    number.map((n) => ({ number: n, text: null })),
    many,
  ),
  fc.array(
    text.map((t) => ({ number: null, text: t })),
    many,
  ),
  fc
    .integer({ min: 50, max: 400 })
    .map((length) => Array.from({ length }, (_, n) => ({ number: n, text: null }))),
);
/** Rows mostly take from the first of its values, those added from more of them. */
const field = fc.record({
  values,
  nulls: fc.constantFrom(0, 0, 1, 5),
  first: fc.integer({ min: 1, max: 100 }),
  more: fc.integer({ min: 1, max: 100 }),
  format: fc.constantFrom("UNKNOWN", "DATE", "TIMESTAMP"),
});
/** Percent of the rows; now and then none. */
const few = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 6, max: 25 }));
const step = fc.record({
  leftOut: few,
  added: few,
  /** Rows are left out from one end, as when a window moves on, or anywhere. */
  where: fc.constantFrom("start", "end", "any"),
  front: fc.boolean(),
  inPlace: fc.boolean(),
});

const story = fc.record({
  count: fc.integer({ min: 0, max: 150 }),
  fields: fc.array(field, { minLength: 1, maxLength: 4 }),
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  picks: fc.infiniteStream(fc.nat(1_000_000)),
});

it("several extensions, one on another, give what our writer makes of the same rows", async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ count, fields, steps, picks }) => {
      const pick = (most: number) => picks.next().value % Math.max(1, Math.ceil(most));
      const rowsOf = (of: (typeof fields)[number], percent: number, length: number) =>
        Array.from({ length }, () =>
          pick(10) < of.nulls ? null : (of.values[pick((of.values.length * percent) / 100)] ?? null),
        );
      let table: Rows[] = fields.map((of, i) => ({
        name: `F${i}`,
        rows: rowsOf(of, of.first, count),
        format: { type: of.format, decimals: 0, format: "", decimalSep: "", thousandSep: "" },
      }));
      let path = await writeColumns(join(folder, "0.qvd"), "T", table.map(columnOf));
      for (const [i, { leftOut, added, where, front, inPlace }] of steps.entries()) {
        const rows = table[0]?.rows.length ?? 0;
        const out = new Set<number>();
        for (let n = 0; n < Math.floor((leftOut * rows) / 100); n++)
          out.add(where === "start" ? n : where === "end" ? rows - 1 - n : pick(rows));
        const change = {
          leftOut: [...out].sort((a, b) => a - b),
          added: fields.map((of) => rowsOf(of, of.more, Math.floor((added * rows) / 100))),
          at: front ? ("front" as const) : ("behind" as const),
        };
        const to = inPlace ? path : join(folder, `${i + 1}.qvd`);
        table = await expectExtended(path, to, table, change);
        path = to;
      }
    }),
    { numRuns: times(25) },
  );
});
