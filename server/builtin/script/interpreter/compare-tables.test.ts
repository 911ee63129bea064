import { afterEach, expect, it } from "vitest";
import { App, closeAll } from "../testing/twice";

afterEach(closeAll);

const SALES = `T: LOAD RecNo() AS id AUTOGENERATE 3;
CONCATENATE (T) LOAD * FROM [lib://Files/sales.qvd] (qvd) WHERE NOT Exists(id);
STORE T INTO [lib://Files/sales.qvd] (qvd);`;
const first = "T: LOAD RecNo() + 3 AS id AUTOGENERATE 5; STORE T INTO [lib://Files/sales.qvd] (qvd);";

const CITIES =
  "City: LOAD 'c' & RecNo() AS city, If(RecNo() = 4, Null(), RecNo() / 8) AS share, Dual('x', RecNo()) AS two";

it.each([
  ["the same", "AUTOGENERATE 3000", 3000],
  ["with rows behind", "AUTOGENERATE 3100", 3000],
  ["with less rows", "AUTOGENERATE 2999", undefined],
  ["another value", "AUTOGENERATE 1200; CONCATENATE LOAD 'd' AS city AUTOGENERATE 1800", undefined],
  [
    "in another order",
    "AUTOGENERATE 3000; C: NOCONCATENATE LOAD * RESIDENT City ORDER BY city DESC; DROP TABLE City; RENAME TABLE C TO City",
    undefined,
  ],
  [
    "a field more",
    "AUTOGENERATE 3000; C: LOAD *, 1 AS one RESIDENT City; DROP TABLE City; RENAME TABLE C TO City",
    undefined,
  ],
  ["another type", "AUTOGENERATE 3000; CONCATENATE LOAD 'text' AS share AUTOGENERATE 1", undefined],
  [
    "another text of a dual",
    "AUTOGENERATE 2999; CONCATENATE LOAD 'c3000' AS city, 375 AS share, Dual('y', 3000) AS two AUTOGENERATE 1",
    undefined,
  ],
  ["under another name", "AUTOGENERATE 3000; RENAME TABLE City TO Town", undefined],
])("a table that is loaded anew is known where it came out as it was: %s", async (_, how, known) => {
  const app = await App.open();
  await app.load(`${first} ${CITIES} AUTOGENERATE 3000;`);
  const { earlierRows, tables } = await app.load(`${SALES} ${CITIES} ${how};`);
  expect(earlierRows.City).toBe(known);
  expect(earlierRows.T).toBe(5);
  const left = await app.t.db.runAndReadAll("SELECT table_name FROM duckdb_tables()");
  expect(left.getRowsJson()).toHaveLength(tables.length);
});
