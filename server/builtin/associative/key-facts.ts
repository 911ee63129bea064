import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName } from "@/server/builtin/script/quoting";
import type { KeySide, ModelKey } from "@/server/platform/model";
import type { Catalog } from "./catalog";
import { keySql } from "./columns";
import type { EarlierFacts } from "./earlier-facts";
import { readRows } from "./rows";

/** Facts of every field that several tables hold, and of every synthetic key. Reads each of these columns once. */
export async function analyseKeys(
  db: DuckDBConnection,
  catalog: Catalog,
  earlier?: EarlierFacts,
): Promise<ModelKey[]> {
  const shared = catalog.model.fields.filter((f) => f.key).map((f) => [f.name]);
  const combined = catalog.graph.tables.filter((t) => t.combines && t.fields.length > 1).map((t) => t.fields);
  const keys: ModelKey[] = [];
  for (const fields of [...shared, ...combined]) {
    const [field, ...others] = fields.map((name) => catalog.field(name));
    const known = field && others.length === 0 ? await earlier?.ofKey(field, catalog) : null;
    keys.push(known ?? (await analyseKey(db, catalog, fields)));
  }
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
    coalesce(max(n${i}) FILTER (present) <= 1, true) AS unique${i}`,
  );
  const [row] = await readRows(
    db,
    `SELECT count(*) FILTER (present) AS "distinct", ${facts.join(", ")} FROM (${counted})`,
  );
  const distinct = Number(row?.distinct ?? 0);
  const sides = holders.map(({ name }, i) => ({ table: name, ...sideSums(row, i) }));
  return { fields: [...fields], ...keyOf(distinct, sides) };
}

/** What is counted of a key in one of its tables. */
export type SideFacts = Omit<KeySide, "quality">;

/** Facts of the side `i`, of the row that has them all. */
export function sideSums(row: Record<string, unknown> | undefined, i: number): Omit<SideFacts, "table"> {
  const number = (name: string) => Number(row?.[`${name}${i}`] ?? 0);
  return {
    nulls: number("nulls"),
    distinct: number("distinct"),
    danglingRows: number("danglingRows"),
    danglingValues: number("danglingValues"),
    unique: row?.[`unique${i}`] === true,
  };
}

/** @param distinct values over all tables */
export function keyOf(distinct: number, sides: readonly SideFacts[]): Pick<ModelKey, "distinct" | "sides"> {
  return {
    distinct,
    sides: sides.map(({ unique, ...side }) => ({
      ...side,
      quality: qualityOf({ nulls: side.nulls, unique, whole: side.distinct === distinct }),
      unique,
    })),
  };
}

function qualityOf(side: { nulls: number; unique: boolean; whole: boolean }): KeySide["quality"] {
  if (!side.unique || side.nulls > 0) return "any";
  return side.whole ? "perfect" : "primary";
}
