import { copyFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { closeGaps } from "@/server/builtin/reload/gaps";
import { keepTables } from "../interpreter/keep-tables";
import { runScript } from "../interpreter/run-script";
import { hidesPlaces } from "../interpreter/settled";
import type { KeptTable, ScriptResult } from "../port";
import { quoteName } from "../quoting";
import { orderedRows } from "../row-order";
import { type TestRun, testRun } from "./host";

const open: TestRun[] = [];
/** Removes what the test opened. */
export async function closeAll(): Promise<void> {
  for (const run of open.splice(0)) await run.close();
}

export async function newRun(): Promise<TestRun> {
  const run = await testRun();
  open.push(run);
  return run;
}

/** An app that is loaded again and again into one database, tables of the run before being there. */
export class App {
  private last: ScriptResult | undefined;
  kept: KeptTable[] = [];
  private constructor(readonly t: TestRun) {}

  static async open(): Promise<App> {
    return new App(await newRun());
  }

  async load(script: string): Promise<ScriptResult> {
    const { tables = [], stored = [] } = this.last ?? {};
    await closeGaps(this.t.db, tables);
    const hidden = await keepTables(this.t.db, tables, stored);
    this.kept = hidden.kept;
    this.last = await runScript(script, { ...this.t.host, ...hidden });
    return this.last;
  }

  /** The same run in a database of its own, which reads all files there are. */
  async plainly(script: string): Promise<{ t: TestRun; result: ScriptResult }> {
    const t = await newRun();
    for (const name of await readdir(this.t.folder))
      await copyFile(join(this.t.folder, name), join(t.folder, name));
    return { t, result: await t.run(script) };
  }
}

/** Rows in load order. */
export async function rowsOf(t: TestRun, result: ScriptResult, name: string): Promise<unknown[][]> {
  const table = result.tables.find((one) => one.name === name);
  if (!table) throw new Error(`no table ${name}`);
  const { from, rank } = orderedRows(name, table.order);
  const list = table.fields.map((f) => `t.${quoteName(f.name)}`).join(", ");
  // A field of that name hides where rows lie; they are in load order then.
  const sorted = table.fields.some((f) => hidesPlaces(f.name)) ? "" : ` ORDER BY ${rank}`;
  return (await t.db.runAndReadAll(`SELECT ${list} FROM ${from}${sorted}`)).getRowsJson();
}

function described({ tables, rows }: ScriptResult) {
  return { rows, tables: tables.map(({ order, ...table }) => table) };
}

/** Loads once more, and compares what comes of it with what comes of reading everything. */
export async function loadTwice(app: App, script: string): Promise<ScriptResult> {
  const plain = await app.plainly(script);
  const result = await app.load(script);
  expect(described(result)).toEqual(described(plain.result));
  for (const { name } of result.tables)
    expect(await rowsOf(app.t, result, name)).toEqual(await rowsOf(plain.t, plain.result, name));
  const files = "A: NOCONCATENATE LOAD * FROM [lib://Files/sales.qvd] (qvd);";
  const [mine, other] = [await newRun(), plain.t];
  await copyFile(join(app.t.folder, "sales.qvd"), join(mine.folder, "sales.qvd"));
  const read = await mine.run(files);
  const readPlain = await other.run(`${files} RENAME TABLE A TO B;`);
  expect(described(read).tables[0]?.fields).toEqual(described(readPlain).tables[0]?.fields);
  expect(await rowsOf(mine, read, "A")).toEqual(await rowsOf(other, readPlain, "B"));
  expect(await leftTables(app.t)).toEqual(result.tables.map((t) => t.name).sort());
  return result;
}

async function leftTables(t: TestRun): Promise<unknown[]> {
  const found = await t.db.runAndReadAll("SELECT table_name FROM duckdb_tables() ORDER BY 1");
  return found.getRowsJson().map(([name]) => name);
}
