import fc from "fast-check";
import { expect, it } from "vitest";
import { scriptTables } from "../../testing/tables";

const tables = scriptTables();

const bound = fc.option(fc.integer({ min: -3, max: 6 }), { nil: null });
const interval = fc.record({ from: bound, to: bound, key: fc.constantFrom("x", "y") });
const point = fc.record({ n: fc.integer({ min: -4, max: 7 }), key: fc.constantFrom("x", "y", "z") });

it("INTERVALMATCH gives the pairs that comparing every value with every interval gives", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(point, { minLength: 1, maxLength: 8 }),
      fc.array(interval, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      async (points, intervals, keyed) => {
        const shown = (v: number | null) => (v === null ? "Null()" : v);
        const loads = intervals.map(
          ({ from, to, key }) =>
            `LOAD ${shown(from)} AS a, ${shown(to)} AS b${keyed ? `, '${key}' AS key` : ""} AUTOGENERATE 1;`,
        );
        const { tables: made } = await tables(`
          P: LOAD * INLINE [n, key\n${points.map((p) => `${p.n}, ${p.key}`).join("\n")}];
          I: NOCONCATENATE ${loads.join("\n")}
          B: NOCONCATENATE INTERVALMATCH (n${keyed ? ", key" : ""}) LOAD * RESIDENT I;`);
        const values = [...new Set(points.map((p) => (keyed ? `${p.n} ${p.key}` : `${p.n}`)))];
        const expected = intervals.flatMap(({ from, to, key }) =>
          values.filter((value) => {
            const [n = "", k] = value.split(" ");
            return (from ?? -99) <= Number(n) && Number(n) <= (to ?? 99) && (!keyed || k === key);
          }),
        );
        const found = made.B?.rows.map((row) => (keyed ? `${row[0]} ${row[3]}` : `${row[0]}`));
        expect(found).toEqual(expected);
      },
    ),
    { numRuns: 25 },
  );
});
