import type { DuckDBConnection } from "@duckdb/node-api";
import type { ScriptTable } from "@/server/builtin/script/port";
import { quoteName } from "@/server/builtin/script/quoting";
import type { DataModel, ModelColumnFacts, ModelField, ModelKey } from "@/server/platform/model";
import { type Catalog, openCatalog } from "./catalog";
import { countColumns as countAtOnce } from "./column-counts";
import { keySql, keyType } from "./columns";
import type { Found } from "./counters";
import type { EarlierFacts } from "./earlier-facts";
import { groupBy } from "./grouping";
import { analyseKeys } from "./key-facts";
import { commonKind, kindOfType } from "./kinds";
import type { TableNumbering } from "./row-numbers";
import { readRows } from "./rows";
import type { AssociativeModel, ModelColumn } from "./types";
import type { ValueTables } from "./value-tables";

/** Who takes what is found while a model is described. */
export interface ModelTakers {
  /** Takes values of fields. */
  values?: ValueTables;
  /** Takes which row has which value. */
  numbering?: (catalog: Catalog) => TableNumbering | null;
  /** Of a partial reload: what need not be counted again. */
  earlier?: EarlierFacts;
}

/**
 * Describes the tables a script left: fields by exact name, associations, circles, synthetic keys, and exact counts of
 * every column and key. Reads every column once, those of a synthetic key twice.
 * @param tables as the interpreter reports them; types and row counts are taken from the file itself
 * @param takers of what is found on the way
 */
export async function buildModel(
  db: DuckDBConnection,
  tables: readonly ScriptTable[],
  takers: ModelTakers = {},
): Promise<AssociativeModel> {
  const columns = await readColumns(db, tables);
  const ordered = tables.flatMap(({ name, order }) => (order ? [[name, order] as const] : []));
  const draft: AssociativeModel = {
    version: 1,
    tables: await countRows(db, tables),
    fields: fieldsOf(columns, tables),
    associations: associationsOf(tables),
    loops: [],
    syntheticKeys: [],
    columns,
    uniqueKeys: [],
    ...(ordered.length > 0 ? { orders: Object.fromEntries(ordered) } : {}),
  };
  const catalog = openCatalog(draft);
  const { links, loops, loosened, tables: nodes } = catalog.graph;
  const keys = await analyseKeys(db, catalog, takers.earlier);
  await countColumns(db, catalog, keys, takers);
  const isReal = (name: string) => tables.some((t) => t.name === name);
  return {
    ...draft,
    loops,
    loosened,
    keys,
    syntheticKeys: nodes.flatMap(({ name, combines, fields }) =>
      combines && fields.length > 1 ? [{ tables: combines.filter(isReal), fields, name }] : [],
    ),
    uniqueKeys: links.flatMap(({ fields, members }) => {
      const sides = keys.find((key) => sameSet(key.fields, fields))?.sides ?? [];
      const unique = sides.filter((side) => side.unique && members.includes(side.table));
      return unique.map(({ table }) => ({ table, fields }));
    }),
  };
}

/** The part of a stored model that leaves the engine. */
export function publicModel({ version, columns, uniqueKeys, orders, ...model }: AssociativeModel): DataModel {
  return model;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.every((x) => b.includes(x)) && b.every((x) => a.includes(x));
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
    const { name, comment, tags, loosened } = table;
    counted.push({
      name,
      rows: Number(row?.n),
      fields: table.fields.map((f) => f.name),
      ...(comment === undefined ? {} : { comment }),
      ...(tags === undefined ? {} : { tags }),
      ...(loosened ? { loosened: true as const } : {}),
    });
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

/** Facts of the fields that one table holds. */
async function countOwn(
  db: DuckDBConnection,
  catalog: Catalog,
  { name, rows }: AssociativeModel["tables"][number],
  fields: readonly string[],
  { values, numbering, earlier }: Omit<ModelTakers, "numbering"> & { numbering?: TableNumbering | null },
): Promise<ModelColumnFacts[]> {
  const table = `main.${quoteName(name)}`;
  const hasOwnRowid = catalog.model.columns.some(
    (c) => c.table === name && c.field.toLowerCase() === "rowid",
  );
  const facts: ModelColumnFacts[] = [];
  // Which rows were added shows in their numbers, which such a field hides.
  for (const field of hasOwnRowid ? [] : fields) {
    const column = catalog.column(name, field);
    const found = await earlier?.of(column, catalog.field(field)?.kind ?? "text", rows);
    if (found) facts.push({ field, nulls: found.nulls, distinct: found.distinct });
  }
  const others = fields.filter((field) => !facts.some((f) => f.field === field));
  const columns = others.map((field) => {
    const column = catalog.column(name, field);
    const kind = catalog.field(field)?.kind ?? "text";
    return { field, key: keySql("t", column, kind), sqlType: keyType(column, kind) };
  });
  const takers = { values, numbering: numbering?.of(name, rows), hasOwnRowid };
  const counted = await countAtOnce(db, table, columns, rows, takers);
  for (const [i, { field, key }] of columns.entries()) {
    const few = async () => (await values?.count(field, table, key, rows)) ?? count(db, table, key);
    const { nulls, distinct } = counted[i] ?? (await few());
    facts.push({ field, nulls, distinct });
  }
  return facts;
}

async function count(db: DuckDBConnection, table: string, key: string): Promise<Found> {
  const [row] = await readRows(
    db,
    `SELECT count(DISTINCT v) AS n, count(*) - count(v) AS nulls FROM (SELECT ${key} AS v FROM ${table} t)`,
  );
  return { nulls: Number(row?.nulls), distinct: Number(row?.n) };
}

/** Counts all columns of all tables; those of keys are in `keys` already. */
async function countColumns(
  db: DuckDBConnection,
  catalog: Catalog,
  keys: readonly ModelKey[],
  takers: ModelTakers,
): Promise<void> {
  const numbering = takers.numbering?.(catalog) ?? null;
  for (const table of catalog.model.tables) {
    const sideOf = (field: string) =>
      keys
        .find((k) => k.fields.length === 1 && k.fields[0] === field)
        ?.sides.find((side) => side.table === table.name);
    const own = await countOwn(
      db,
      catalog,
      table,
      table.fields.filter((field) => !sideOf(field)),
      { ...takers, numbering },
    );
    table.columns = table.fields.flatMap((field) => {
      const side = sideOf(field);
      if (side) return [{ field, nulls: side.nulls, distinct: side.distinct }];
      return own.filter((c) => c.field === field);
    });
  }
  for (const field of catalog.model.fields) {
    const key = keys.find((k) => k.fields.length === 1 && k.fields[0] === field.name);
    const [home] = field.tables;
    const own = catalog.model.tables.find((t) => t.name === home)?.columns;
    field.distinct = key?.distinct ?? own?.find((c) => c.field === field.name)?.distinct ?? 0;
  }
}

function fieldsOf(columns: readonly ModelColumn[], tables: readonly ScriptTable[]): ModelField[] {
  const told = new Map(tables.flatMap((t) => t.fields.map((f) => [f.name, f])));
  return [...groupBy(columns, (c) => c.field)].map(([name, held]) => {
    const { format, comment, tags } = told.get(name) ?? {};
    return {
      name,
      type: commonKind(held.map((c) => c.kind)),
      tables: held.map((c) => c.table),
      distinct: 0,
      key: held.length > 1,
      ...(format === undefined ? {} : { format }),
      ...(comment === undefined ? {} : { comment }),
      ...(tags === undefined ? {} : { tags }),
    };
  });
}
