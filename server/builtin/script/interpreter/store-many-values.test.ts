import { afterEach, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";
import { App, closeAll } from "../testing/twice";

let current: TestRun | undefined;
afterEach(async () => {
  await current?.close();
  current = undefined;
  await closeAll();
});

/** Enough for values to be counted before dictionaries are made. */
const ROWS = 210_000;
const FIELDS = `RecNo() * 3 AS id, If(Mod(RecNo(), 3) > 0, 'text ' & RecNo() * 7919) AS own,
  If(RecNo() = 200000, 'note 1', 'note ' & RecNo()) AS nearly, Timestamp(45000 + RecNo() / 1000) AS moment,
  If(RecNo() > 5, RecNo() / 7) AS part, Mod(RecNo(), 9) AS few, Dual('n' & RecNo(), RecNo()) AS pair`;
const MADE = `T: LOAD ${FIELDS} AUTOGENERATE ${ROWS};`;
const READ = "NOCONCATENATE Q: LOAD *, RecNo() AS place FROM [lib://Files/sales.qvd] (qvd);";
const LIST = "id, own, nearly, moment, part, few, pair";

const numberOf = async (t: TestRun, sql: string) =>
  Number((await t.db.runAndReadAll(`SELECT count(*) FROM ${sql}`)).getRowsJson()[0]?.[0]);

it("fields of which no two rows have the same value are stored as the others are", async () => {
  current = await testRun();
  await current.run(`${MADE} STORE T INTO [lib://Files/sales.qvd] (qvd); ${READ}`);
  expect(await numberOf(current, "Q")).toBe(ROWS);
  const differ = `(SELECT rowid + 1 AS place, ${LIST} FROM T EXCEPT SELECT place, ${LIST} FROM Q)`;
  expect(await numberOf(current, differ)).toBe(0);
});

it("also where rows lie out of load order", async () => {
  const app = await App.open();
  const store = "STORE T INTO [lib://Files/sales.qvd] (qvd);";
  await app.load(`${MADE} ${store}`);
  const more = `T: LOAD ${FIELDS.replaceAll("RecNo()", "(300000 + RecNo())")} AUTOGENERATE 50;`;
  const old = "CONCATENATE (T) LOAD * FROM [lib://Files/sales.qvd] (qvd) WHERE NOT Exists(id);";
  const { tables } = await app.load(
    `${more} ${old} STORE ${LIST.replace("few", "few AS few")} FROM T INTO [lib://Files/sales.qvd] (qvd); ${READ}`,
  );
  expect(tables[0]?.order).toHaveLength(2);
  expect(await numberOf(app.t, "Q")).toBe(ROWS + 50);
  const placed = `CASE WHEN rowid < ${ROWS} THEN rowid + 51 ELSE rowid - ${ROWS} + 1 END`;
  const differ = `(SELECT ${placed} AS place, ${LIST} FROM T EXCEPT SELECT place, ${LIST} FROM Q)`;
  expect(await numberOf(app.t, differ)).toBe(0);
});

it("a field called rowid does not change the order of the rows", async () => {
  current = await testRun();
  await current.run(`T: LOAD Mod(RecNo() * 7, 5003) AS rowid, RecNo() AS n AUTOGENERATE 5000;
    STORE T INTO [lib://Files/sales.qvd] (qvd); NOCONCATENATE Q: LOAD rowid AS r, n, RecNo() AS place FROM [lib://Files/sales.qvd] (qvd);`);
  expect(await numberOf(current, "Q WHERE n = place AND r = (place * 7) % 5003")).toBe(5000);
});
