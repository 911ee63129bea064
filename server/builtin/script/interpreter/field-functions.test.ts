import { afterEach, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function rowsOf(script: string): Promise<unknown[][]> {
  current = await testRun();
  await current.run(script);
  return current.rows("T");
}

const PEOPLE = `People: LOAD * INLINE [First, Day
  John, 2024-01-02
  Sue, 2024-01-01
  John, 2024-01-02
  Peter, 2024-01-03];
`;

it("FieldValue lists the different values of a field in load order", async () => {
  const rows = await rowsOf(
    `${PEOPLE} T: LOAD FieldValue('First', RecNo()) AS F, Date(FieldValue('Day', RecNo()), 'D.M.') & '' AS D AUTOGENERATE 4;`,
  );
  expect(rows).toEqual([
    ["John", "2.1."],
    ["Sue", "1.1."],
    ["Peter", "3.1."],
    [null, ""],
  ]);
});

it("FieldIndex finds a value's place; 0 where there is none, NULL without the field", async () => {
  const rows = await rowsOf(
    `${PEOPLE} LET v = FieldIndex('First', 'Peter');
     T: LOAD $(v) AS A, FieldIndex('First', 'Ann') AS B, FieldIndex('No', 1) AS C, FieldIndex('Day', '2024-01-01') AS D,
       FieldIndex('Day', MakeDate(2024, 1, 3)) AS E, FieldIndex('First', Null()) AS F AUTOGENERATE 1;`,
  );
  expect(rows).toEqual([["3", "0", null, "2", "3", null]]);
});

it("MapSubstring replaces parts from left to right, once, the longest first, cases apart", async () => {
  const rows = await rowsOf(
    `Map: MAPPING LOAD * INLINE [From, To
       a, XYZ
       b, a
       x, b
       A.B, dot
       <P>, para];
     T: LOAD N, MapSubstring('Map', S) AS V INLINE [N, S
       1, aab
       2, x
       3, A.B axA
       4, <P>
       5, AxB
       6, no];`,
  );
  expect(rows.map((r) => r[1])).toEqual(["XYZXYZa", "b", "dot XYZbA", "para", "AbB", "no"]);
});

it("MapSubstring of NULL is NULL; without its mapping it is an error", async () => {
  expect(
    await rowsOf(
      `Map: MAPPING LOAD 'a' AS F, 'b' AS G AUTOGENERATE 1; T: LOAD MapSubstring('Map', Null()) AS V AUTOGENERATE 1;`,
    ),
  ).toEqual([[null]]);
  await expect(current?.run(`T: LOAD MapSubstring('No', 'a') AS V AUTOGENERATE 1;`)).rejects.toMatchObject({
    code: "script.table_missing",
  });
});

it("AutoNumberHash numbers combinations of values, apart from AutoNumber and from each other", async () => {
  const rows = await rowsOf(
    `T: LOAD AutoNumberHash128(A, B) AS H, AutoNumberHash256(A, B) AS G, AutoNumber(A & B) AS N INLINE [A, B
       1, 23
       12, 3
       1, 23
       x, y];`,
  );
  expect(rows).toEqual([
    ["1", "1", "1"],
    ["2", "2", "1"],
    ["1", "1", "1"],
    ["3", "3", "2"],
  ]);
});

it("Peek reads another table's row by a computed number, from the end where it is negative", async () => {
  const rows = await rowsOf(
    `${PEOPLE} LET n = NoOfRows('People'); LET last = Peek('First', NoOfRows('People') - 1, 'People'); LET second = Peek('First', 2 - 1, 'People');
     FOR i = 0 TO n - 1
       LET all = '$(all)' & Peek('First', i, 'People') & Peek('First', $(i) - n, 'People') & ' ';
     NEXT i
     T: LOAD '$(last) $(second)' AS A, '$(all)' AS B, Peek('Day', RecNo() - 2, 'People') AS C, Peek('Day', RecNo() + 9, 'People') AS D,
       Peek('First', If(RecNo() > 1, 0), 'People') AS E AUTOGENERATE 2;`,
  );
  const all = "JohnJohn SueSue JohnJohn PeterPeter ";
  expect(rows).toEqual([
    ["Peter Sue", all, "2024-01-03", null, null],
    ["Peter Sue", all, "2024-01-02", null, "John"],
  ]);
});

it("tables and fields are told by name and place", async () => {
  const [row] = await rowsOf(
    `${PEOPLE} Other: LOAD 1 AS X AUTOGENERATE 1;
     LET v = TableNumber('People') & TableNumber('Other') & '|' & TableName(1) & '|' & FieldNumber('Day', 'People') & FieldNumber('No', 'People') & FieldName(1, 'People');
     T: LOAD '$(v)' AS A, TableNumber('Nope') AS B, TableName(9) AS C, FieldName(9, 'People') AS D, NoOfFields('Nope') AS E AUTOGENERATE 1;`,
  );
  expect(row).toEqual(["01|Other|20First", null, null, null, null]);
});

it("a script knows its app and when it runs, and nothing of a person or machine", async () => {
  const [row] = await rowsOf(
    `T: LOAD DocumentName() AS A, DocumentTitle() AS B, ReloadTime() AS C, ReloadTime() = Now() AS D, OSUser() AS E, EngineVersion() AS F,
       ProductVersion() AS G, IsPartialReload() AS H AUTOGENERATE 1;`,
  );
  expect(row).toEqual([
    ...["Test app", "Test app", "2026-03-04 10:20:30", true, "", "Tenantry built-in", "Tenantry", false],
  ]);
});

it("Rand gives every row another number from 0 up to, not including, 1", async () => {
  const [row] = await rowsOf(
    `S: LOAD Rand() AS R, Rand() AS Q AUTOGENERATE 1000;
     T: LOAD Count(DISTINCT R) > 990, Min(R) >= 0, Max(R) < 1, Avg(R) > 0.4, Avg(R) < 0.6, Sum(If(R = Q, 1, 0)) < 5 RESIDENT S;`,
  );
  expect(row).toEqual([true, true, true, true, true, true]);
});
