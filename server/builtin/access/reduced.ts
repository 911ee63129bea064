import { randomBytes } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { type Catalog, catalogOf } from "@/server/builtin/associative/catalog";
import type { GraphTable } from "@/server/builtin/associative/graph";
import { buildModel, publicModel } from "@/server/builtin/associative/model";
import { Reduction } from "@/server/builtin/associative/reduction";
import { readRows } from "@/server/builtin/associative/rows";
import { run } from "@/server/builtin/associative/run";
import type { Selection } from "@/server/builtin/associative/selections";
import type { AssociativeModel } from "@/server/builtin/associative/types";
import { Workspace } from "@/server/builtin/associative/workspace";
import { quoteName } from "@/server/builtin/script/quoting";
import type { DataModel } from "@/server/platform/model";
import { allowedSelection } from "./keys";
import { type Hidden, hiddenFields, withoutHidden } from "./omit";
import { noAccess, type Permission } from "./permission";
import type { AccessRules } from "./rules";

/** What one permission leaves of a generation: a database of its own, in which nothing else exists. */
export interface Reduced {
  /** Name of the attached database; `USE` it before asking. */
  database: string;
  /** Of the rows and fields that are left. */
  model: AssociativeModel;
  /** The part of it that leaves the engine. */
  shown: DataModel;
  /** What it takes in memory. */
  bytes: number;
}

/** About: numbers and days take less, long texts more. */
const CELL_BYTES = 10;

/**
 * Works out which rows a permission leaves, and attaches a database in memory that holds just these: copied where they are
 * few, else as views by their row ids.
 * @param db connection to the generation, for this alone: temp tables are left on it, and it uses the new database
 * @throws `query.no_access` where none of the permission's values exists (strict exclusion)
 */
export async function reduce(
  db: DuckDBConnection,
  model: AssociativeModel,
  rules: AccessRules,
  permission: Permission,
  options: { database: string; maxBytes: number },
): Promise<Reduced> {
  const { database } = options;
  const catalog = catalogOf(model);
  const [current] = await readRows(db, "SELECT current_database() AS name");
  const source = String(current?.name);
  await run(db, `ATTACH ':memory:' AS ${database} (READ_WRITE)`);
  try {
    await run(db, `CREATE SCHEMA ${database}.kept`);
    const kept = permission.alternatives
      ? await keepRows(db, catalog, rules, permission.alternatives, database)
      : new Map<string, Kept>();
    const hidden = hiddenFields(catalog, permission, () => `omitted ${randomBytes(16).toString("hex")}`);
    const tables = model.tables.filter((t) => t.fields.some((f) => hidden.nameOf(f) !== null));
    const bytes = tables.reduce((sum, t) => sum + sizeOf(t, kept.get(t.name)), 0);
    const copied = bytes <= options.maxBytes;
    for (const table of tables)
      await createTable(db, table, { source, database, hidden, kept: kept.get(table.name), copied });
    await run(db, `USE ${database}`);
    const made = await buildModel(db, scriptTables(model, tables, hidden));
    const reduced = { ...made, fields: made.fields.filter((f) => !hidden.made.has(f.name)) };
    const held = copied ? bytes : [...kept.values()].reduce((sum, k) => sum + k.rows * CELL_BYTES, 0);
    return { database, model: reduced, shown: withoutHidden(publicModel(made), hidden), bytes: held };
  } catch (error) {
    await run(db, `USE ${quoteName(source)}`);
    await detach(db, database);
    throw error;
  }
}

/** @param db a connection that does not use it */
export async function detach(db: DuckDBConnection, database: string): Promise<void> {
  await run(db, `DETACH ${database}`);
}

/** Where the ids of a table's rows are that may be seen. */
interface Kept {
  table: string;
  rows: number;
}

