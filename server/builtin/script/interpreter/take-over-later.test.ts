import { afterEach, expect, it } from "vitest";
import { App, closeAll, loadTwice } from "../testing/twice";

afterEach(closeAll);

const NEW = "T: LOAD K, A, B FROM [lib://Files/new.csv] (csv, embedded labels, delimiter is ',');";
const OLD = "CONCATENATE (T) LOAD * FROM [lib://Files/sales.qvd] (qvd) WHERE NOT Exists(K);";
const STORE = "STORE T INTO [lib://Files/sales.qvd] (qvd);";

function rows(from: number, to: number, salt = 0): string[] {
  return Array.from({ length: to - from }, (_, i) => `${from + i},a${(from + i + salt) % 5},${from + i}.5`);
}

const csv = (lines: string[]) => ["K,A,B", ...lines].join("\n");

/** Two reloads behind the first: the second one takes over what lies out of load order. */
async function loads(script: string): Promise<App> {
  const app = await App.open();
  await app.t.file("new.csv", csv(rows(1, 100)));
  await app.load(`${NEW} ${STORE}`);
  await app.t.file("new.csv", csv([...rows(100, 105), ...rows(3, 6, 1), "104,dup,1"]));
  await loadTwice(app, script);
  await app.t.file("new.csv", csv([...rows(107, 109), "50,x,2"]));
  await loadTwice(app, script);
  return app;
}

it.each([
  ["a column changes its type", "CONCATENATE (T) LOAD 'x' & RecNo() AS K, A RESIDENT T WHERE RecNo() < 4;"],
  ["FIRST counts by Peek()", "U: FIRST Peek('K', 3, 'T') - 90 LOAD K AS k RESIDENT T;"],
  [
    "INTERVALMATCH goes through its values",
    "I: LOAD * INLINE [s, e\n1, 5\n4, 104]; M: INTERVALMATCH (K) LOAD s, e RESIDENT I;",
  ],
  ["rows go by KEEP", "R: RIGHT KEEP (T) LOAD * INLINE [A, N\na1, 1\na9, 2];"],
  ["a field is called rowid", "RENAME FIELD B TO RowID;"],
  [
    "rows bring a field rowid",
    "CONCATENATE (T) LOAD K, 1000 - RecNo() AS rowid RESIDENT T WHERE RecNo() < 4;",
  ],
  ["all is read again", "NOCONCATENATE U: LOAD *, RecNo() AS r RESIDENT T;"],
])("statements behind it find rows in load order: %s", async (_, later) => {
  await loads(`${NEW} ${OLD} ${STORE} ${later}`);
});

it("a look at another table leaves the one that was taken over as it is", async () => {
  const look = "M: LOAD Max(K) AS m RESIDENT T; LET m = Peek('m', 0, 'M'); DROP TABLE M;";
  const app = await loads(`${NEW} ${OLD} ${STORE} ${look} N: LOAD '$(m)' AS n AUTOGENERATE 1;`);
  expect(app.kept).toHaveLength(1);
});

it("a table that is written in order behind its STORE can be taken over again", async () => {
  const app = await loads(`${NEW} ${OLD} ${STORE} F: FIRST 1 LOAD Peek('K', 2, 'T') AS third RESIDENT T;`);
  expect(app.kept).toHaveLength(1);
});

it("rows lie where they should where some that were loaded before are gone", async () => {
  await loads(`${NEW} INNER KEEP (T) X: LOAD * INLINE [A\na1\na2]; DROP TABLE X; ${OLD} ${STORE}`);
});

it("rows of a second QVD are added to those that were taken over", async () => {
  const second = "[lib://Files/other.qvd] (qvd)";
  const script = `${NEW} ${OLD} RENAME FIELD A TO A1; RENAME FIELD A1 TO A; CONCATENATE (T) LOAD * FROM ${second};
    ${STORE} V: NOCONCATENATE LOAD K + 1000 AS K, A, B RESIDENT T; STORE V INTO ${second};`;
  const app = await App.open();
  await app.t.file("new.csv", csv(rows(1, 100)));
  await app.load(
    `${NEW} ${STORE} V: NOCONCATENATE LOAD K + 1000 AS K, A, B RESIDENT T; STORE V INTO ${second};`,
  );
  await app.t.file("new.csv", csv([...rows(100, 105), ...rows(3, 6, 1)]));
  await loadTwice(app, script);
});

it("a table that has the name of another one is not taken for that one", async () => {
  const app = await App.open();
  const [one, other] = ["[lib://Files/sales.qvd] (qvd)", "[lib://Files/other.qvd] (qvd)"];
  await app.load(`P: LOAD RecNo() AS k, 'a' AS x AUTOGENERATE 50; STORE P INTO ${one};
    Q: LOAD RecNo() * 2 AS k, 'b' AS y AUTOGENERATE 50; STORE Q INTO ${other};`);
  const result = await loadTwice(app, `P: LOAD * FROM ${other}; Q: LOAD * FROM ${one};`);
  expect(result.earlierRows).toEqual({});
});

it.each([
  ["the only value with a time", "YYYY-MM-DD", "45000 + If(RecNo() = 5, 0.5, RecNo())", 45001],
  ["the only day that is not the first", "hh:mm", "RecNo() / 64 + If(RecNo() = 5, 45000, 0)", 0.5],
])("values are of the type that reading gives without %s", async (_, format, value, left) => {
  const app = await App.open();
  const store = "STORE T INTO [lib://Files/sales.qvd] (qvd);";
  await app.load(`T: LOAD RecNo() AS K, Timestamp(${value}, '${format}') AS V AUTOGENERATE 40; ${store}`);
  await loadTwice(
    app,
    `T: LOAD 5 AS K, Timestamp(${left}, '${format}') AS V AUTOGENERATE 1; ${OLD} ${store}`,
  );
  await loadTwice(app, `T: LOAD * FROM [lib://Files/sales.qvd] (qvd); ${store}`);
});
