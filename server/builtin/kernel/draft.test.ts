import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Catalog, catalogOf } from "@/server/builtin/associative/catalog";
import { buildModel } from "@/server/builtin/associative/model";
import { ValueTables } from "@/server/builtin/associative/value-tables";
import { CodesDraft } from "./draft";
import { saveCodes } from "./save";
import { type Description, SavedCodes, TRAILER_BYTES } from "./saved";
import { shown } from "./testing/shown";
import { MOST_VALUES } from "./worth";

const ROWS = 210_000;
/** Field → SQL of its value in row `i`. */
const FIELDS = {
  Dense: "i % 1000",
  Sparse: "if(i % 11 = 0, NULL, 1000000 - i * 7919 % 3000 * 500)::INTEGER",
  Far: "i % 3 * 1000000000 - 1000000000",
  Tiny: "if(i % 5 = 0, NULL, i % 200 - 100)::TINYINT",
  Unsigned: "(i * 31 % 60000)::USMALLINT",
  Ids: "1000000000 + i",
  Large: "(9000000000000000000 + i % 77)::BIGINT",
  Wide: "(i % 7 * 1000000000000)::BIGINT",
  Scattered: "(hash(i % 90000) % 4000000000)::BIGINT - 2000000000",
  Many: "(i * 7919 % 100003)::INTEGER",
  Price: "if(i % 9 = 0, NULL, (i % 999 - 400) / 100)::DECIMAL(9,2)",
  Share: "if(i % 6 = 0, NULL, ['0', '-0', '0.25', 'Infinity', (-i % 50)::VARCHAR][i % 5 + 1])::DOUBLE",
  Ratio: "sqrt(i % 70000)",
  Day: "if(i % 8 = 0, NULL, DATE '1969-06-01' + (i * 13 % 900)::INTEGER)",
  Hour: "TIMESTAMP '1969-12-01' + to_hours(i % 5000)",
  At: "TIME '00:00' + to_minutes(i % 1440)",
  Paid: "if(i % 4 = 0, NULL, i % 3 = 0)",
  City: "if(i % 7 = 0, NULL, ['', ' ', 'é', 'a city whose name is longer than others', 'z' || i % 3000][i % 5 + 1])",
  Note: "'note ' || i",
  Half: "'half ' || i % 150000",
  Empty: "NULL::INTEGER",
  Key: "i % 3000",
};

let folder: string;
let instance: DuckDBInstance;
let db: DuckDBConnection;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenantry-draft-"));
  instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  db = await instance.connect();
  const selected = Object.entries(FIELDS).map(([name, sql]) => `${sql} AS "${name}"`);
  await db.run(`CREATE TABLE T AS SELECT ${selected.join(", ")} FROM range(${ROWS}) r(i)`);
  await db.run("CREATE TABLE D AS SELECT i::BIGINT AS Key, i % 3 AS Third FROM range(2000, 4000) r(i)");
});
afterAll(async () => {
  db.closeSync();
  instance.closeSync();
  await rm(folder, { recursive: true, force: true });
});

async function modelOf(draft: CodesDraft | null, values?: ValueTables): Promise<Catalog> {
  const fields = (names: string[]) => names.map((name) => ({ name, type: "", dual: false }));
  const tables = [
    { name: "T", rows: ROWS, fields: fields(Object.keys(FIELDS)) },
    { name: "D", rows: 0, fields: fields(["Key", "Third"]) },
  ];
  return catalogOf(await buildModel(db, tables, { values, numbering: draft?.numbering }));
}

async function opened(path: string, catalog: Catalog): Promise<SavedCodes> {
  const codes = await SavedCodes.open(path, catalog);
  if (!codes) throw new Error("There are no code tables.");
  return codes;
}

async function drafted(path: string): Promise<Catalog> {
  const draft = new CodesDraft(path);
  const values = new ValueTables(db, MOST_VALUES);
  const catalog = await modelOf(draft, values);
  await saveCodes(db, catalog, path, { values, draft });
  await values.drop();
  return catalog;
}

async function described(path: string): Promise<Description> {
  const file = await readFile(path);
  const end = file.length - TRAILER_BYTES;
  return JSON.parse(file.subarray(end - file.readUInt32LE(end), end).toString("utf8"));
}

test("columns written while they are counted are those written after it", async () => {
  const [path, after] = [join(folder, "drafted"), join(folder, "after")];
  const catalog = await drafted(path);
  await saveCodes(db, await modelOf(null), after);
  const [ours, theirs] = [await opened(path, catalog), await opened(after, catalog)];
  for (const { name } of catalog.model.fields) {
    expect(shown(await ours.codes(name)), `codes of ${name}`).toEqual(shown(await theirs.codes(name)));
    expect(shown(await ours.values(name)), `values of ${name}`).toEqual(shown(await theirs.values(name)));
    expect(shown(await ours.numbers(name)), `numbers of ${name}`).toEqual(shown(await theirs.numbers(name)));
  }
  await ours.close();
  await theirs.close();
});

