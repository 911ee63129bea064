import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName } from "@/server/builtin/script/quoting";
import type { KeySide, ModelKey } from "@/server/platform/model";
import type { Catalog } from "./catalog";
import { keySql } from "./columns";
import { readRows } from "./rows";

/** Facts of every field that several tables hold, and of every synthetic key. Reads each of these columns once. */
export async function analyseKeys(db: DuckDBConnection, catalog: Catalog): Promise<ModelKey[]> {
  const shared = catalog.model.fields.filter((f) => f.key).map((f) => [f.name]);
  const combined = catalog.graph.tables.filter((t) => t.combines && t.fields.length > 1).map((t) => t.fields);
  const keys: ModelKey[] = [];
  for (const fields of [...shared, ...combined]) keys.push(await analyseKey(db, catalog, fields));
  return keys;
}

/** Counts one key in all tables that hold all of its fields, in a single pass over each. */
async function analyseKey(
  db: DuckDBConnection,
  catalog: Catalog,
  fields: readonly string[],
): Promise<ModelKey> {
  const holders = catalog.model.tables.filter((t) => fields.every((f) => t.fields.includes(f)));
  const keys = fields.map((_, i) => `k${i}`);
  const values = holders.map((table, side) => {
    const columns = fields.map(
      (f, i) =>
        `${keySql("t", catalog.column(table.name, f), catalog.field(f)?.kind ?? "text")} AS ${keys[i]}`,
    );
    return `SELECT ${columns.join(", ")}, ${side} AS side FROM main.${quoteName(table.name)} t`;
  });
  const rows = holders.map((_, side) => `count(*) FILTER (side = ${side}) AS n${side}`);
  const present = keys.map((k) => `${k} IS NOT NULL`).join(" AND ");
  const counted = `SELECT ${present} AS present, count(*) AS n, ${rows.join(", ")}
    FROM (${values.join(" UNION ALL ")}) GROUP BY ${keys.join(", ")}`;
  const facts = holders.map(
    (_, i) => `sum(n${i}) FILTER (NOT present) AS nulls${i},
    count(*) FILTER (present AND n${i} > 0) AS distinct${i},
    sum(n${i}) FILTER (present AND n${i} = n) AS danglingRows${i},
    count(*) FILTER (present AND n${i} > 0 AND n${i} = n) AS danglingValues${i},
    max(n${i}) FILTER (present) AS most${i}`,
  );
  const [row] = await readRows(
    db,
    `SELECT count(*) FILTER (present) AS "distinct", ${facts.join(", ")} FROM (${counted})`,
  );
  const number = (name: string) => Number(row?.[name] ?? 0);
  const distinct = number("distinct");
  const sides = holders.map(({ name }, i) => {
    const nulls = number(`nulls${i}`);
    const own = number(`distinct${i}`);
    const unique = number(`most${i}`) <= 1;
    return {
      table: name,
      nulls,
      distinct: own,
      danglingRows: number(`danglingRows${i}`),
      danglingValues: number(`danglingValues${i}`),
      quality: qualityOf({ nulls, unique, whole: own === distinct }),
      unique,
    };
  });
  return { fields: [...fields], distinct, sides };
}

function qualityOf(side: { nulls: number; unique: boolean; whole: boolean }): KeySide["quality"] {
  if (!side.unique || side.nulls > 0) return "any";
  return side.whole ? "perfect" : "primary";
}
