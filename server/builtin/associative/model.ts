import type { DuckDBConnection } from "@duckdb/node-api";
import type { ScriptTable } from "@/server/builtin/script/port";
import { quoteName, quoteText } from "@/server/builtin/script/quoting";
import type { DataModel, ModelField } from "@/server/platform/model";
import { type Catalog, openCatalog } from "./catalog";
import { keySql } from "./columns";
import { kindOfType } from "./kinds";
import { readRows } from "./rows";
import type { AssociativeModel, ModelColumn } from "./types";

/**
 * Describes the tables a script left: fields by exact name, keys, associations, loops, synthetic keys, counts.
 * Reads every column once (different values are counted exactly).
 * @param tables as the interpreter reports them; types and row counts are taken from the file itself
 */
export async function buildModel(
  db: DuckDBConnection,
  tables: readonly ScriptTable[],
): Promise<AssociativeModel> {
  const columns = await readColumns(db, tables);
  const draft: AssociativeModel = {
    version: 1,
    tables: await countRows(db, tables),
    fields: [],
    associations: associationsOf(tables),
    loops: [],
    syntheticKeys: [],
    columns,
    uniqueKeys: [],
  };
  const catalog = openCatalog(draft);
  const formats = new Map(tables.flatMap((t) => t.fields.map((f) => [f.name, f.format])));
  for (const name of new Set(columns.map((c) => c.field)))
    draft.fields.push(await describeField(db, catalog, name, formats.get(name)));
  draft.loops = catalog.graph.loops;
  draft.syntheticKeys = catalog.graph.tables.flatMap(({ combines, fields }) =>
    combines && fields.length > 1
      ? [{ tables: combines.filter((name) => tables.some((t) => t.name === name)), fields }]
      : [],
  );
  draft.uniqueKeys = await findUniqueKeys(db, catalog);
  return draft;
}

/** The part of a stored model that leaves the engine. */
export function publicModel(model: AssociativeModel): DataModel {
  const { tables, fields, associations, loops, syntheticKeys } = model;
  return { tables, fields, associations, loops, syntheticKeys };
}

async function readColumns(db: DuckDBConnection, tables: readonly ScriptTable[]): Promise<ModelColumn[]> {
  const rows = await readRows(
    db,
    `SELECT table_name, column_name, data_type FROM duckdb_columns()
     WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal`,
  );
  const types = new Map(
    rows.map((r) => [JSON.stringify([r.table_name, r.column_name]), String(r.data_type)]),
  );
  return tables.flatMap((table) =>
    table.fields.map((field) => {
      const sqlType = types.get(JSON.stringify([table.name, field.name]));
      if (!sqlType) throw new Error(`Table "${table.name}" of the generation has no column "${field.name}".`);
      return { table: table.name, field: field.name, sqlType, kind: kindOfType(sqlType) };
    }),
  );
}

async function countRows(db: DuckDBConnection, tables: readonly ScriptTable[]) {
  const counted: AssociativeModel["tables"] = [];
  for (const table of tables) {
    const [row] = await readRows(db, `SELECT count(*)::VARCHAR AS n FROM main.${quoteName(table.name)}`);
    counted.push({ name: table.name, rows: Number(row?.n), fields: table.fields.map((f) => f.name) });
  }
  return counted;
}

function associationsOf(tables: readonly ScriptTable[]): DataModel["associations"] {
  const found: DataModel["associations"] = [];
  for (const [i, left] of tables.entries())
    for (const right of tables.slice(i + 1)) {
      const names = new Set(right.fields.map((f) => f.name));
      const fields = left.fields.map((f) => f.name).filter((name) => names.has(name));
      if (fields.length > 0) found.push({ left: left.name, right: right.name, fields });
    }
  return found;
}

async function describeField(
  db: DuckDBConnection,
  catalog: Catalog,
  name: string,
  format: string | undefined,
): Promise<ModelField> {
  const field = catalog.field(name);
  if (!field) throw new Error(`The model has no field "${name}".`);
  const values = field.columns
    .map((c) => `SELECT ${keySql("t", c, field.kind)} AS v FROM main.${quoteName(c.table)} t`)
    .join(" UNION ALL ");
  const [row] = await readRows(db, `SELECT count(DISTINCT v)::VARCHAR AS n FROM (${values})`);
  return {
    name,
    type: field.kind,
    tables: field.columns.map((c) => c.table),
    distinct: Number(row?.n),
    key: field.columns.length > 1,
    ...(format === undefined ? {} : { format }),
  };
}

/** Looks, for every real table and link, whether a combination of its key values occurs twice. */
async function findUniqueKeys(
  db: DuckDBConnection,
  catalog: Catalog,
): Promise<AssociativeModel["uniqueKeys"]> {
  const found: AssociativeModel["uniqueKeys"] = [];
  for (const link of catalog.graph.links)
    for (const table of link.members.map(catalog.table)) {
      if (table.combines) continue;
      const keys = link.fields.map((f) =>
        keySql("t", catalog.column(table.name, f), catalog.field(f)?.kind ?? "text"),
      );
      const [row] = await readRows(
        db,
        `SELECT NOT EXISTS (SELECT 1 FROM main.${quoteName(table.name)} t
         WHERE ${keys.map((k) => `(${k}) IS NOT NULL`).join(" AND ")}
         GROUP BY ${keys.join(", ")} HAVING count(*) > 1) AS u, ${quoteText(table.name)} AS t`,
      );
      if (row?.u === true) found.push({ table: table.name, fields: link.fields });
    }
  return found;
}
