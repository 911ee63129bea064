import { join } from "node:path";
import { expect, test } from "vitest";
import { type TestRun, testRun } from "../testing/host";

/** Names that are patterns of others to DuckDB. */
const NAMES = ["a[1]", "a?", "a*", "**", "[!b]1", "a["];

test.each(["csv", "json", "parquet"])(
  "a %s file whose name looks like a pattern is read, and no other",
  async (format) => {
    for (const name of NAMES) {
      const t = await testRun();
      try {
        for (const other of ["a1", "a2", "c1"]) await write(t, other, "other");
        await write(t, name, "right");
        const all = await t.host.files("lib://Files/*");
        t.host.files = async () => all.filter((file) => file.path === join(t.folder, `${name}.${format}`));
        await t.run(`T: LOAD * FROM [lib://Files/it] (${format});`);
        expect(await t.rows("T"), name).toEqual([["right"]]);
      } finally {
        await t.close();
      }
    }

    async function write(t: TestRun, name: string, value: string) {
      if (format === "csv") return t.file(`${name}.csv`, `X\n${value}\n`);
      if (format === "json") return t.file(`${name}.json`, JSON.stringify([{ X: value }]));
      return t.db.run(
        `COPY (SELECT '${value}' AS "X") TO '${join(t.folder, name)}.parquet' (FORMAT parquet)`,
      );
    }
  },
);
