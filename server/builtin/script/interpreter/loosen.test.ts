import { afterEach, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

const TABLES = "A: LOAD 1 AS x, 2 AS y AUTOGENERATE 1; B: LOAD 1 AS x, 3 AS z AUTOGENERATE 1;";

/** Names of the tables that are loosened at the end. */
async function loosened(script: string): Promise<string[]> {
  current = await testRun();
  const { tables } = await current.run(script);
  return tables.filter((t) => t.loosened).map((t) => t.name);
}

it.each<[what: string, script: string, names: string[]]>([
  ["one", `${TABLES} LOOSEN TABLE B;`, ["B"]],
  ["several", `${TABLES} Loosen Tables A, [B];`, ["A", "B"]],
  ["one that is renamed then", `${TABLES} LOOSEN TABLE B; RENAME TABLE B TO C;`, ["C"]],
  [
    "one that rows are added to then",
    `${TABLES} LOOSEN TABLE B; CONCATENATE (B) LOAD 2 AS x AUTOGENERATE 1;`,
    ["B"],
  ],
  [
    "one that is joined to then",
    `${TABLES} LOOSEN TABLE B; LEFT JOIN (B) LOAD 1 AS x, 5 AS n AUTOGENERATE 1;`,
    ["B"],
  ],
  ["none where it is dropped", `${TABLES} LOOSEN TABLE B; DROP TABLE B; B: LOAD 1 AS q AUTOGENERATE 1;`, []],
])("LOOSEN TABLE marks %s", async (_what, script, names) => {
  expect(await loosened(script)).toEqual(names);
});

it("a table there is not is an error with the nearest name", async () => {
  current = await testRun();
  await expect(current.run(`${TABLES}\nLOOSEN TABLE a;`)).rejects.toMatchObject({
    code: "script.table_missing",
    options: { params: { line: 2, column: 14 } },
  });
});
