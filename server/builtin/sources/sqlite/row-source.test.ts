import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Row, rowsOf } from "./row-source";

const SOME = 10;
let db: Database.Database;
beforeAll(() => {
  db = new Database(":memory:");
  db.exec(`CREATE TABLE q (id INTEGER PRIMARY KEY, c0 TEXT, amount DOUBLE, big, bytes BLOB);
    CREATE TABLE odd (id INTEGER, name TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 57)
    INSERT INTO q SELECT i, iif(i % 5 = 0, NULL, 'text ü ' || i % 13), i % 4, 9007199254740993 + i, iif(i % 7, NULL, zeroblob(3)) FROM n;
    INSERT INTO odd SELECT id, c0 FROM q WHERE id % 2`);
});
afterAll(() => {
  db.close();
});

function given(sql: string, exact: boolean): { rows: Row[]; sizes: number[] } {
  const source = rowsOf(db, sql, db.prepare(sql), { exact, some: SOME });
  const [rows, sizes]: [Row[], number[]] = [[], []];
  for (let more = true; more; ) {
    const before = rows.length;
    more = source.next((row) => rows.push(row));
    sizes.push(rows.length - before);
  }
  source.close();
  return { rows, sizes };
}

const MANY = Array.from({ length: 1100 }, (_, i) => `id + ${i}`).join(", ");

const STATEMENTS = [
  "SELECT * FROM q",
  "SELECT * FROM q WHERE c0 LIKE '%1%' AND amount > 1",
  "SELECT c0, id FROM q ORDER BY c0 DESC, id DESC",
  "SELECT id FROM q ORDER BY amount, id LIMIT 21 OFFSET 3",
  "SELECT c0, count(*), max(big) FROM q GROUP BY c0 HAVING count(*) > 2",
  "SELECT DISTINCT amount FROM q",
  "SELECT id, big FROM q UNION ALL SELECT id, name FROM odd",
  "SELECT id FROM q EXCEPT SELECT id FROM odd",
  "SELECT q.id, odd.name, odd.id FROM q LEFT JOIN odd ON odd.id = q.id + 1",
  "SELECT id, row_number() OVER (PARTITION BY amount ORDER BY id DESC), bytes FROM q",
  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 33) SELECT i, i FROM n",
  "VALUES (1, 'a'), (2, NULL)",
  "SELECT id AS \"a, b) --\", 1.0, 'it''s' FROM q -- as far as here",
  "SELECT id FROM q WHERE id < 0",
  "SELECT id FROM q WHERE id <= 10",
  `SELECT ${MANY} FROM q`,
  "SELECT id FROM q /* never closed",
]
  // A title of a thousand columns would fill the report.
  .map((sql) => ({ sql, start: sql.slice(0, 60) }));

test.each(STATEMENTS)("rows are given as they are, in their order: $start", ({ sql }) => {
  for (const exact of [false, true]) {
    const { rows, sizes } = given(sql, exact);
    expect(rows).toEqual(db.prepare(sql).raw(true).safeIntegers(exact).all());
    expect(Math.max(...sizes)).toBeLessThanOrEqual(SOME);
  }
});

test("what a SELECT leaves out is not shown, and what ends it is thrown as it is", () => {
  const sql = "SELECT id FROM (SELECT * FROM q) WHERE abs(id) > 50";
  const source = rowsOf(db, sql, db.prepare(sql), { exact: false, some: SOME });
  const seen: unknown[] = [];
  class Stop extends Error {}
  expect(() =>
    source.next(([id]) => {
      seen.push(id);
      throw new Stop();
    }),
  ).toThrow(Stop);
  source.close();
  expect(seen).toEqual([51]);
  db.exec("BEGIN; ROLLBACK");
});
