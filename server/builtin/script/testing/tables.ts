import { afterEach } from "vitest";
import { type TestOptions, type TestRun, testRun } from "./host";

export interface TablesRun {
  tables: Record<string, { fields: string[]; rows: unknown[][] }>;
  warnings: string[];
  run: TestRun;
}

/** Gives a function that runs a script in a host of its own and tells what it made; hosts are closed after each test. */
export function scriptTables(): (script: string, options?: TestOptions) => Promise<TablesRun> {
  const open: TestRun[] = [];
  afterEach(async () => {
    for (const run of open.splice(0)) await run.close();
  });
  return async (script, options) => {
    const run = await testRun(options);
    open.push(run);
    const result = await run.run(script);
    const tables: TablesRun["tables"] = {};
    for (const { name, fields } of result.tables)
      tables[name] = { fields: fields.map((f) => f.name), rows: await run.rows(name) };
    return { tables, warnings: result.warnings, run };
  };
}
