import { missingField } from "../errors";
import { quoteName } from "../quoting";
import type { Name } from "../statements";
import type { Run } from "./run";

export async function dropTables(run: Run, tables: Name[]): Promise<void> {
  for (const name of tables) {
    const table = run.catalog.find(name);
    await run.db.run(`DROP TABLE ${quoteName(table.name)}`);
    run.catalog.remove(table.name);
    run.progress.forget(table.name);
  }
}

/** Drops fields from the tables named, or from all; a table without fields is gone too. */
export async function dropFields(run: Run, fields: Name[], from: Name[]): Promise<void> {
  const named = from.map((name) => run.catalog.find(name).name);
  for (const field of fields) {
    const holders = run.catalog
      .withField(field.value)
      .filter((t) => named.length === 0 || named.includes(t.name));
    if (holders.length === 0) {
      const known = run.catalog.all().flatMap((t) => t.columns.map((c) => c.name));
      throw missingField(field.value, known, field.at);
    }
    for (const table of holders) {
      if (table.columns.length === 1) {
        await dropTables(run, [{ value: table.name, at: field.at }]);
        continue;
      }
      await run.db.run(`ALTER TABLE ${quoteName(table.name)} DROP COLUMN ${quoteName(field.value)}`);
      run.catalog.add({ ...table, columns: table.columns.filter((c) => c.name !== field.value) });
    }
  }
}
