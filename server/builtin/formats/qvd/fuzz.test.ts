import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { times } from "@/server/testing/deep";
import { FormatError } from "../format-error";
import { QvdFile } from "./file";
import { buildQvd, type RawField, type RawSymbol } from "./testing/build-qvd";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "qvd-fuzz-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const text = fc.string({ unit: "binary", maxLength: 9 }).map((s) => s.toWellFormed().replaceAll("\0", ""));
const double = fc.double({ noNaN: true });
const symbol: fc.Arbitrary<RawSymbol> = fc.oneof(
  fc.integer(),
  double.map((n) => ({ double: n })),
  text,
  fc.record({ number: fc.integer(), text }),
  fc.record({ number: double, text, double: fc.constant(true) }),
);

const field = (records: number) =>
  fc.record({
    name: fc.constantFrom("A", "B", "C"),
    symbols: fc.array(symbol, { maxLength: 6 }),
    extra: fc.nat(30),
    picks: fc.array(fc.nat(1000), { minLength: records, maxLength: records }),
    nullable: fc.boolean(),
  });

/** A sound table: some records may be NULL, codes may be wider than they need to be. */
const table = fc.nat(20).chain((records) =>
  fc.array(field(records), { minLength: 1, maxLength: 4 }).map((fields) =>
    fields.map(({ name, symbols, extra, picks, nullable }): RawField => {
      const values = symbols.length + (nullable || symbols.length === 0 ? 1 : 0);
      const indexes = picks.map((pick) => (pick % values < symbols.length ? pick % values : null));
      const bias = indexes.includes(null) ? -2 : 0;
      const needed = Math.ceil(Math.log2(Math.max(1, symbols.length - bias)));
      return { name, symbols, records: indexes, width: needed + extra };
    }),
  ),
);

async function readAll(content: Buffer): Promise<(number | null)[][]> {
  const path = join(folder, "data.qvd");
  await writeFile(path, content);
  const file = await QvdFile.open(path, 10_000_000);
  try {
    const { fields } = file.header;
    for (const each of fields) await file.symbols(each);
    const columns: (number | null)[][] = fields.map(() => []);
    for await (const { records, codes } of file.codes(fields)) {
      // Records that take no bytes can be any number: whoever reads them limits them.
      if ((columns[0]?.length ?? 0) > 100_000) break;
      for (const [i, column] of columns.entries())
        for (let row = 0; row < records; row++)
          column.push((codes[i]?.[row] ?? -1) < 0 ? null : (codes[i]?.[row] ?? 0));
    }
    return columns;
  } finally {
    await file.close();
  }
}

it("a sound QVD gives the codes that were put in", async () => {
  await fc.assert(
    fc.asyncProperty(table, async (fields) => {
      expect(await readAll(buildQvd("T", fields))).toEqual(fields.map((f) => f.records));
    }),
    { numRuns: times(60) },
  );
});

it("a QVD with any bytes changed, taken out or put in is read or refused by name, and nothing else happens", async () => {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    take: fc.nat(12),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc.constantFrom("0", "9999999999", "-1", "<", "\0").map((s) => Buffer.from(s)),
    ),
  });
  await fc.assert(
    fc.asyncProperty(table, fc.array(change, { minLength: 1, maxLength: 4 }), async (fields, changes) => {
      let bytes = buildQvd("T", fields);
      for (const { at, take, put } of changes) {
        const from = Math.floor(at * bytes.length);
        bytes = Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + take)]);
      }
      await readAll(bytes).catch((error: unknown) => expect(error).toBeInstanceOf(FormatError));
    }),
    { numRuns: times(120) },
  );
});

it("a header of any numbers is read or refused by name", async () => {
  const number = fc.oneof(fc.nat(70), fc.constantFrom(-1, 2 ** 31, 2 ** 32, 2 ** 53, 1e15), fc.integer());
  const change = fc.tuple(
    fc.constantFrom(
      "BitOffset",
      "BitWidth",
      "Bias",
      "NoOfSymbols",
      "Offset",
      "Length",
      "RecordByteSize",
      "NoOfRecords",
    ),
    number,
    fc.boolean(),
  );
  await fc.assert(
    fc.asyncProperty(table, fc.array(change, { minLength: 1, maxLength: 3 }), async (fields, changes) => {
      const content = buildQvd("T", fields, (header) =>
        changes.reduce(
          (xml, [name, value, all]) =>
            xml.replace(new RegExp(`<${name}>-?\\d+`, all ? "g" : ""), `<${name}>${value}`),
          header,
        ),
      );
      await readAll(content).catch((error: unknown) => expect(error).toBeInstanceOf(FormatError));
    }),
    { numRuns: times(120) },
  );
});