test("whole numbers, dates, decimals, texts and few doubles are written while they are counted", async () => {
  const path = join(folder, "facts");
  await drafted(path);
  const { fields, numbers } = await described(path);
  const ordered = Object.keys(fields).filter((name) => fields[name]?.order);
  expect(ordered.sort()).toEqual(
    ["At", "City", "Day", "Dense", "Empty", "Far", "Hour", "Large", "Paid", "Price", "Share", "Sparse", "Tiny", "Unsigned", "Wide"], // biome-ignore format: list
  );
  const based = Object.keys(numbers).filter((name) => numbers[name]?.base !== undefined);
  expect(based.sort()).toEqual(["Ids", "Many"]);
  const together = Object.keys(fields).filter((name) => fields[name]?.part?.T);
  expect(together.sort()).toEqual(["Large"]);
});

test("columns that fill words lie side by side in them", async () => {
  const path = join(folder, "words");
  await db.run(`CREATE TABLE W AS SELECT (hash(i) % 100000)::INTEGER AS a, (hash(i, 1) % 5000)::SMALLINT AS b, hash(i, 2) % 2 = 0 AS c,
    DATE '2020-02-02' + (hash(i, 3) % 1826)::INTEGER AS d, (hash(i, 4) % 20)::BIGINT AS e, ((hash(i, 5) % 50000) / 100)::DECIMAL(10,2) AS f,
    (hash(i, 6) % 200)::SMALLINT AS g, if(i % 9 = 0, NULL, hash(i, 7) % 200)::SMALLINT AS h FROM range(${ROWS + 1}) r(i)`);
  const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const tables = [{ name: "W", rows: 0, fields: names.map((name) => ({ name, type: "", dual: false })) }];
  const draft = new CodesDraft(path);
  const catalog = catalogOf(await buildModel(db, tables, { numbering: draft.numbering }));
  await saveCodes(db, catalog, path, { draft });
  const { fields, numbers } = await described(path);
  const parts = names.map((name) => fields[name]?.part?.W ?? numbers[name]?.part);
  expect(parts.map((part) => part?.bytes)).toEqual([4, 4, 4, 4, 4, 4, 1, undefined]);
  await saveCodes(db, catalogOf(await buildModel(db, tables)), `${path} after`);
  const [ours, theirs] = [await opened(path, catalog), await opened(`${path} after`, catalog)];
  for (const name of names) {
    expect(shown(await ours.codes(name)), `codes of ${name}`).toEqual(shown(await theirs.codes(name)));
    expect(shown(await ours.numbers(name)), `numbers of ${name}`).toEqual(shown(await theirs.numbers(name)));
  }
  await ours.close();
  await theirs.close();
});

test.each([
  ["here and there", "i % 5000 = 77"],
  ["whole pieces of the table", "i >= 4096 AND i < 8192"],
  ["at the end", "i >= 100000"],
])("tables that rows were deleted from %s are counted all the same", async (_, where) => {
  const path = join(folder, `gaps ${where}`);
  await db.run(`CREATE OR REPLACE TABLE G AS SELECT i::INTEGER AS i, (hash(i) % 60000)::USMALLINT AS a, (i * 31 % 70)::INTEGER AS b,
    'text ' || i % 9 AS c FROM range(${ROWS + 110_000}) r(i)`);
  await db.run(`DELETE FROM G WHERE ${where}`);
  const names = ["i", "a", "b", "c"];
  const tables = [{ name: "G", rows: 0, fields: names.map((name) => ({ name, type: "", dual: false })) }];
  const draft = new CodesDraft(path);
  const model = await buildModel(db, tables, { numbering: draft.numbering });
  const plain = await buildModel(db, tables);
  expect(model.fields).toEqual(plain.fields);
  await saveCodes(db, catalogOf(model), path, { draft });
});

test("code tables of the version before are read", async () => {
  const path = join(folder, "before");
  const catalog = await modelOf(null);
  await saveCodes(db, catalog, path);
  const whole = await readFile(path);
  const now = await opened(path, catalog);
  await writeFile(`${path} 2`, Buffer.concat([whole.subarray(0, -1), Buffer.from("2")]));
  const before = await opened(`${path} 2`, catalog);
  for (const name of ["Dense", "City", "Key"])
    expect(shown(await before.codes(name))).toEqual(shown(await now.codes(name)));
  expect(shown(await before.numbers("Many"))).toEqual(shown(await now.numbers("Many")));
  await writeFile(`${path} 1`, Buffer.concat([whole.subarray(0, -1), Buffer.from("1")]));
  expect(await SavedCodes.open(`${path} 1`, catalog)).toBeNull();
  await now.close();
  await before.close();
});
