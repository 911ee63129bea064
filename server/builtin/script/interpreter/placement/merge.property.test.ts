import fc from "fast-check";
import { expect, it } from "vitest";
import { scriptTables } from "../../testing/tables";

const tables = scriptTables();

interface Change {
  op: string;
  key: number;
  value: string;
  at: number;
}

const change = fc.record({
  op: fc.constantFrom("i", "u", "d", "Insert", "DELETE"),
  key: fc.nat(4),
  value: fc.constantFrom("a", "b", "c"),
  at: fc.nat(5),
});

/** What a table of unique keys holds after a log was applied, told row by row. */
function applied(table: Map<number, Change>, log: Change[], ordered: boolean): string[] {
  const latest = new Map<number, Change>();
  for (const one of log) {
    const known = latest.get(one.key);
    if (!known || !ordered || one.at >= known.at) latest.set(one.key, one);
  }
  const result = new Map(table);
  for (const one of latest.values()) {
    const old = table.get(one.key);
    if (ordered && old && old.at > one.at) continue;
    result.delete(one.key);
    if (!/^d/i.test(one.op)) result.set(one.key, one);
  }
  return [...result.values()].map((r) => `${r.key} ${r.value} ${r.at}`).sort();
}

it("MERGE applies any log to any table as going through it row by row does", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(change, { selector: (c) => c.key, minLength: 1, maxLength: 5 }),
      fc.array(change, { minLength: 1, maxLength: 10 }),
      fc.boolean(),
      async (start, log, ordered) => {
        const rows = start.map((c) => `${c.key}, ${c.value}, ${c.at}`).join("\n");
        const lines = log.map((c) => `${c.op}, ${c.key}, ${c.value}, ${c.at}`).join("\n");
        const { tables: made } = await tables(`
          T: LOAD * INLINE [key, value, at\n${rows}];
          MERGE ${ordered ? "(at)" : ""} ON key LOAD * INLINE [op, key, value, at\n${lines}];`);
        const expected = applied(new Map(start.map((c) => [c.key, c])), log, ordered);
        expect(made.T?.rows.map((row) => row.join(" ")).sort()).toEqual(expected);
      },
    ),
    { numRuns: 30 },
  );
});
