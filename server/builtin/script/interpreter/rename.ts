import { missingField, scriptError } from "../errors";
import { quoteName } from "../quoting";
import type { Name, Statement } from "../statements";
import { checkFieldNames } from "./catalog";
import { findMapping } from "./field-statements";
import type { Run } from "./run";

type Rename = Extract<Statement, { kind: "rename" }>;

/** RENAME TABLE and RENAME FIELD, by pairs or by a mapping table (in which names it does not hold stay). */
export async function rename(run: Run, { what, pairs, using }: Rename): Promise<void> {
  const list = using ? await mappedPairs(run, using, what) : pairs;
  for (const { from, to } of list) {
    if (what === "table") await renameTable(run, from, to);
    else await renameField(run, from, to);
  }
}

async function mappedPairs(run: Run, using: Name, what: Rename["what"]): Promise<Rename["pairs"]> {
  const mapping = findMapping(run, using);
  const tables = run.catalog.all();
  const names =
    what === "table" ? tables.map((t) => t.name) : tables.flatMap((t) => t.columns.map((c) => c.name));
  const rows = await run.db.rows(
    `SELECT CAST(k AS VARCHAR), CAST(v AS VARCHAR) FROM ${quoteName(mapping.table)} WHERE v IS NOT NULL`,
  );
  const map = new Map(rows.map(([from, to]) => [String(from), String(to)]));
  return [...new Set(names)].flatMap((name) => {
    const to = map.get(name);
    return to === undefined || to === name
      ? []
      : [{ from: { value: name, at: using.at }, to: { value: to, at: using.at } }];
  });
}

async function renameTable(run: Run, from: Name, to: Name): Promise<void> {
  const table = run.catalog.find(from);
  const taken = run.catalog.all().find((t) => t.name.toLowerCase() === to.value.toLowerCase() && t !== table);
  if (taken) throw scriptError("script.name", `There is already a table "${taken.name}".`, { at: to.at });
  // DuckDB takes a change of case alone for a clash: go over a name of ours.
  const between = run.db.temporaryName();
  await run.db.run(`ALTER TABLE ${quoteName(table.name)} RENAME TO ${quoteName(between)}`);
  await run.db.run(`ALTER TABLE ${quoteName(between)} RENAME TO ${quoteName(to.value)}`);
  run.catalog.rename(table.name, to.value);
  run.progress.rename(table.name, to.value);
  run.notes.rename("table", table.name, to.value);
}

async function renameField(run: Run, from: Name, to: Name): Promise<void> {
  const holders = run.catalog.withField(from.value);
  if (holders.length === 0) {
    const known = run.catalog.all().flatMap((t) => t.columns.map((c) => c.name));
    throw missingField(from.value, known, from.at);
  }
  for (const table of holders) {
    const columns = table.columns.map((c) => (c.name === from.value ? { ...c, name: to.value } : c));
    checkFieldNames(
      columns.map((c) => c.name),
      table.name,
    );
    const between = `~field-${holders.length}-${columns.length}`;
    const name = quoteName(table.name);
    await run.db.run(`ALTER TABLE ${name} RENAME COLUMN ${quoteName(from.value)} TO ${quoteName(between)}`);
    await run.db.run(`ALTER TABLE ${name} RENAME COLUMN ${quoteName(between)} TO ${quoteName(to.value)}`);
    run.catalog.add({ ...table, columns });
  }
  run.notes.rename("field", from.value, to.value);
}
