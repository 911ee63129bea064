import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boundsOfKeys } from "./bounds";

let instance: DuckDBInstance;
let db: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  db = await instance.connect();
  await db.run(`CREATE TABLE T AS SELECT (i - 100)::INTEGER AS whole, (i - 100)::DECIMAL(9,2) / 10 AS price,
    DATE '2024-01-01' + i::INTEGER AS day, TIMESTAMP '2024-01-01' + to_seconds(i) AS at, 18446744073709551615::UBIGINT - i AS large,
    NULL::BIGINT AS none FROM range(5000) r(i)`);
});
afterAll(() => {
  db.closeSync();
  instance.closeSync();
});

const KEYS = ["t.whole", "t.price", "t.day", "t.at", "t.large", "t.none"];
const BOUNDS = [
  ["-100", "4899"],
  ["-10.0", "489.9"],
  ["2024-01-01", "2037-09-08"],
  ["2024-01-01 00:00:00", "2024-01-01 01:23:19"],
  ["18446744073709546616", "18446744073709551615"],
];

async function numbers(table: string): Promise<unknown[]> {
  const found = await boundsOfKeys(db, table, KEYS);
  return found.map((bounds, i) => {
    const texts = bounds && [bounds.least, bounds.most];
    return i < 2 ? texts?.map(Number) : texts;
  });
}

test.each([
  ["a table", "T t"],
  ["a view, of which nothing is kept", "(SELECT * FROM T ORDER BY hash(whole)) t"],
])("bounds of %s", async (_, table) => {
  const found = await numbers(table);
  expect(found.slice(0, 5)).toEqual(BOUNDS.map((texts, i) => (i < 2 ? texts.map(Number) : texts)));
  const none = found[5] as [string, string] | null;
  expect(none === null || BigInt(none[0]) > BigInt(none[1])).toBe(true);
});

test("rows that are gone or new leave none outside", async () => {
  await db.run("CREATE TABLE Changed AS FROM T");
  await db.run("DELETE FROM Changed WHERE whole < 0");
  await db.run("INSERT INTO Changed (whole) VALUES (70000)");
  const [found] = await boundsOfKeys(db, "Changed t", ["t.whole"]);
  expect(Number(found?.least)).toBeLessThanOrEqual(0);
  expect(Number(found?.most)).toBe(70_000);
  expect(await boundsOfKeys(db, "(FROM T WHERE false) t", ["t.whole"])).toEqual([null]);
});

test("that none is NULL is only said where it is known", async () => {
  await db.run("CREATE TABLE Partial AS SELECT if(whole = 7, NULL, whole) AS whole, price FROM T");
  const known = async (table: string) =>
    (await boundsOfKeys(db, table, ["t.whole", "t.price"])).map((bounds) => bounds?.hasNulls);
  expect(await known("Partial t")).toEqual([true, false]);
  expect(await known("(SELECT * FROM Partial ORDER BY hash(whole)) t")).toContain(true);
  await db.run("INSERT INTO Partial VALUES (1, NULL)");
  expect(await known("Partial t")).toEqual([true, true]);
});