/** Per table that a reduction restricts, the row ids that one of the alternatives allows. */
async function keepRows(
  db: DuckDBConnection,
  catalog: Catalog,
  rules: AccessRules,
  alternatives: NonNullable<Permission["alternatives"]>,
  database: string,
): Promise<Map<string, Kept>> {
  const workspace = new Workspace(db, catalog);
  const tables = restricted(catalog, rules).map((table, n) => ({ table, ids: `${database}.kept.k${n}` }));
  for (const { ids } of tables) await run(db, `CREATE TABLE ${ids} (r BIGINT)`);
  let fitting = 0;
  for (const alternative of alternatives) {
    const selections = alternative.flatMap((allowed, n) => {
      const field = catalog.field(rules.reductions[n] ?? "");
      if (!field) throw new Error("The generation lacks a field its access rules reduce by.");
      return allowed === null ? [] : [allowedSelection(workspace, field, allowed, `f${n}`)];
    });
    if (!(await allExist(workspace, selections))) continue;
    fitting++;
    const reduction = new Reduction(workspace, selections);
    const planned = tables.map(({ table, ids }) =>
      workspace.plan(() => `INSERT INTO ${ids} SELECT p.r FROM ${reduction.possible(table)} p`),
    );
    for (const statement of planned) await workspace.read(statement);
  }
  if (fitting === 0) throw noAccess();
  const kept = new Map<string, Kept>();
  for (const { table, ids } of tables) {
    const all = catalog.model.tables.find((t) => t.name === table.name)?.rows;
    const found = await settle(db, ids, alternatives.length > 1);
    if (found.rows === all) await run(db, `DROP TABLE ${found.table}`);
    else kept.set(table.name, found);
  }
  return kept;
}

/** Strict exclusion: a value that does not exist opens nothing, rather than everything. */
async function allExist(workspace: Workspace, selections: readonly Selection[]): Promise<boolean> {
  const planned = selections.map((s) =>
    workspace.plan(() => `SELECT EXISTS (SELECT 1 FROM ${s.keys?.table()}) AS found`),
  );
  for (const statement of planned) {
    const [row] = await workspace.read(statement);
    if (row?.[0] !== true) return false;
  }
  return true;
}

/** @param repeated an id may be there several times */
async function settle(db: DuckDBConnection, ids: string, repeated: boolean): Promise<Kept> {
  const table = repeated ? `${ids}_once` : ids;
  if (repeated) {
    await run(db, `CREATE TABLE ${table} AS SELECT DISTINCT r FROM ${ids}`);
    await run(db, `DROP TABLE ${ids}`);
  }
  const [row] = await readRows(db, `SELECT count(*)::VARCHAR AS n FROM ${table}`);
  return { table, rows: Number(row?.n) };
}

/** Real tables that hang together with a reduction field. */
function restricted(catalog: Catalog, rules: AccessRules): GraphTable[] {
  const { tables } = catalog.graph;
  const components = new Set(
    tables.filter((t) => rules.reductions.some((f) => t.fields.includes(f))).map((t) => t.component),
  );
  return tables.filter((t) => !t.combines && components.has(t.component));
}

/** Bytes of a copy, about; a table that loses no row is not copied. */
function sizeOf(table: { fields: string[] }, kept: Kept | undefined): number {
  return kept ? kept.rows * table.fields.length * CELL_BYTES : 0;
}

/** Rows stay in the order of loading, by row ids of their own or, in a view, by those they have. */
async function createTable(
  db: DuckDBConnection,
  table: { name: string; fields: string[] },
  to: { source: string; database: string; hidden: Hidden; kept?: Kept; copied: boolean },
): Promise<void> {
  const columns = table.fields.flatMap((field) => {
    const name = to.hidden.nameOf(field);
    return name === null ? [] : [`t.${quoteName(field)} AS ${quoteName(name)}`];
  });
  const name = `${to.database}.main.${quoteName(table.name)}`;
  const from = `${quoteName(to.source)}.main.${quoteName(table.name)} t`;
  const where = to.kept ? ` WHERE t.rowid IN (SELECT r FROM ${to.kept.table})` : "";
  if (!to.kept || !to.copied) {
    await run(
      db,
      `CREATE VIEW ${name} AS SELECT t.rowid AS rowid, ${columns.join(", ")} FROM ${from}${where}`,
    );
    return;
  }
  await run(db, `CREATE TABLE ${name} AS SELECT ${columns.join(", ")} FROM ${from}${where} ORDER BY t.rowid`);
  await run(db, `DROP TABLE ${to.kept.table}`);
}

/** The tables as the script left them, without what is hidden. */
function scriptTables(model: AssociativeModel, tables: AssociativeModel["tables"], hidden: Hidden) {
  const formats = new Map(model.fields.map((f) => [f.name, f.format]));
  const columns = new Map(model.columns.map((c) => [JSON.stringify([c.table, c.field]), c]));
  return tables.map((table) => ({
    name: table.name,
    rows: 0,
    fields: table.fields.flatMap((field) => {
      const name = hidden.nameOf(field);
      const column = columns.get(JSON.stringify([table.name, field]));
      const format = formats.get(field);
      if (name === null || !column) return [];
      return [
        {
          name,
          type: column.sqlType,
          dual: column.kind === "dual",
          ...(format === undefined ? {} : { format }),
        },
      ];
    }),
  }));
}
