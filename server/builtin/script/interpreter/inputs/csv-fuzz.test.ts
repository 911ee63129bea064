import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isAppError } from "@/server/shared/errors";
import { times } from "@/server/testing/deep";
import { type TestRun, testRun } from "../../testing/host";
import { readRecord } from "./delimited-text";

let t: TestRun;
beforeAll(async () => {
  t = await testRun();
});
afterAll(() => t.close());

/** All rows of a text file without labels, as texts; the failure's code where it is refused. */
async function read(content: Buffer, format: string): Promise<unknown[][] | string> {
  await t.file("data.csv", content);
  try {
    await t.run(`T: LOAD * FROM [lib://Files/data.csv] (txt, no labels, ${format});`);
    return (await t.db.runAndReadAll('SELECT * FROM "T"')).getRowsJson();
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  } finally {
    await t.db.run('DROP TABLE IF EXISTS "T"');
  }
}

const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
/** Letters in front keep every column a column of texts. */
const cell = fc
  .string({ unit: fc.constantFrom("a", "ü", "€", ",", ";", '"', "\n", " ", "1", "-"), maxLength: 6 })
  .map((s) => `x${s}`);

it("a text file gives the values that were put in, in every code page", async () => {
  const rows = fc
    .integer({ min: 1, max: 4 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
    );
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.constantFrom(",", ";"),
      fc.constantFrom("\n", "\r\n"),
      async (table, mark, end) => {
        const text = table.map((row) => row.map(quoted).join(mark) + end).join("");
        expect(await read(Buffer.from(text), `utf8, msq, delimiter is '${mark}'`)).toEqual(table);
      },
    ),
    { numRuns: times(20) },
  );
});

it("any bytes are read or refused by the script's own errors", async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 80 }).map((a) => Buffer.from(a)),
    fc
      .string({
        unit: fc.constantFrom("a", '"', ",", "\n", "\r", "\0", "é", "1", "\t"),
        minLength: 1,
        maxLength: 60,
      })
      .map((s) => Buffer.from(s)),
  );
  const format = fc.constantFrom(
    "utf8, msq",
    "no quotes, delimiter is ','",
    "codepage is 1252",
    "codepage is 28591",
    "unicode",
    "header is 1 lines",
  );
  await fc.assert(
    fc.asyncProperty(bytes, format, async (content, how) => {
      const result = await read(content, how);
      if (typeof result === "string") expect(result).toMatch(/^script\.(file|name|value)$/);
    }),
    { numRuns: times(40) },
  );
});

it("records cover a text from end to end, whatever it holds", () => {
  const text = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "\0"), maxLength: 40 });
  fc.assert(
    fc.property(text, fc.boolean(), (content, quotes) => {
      let at = 0;
      for (let record = readRecord(content, 0, { delimiter: ",", quotes }); record; ) {
        expect(record.end).toBeGreaterThan(at);
        at = record.end;
        record = readRecord(content, at, { delimiter: ",", quotes });
      }
      expect(at).toBeGreaterThanOrEqual(content.length);
    }),
    { numRuns: times(300) },
  );
});
