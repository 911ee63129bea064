import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { buildQvd, type RawField } from "@/server/builtin/formats/qvd/testing/build-qvd";
import { type TestRun, testRun } from "../../../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function open(fields: RawField[]): Promise<TestRun> {
  current = await testRun();
  await current.file("t.qvd", buildQvd("T", fields));
  return current;
}

const FILE = "FROM [lib://Files/t.qvd] (qvd)";

/** Rows that stay, as the input leaves the others out, and as SQL does with a condition that it does not know. */
async function both(fields: RawField[], known: string): Promise<{ ours: unknown; theirs: unknown }> {
  const rows = async (where: string) => {
    const t = await open(fields);
    await t.run(`${known}\nCONCATENATE (S) LOAD * ${FILE} WHERE ${where};`);
    const found = await t.rows("S");
    await t.close();
    return found;
  };
  return { ours: await rows("NOT Exists(Key)"), theirs: await rows("NOT Exists(Key) AND 1 = 1") };
}

const KEYS: Record<string, { symbols: RawField["symbols"]; known: (i: number) => string }> = {
  integers: { symbols: [5, 3, -2, 900_000_000, 0, 7, 8, 9], known: (i) => String([3, 7, 11, 0][i % 4]) },
  "integers far apart": { symbols: [1, 2 ** 50, -(2 ** 50), 4, 5, 6, 7, 8], known: () => "4" },
  texts: {
    symbols: ["a", "A", "ä", "a ", "", "long enough to lie elsewhere", "😀", "b"],
    known: (i) => ["'a'", "'ä'", "'😀'", "''"][i % 4] ?? "",
  },
  "dates and numbers": {
    symbols: [45_000, 45_001.5, 45_002, 1, 2, 3, 4, 5],
    known: () => "Date(45000)",
  },
  duals: {
    symbols: [{ number: 1, text: "one" }, { number: 2, text: "two" }, 3, 4, 5, 6, 7, "x"],
    known: () => "2",
  },
  "values twice": { symbols: [1, 2, 1, 3, 2, 4, 5, 5], known: () => "2" },
  "a number and its text": { symbols: [1, "1", 2, "2", "x", 3, 4, 5], known: () => "'1'" },
};

it.each(Object.entries(KEYS))(
  "of %s the same rows stay, in the same order",
  async (_, { symbols, known }) => {
    const records = Array.from({ length: 5000 }, (_, row) =>
      row % 13 === 0 ? null : (row * 7) % symbols.length,
    );
    const fields: RawField[] = [
      { name: "Row", symbols: Array.from({ length: 5000 }, (_, i) => i), records: records.map((_, i) => i) },
      { name: "Key", symbols, records },
    ];
    for (const rows of [0, 1, 4]) {
      const table = `S: LOAD -RecNo() AS Row, Pick(RecNo(), ${[0, 1, 2, 3].map(known).join(", ")}) AS Key AUTOGENERATE ${rows};`;
      const { ours, theirs } = await both(fields, table);
      expect(ours).toEqual(theirs);
    }
  },
);

it("of random keys the same rows stay", async () => {
  const world = fc.record({
    symbols: fc.uniqueArray(fc.integer({ min: -20, max: 60 }), { minLength: 1, maxLength: 40 }),
    picks: fc.array(fc.option(fc.nat(1000), { freq: 8 }), { maxLength: 200 }),
    known: fc.array(fc.integer({ min: -20, max: 60 }), { maxLength: 30 }),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ symbols, picks, known }) => {
      const records = picks.map((pick) => (pick === null ? null : pick % symbols.length));
      const fields: RawField[] = [
        { name: "Row", symbols: picks.map((_, i) => i), records: picks.map((_, i) => i) },
        { name: "Key", symbols, records },
      ];
      const lines = known.map((key) => `-1,${key}`).join("\n");
      const { ours, theirs } = await both(fields, `S: LOAD * INLINE [Row,Key\n${lines}\n];`);
      expect(ours).toEqual(theirs);
    }),
    { numRuns: 25 },
  );
}, 60_000);

it("blocks of rows that are all known are passed over", async () => {
  const count = 200_000;
  const numbers = Array.from({ length: count }, (_, i) => i);
  const t = await open([
    { name: "Key", symbols: numbers, records: numbers },
    { name: "Half", symbols: [0, 1], records: numbers.map((i) => i % 2) },
  ]);
  await t.run(`S: LOAD RecNo() + 9999 AS Key, 5 AS Half AUTOGENERATE 180000;
    CONCATENATE (S) LOAD * ${FILE} WHERE NOT Exists(Key);
    Sums: LOAD Count(Key), Count(DISTINCT Key), Sum(Half) RESIDENT S;`);
  expect(await t.rows("Sums")).toEqual([["200000", "200000", "910000"]]);
});

it("RecNo() counts the records that are left out as well", async () => {
  const t = await open([{ name: "Key", symbols: [1, 2, 3], records: [0, 1, 0, 2] }]);
  await t.run(`S: LOAD 2 AS Key, 0 AS R AUTOGENERATE 1;
    CONCATENATE (S) LOAD Key, RecNo() AS R ${FILE} WHERE NOT Exists(Key);`);
  expect(await t.rows("S")).toEqual([
    ["2", "0"],
    ["1", "1"],
    ["3", "4"],
  ]);
});

it("a field that is renamed is compared with what there is, every row of it", async () => {
  const t = await open([{ name: "Key", symbols: [1, 2, 3], records: [0, 1, 0, 2] }]);
  await t.run(`S: LOAD 2 AS Key AUTOGENERATE 1;
    T: LOAD Key AS Other ${FILE} WHERE NOT Exists(Key);`);
  expect(await t.rows("T")).toEqual([["1"], ["1"], ["3"]]);
});
