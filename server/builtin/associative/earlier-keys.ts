import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName } from "@/server/builtin/script/quoting";
import type { KeySide, ModelKey } from "@/server/platform/model";
import type { CatalogField } from "./catalog";
import { keySql } from "./columns";
import { type Earlier, MOST_ADDED } from "./earlier-facts";
import { keyOf, type SideFacts, sideSums } from "./key-facts";
import { readRows } from "./rows";
import type { ModelColumn } from "./types";

/** A field that several tables hold, whose first rows in each of them are as they were. */
export interface EarlierKey {
  field: CatalogField;
  facts: ModelKey;
  sides: EarlierSide[];
}

interface EarlierSide {
  column: ModelColumn;
  facts: KeySide;
  /** Rows there were, and are. */
  earlier: number;
  rows: number;
}

/** @returns null where it is another field now, where most rows are new, or nothing is known of it */
export function earlierKey(
  { model, rows }: Earlier,
  field: CatalogField,
  now: (table: string) => number,
): EarlierKey | null {
  const facts = model.keys?.find((key) => key.fields.length === 1 && key.fields[0] === field.name);
  const before = model.columns.filter((c) => c.field === field.name);
  const [first] = field.columns;
  if (!facts || !first || field.kind === "dual" || before.length !== field.columns.length) return null;
  const sides: EarlierSide[] = [];
  for (const column of field.columns) {
    const { table, sqlType } = column;
    const { [table]: earlier } = rows;
    const known = model.tables.find((t) => t.name === table);
    const side = facts.sides.find((s) => s.table === table);
    const same = before.find((c) => c.table === table);
    if (!known || !side || earlier === undefined || known.rows !== earlier || now(table) < earlier)
      return null;
    if (same?.sqlType !== sqlType || sqlType !== first.sqlType || hidesRowid(known.fields)) return null;
    sides.push({ column, facts: side, earlier, rows: now(table) });
  }
  const all = sides.reduce((sum, side) => sum + side.earlier, 0);
  const added = sides.reduce((sum, side) => sum + side.rows - side.earlier, 0);
  return added > all * MOST_ADDED ? null : { field, facts, sides };
}

function hidesRowid(fields: readonly string[]): boolean {
  return fields.some((field) => field.toLowerCase() === "rowid");
}

/** Where values of a key are by their numbers. */
export interface KeyValues {
  /** Temp table of all values `k` and their `number`. */
  table: string;
  /** Numbers above are of values that only new rows have. */
  most: number;
  /** Temp table of the `number`s of values no earlier row of a table has. Asked for tables that lack some. */
  missingIn(table: string): Promise<string | null>;
}

/**
 * Facts of a key with its new rows. Looks at these, at tables whose values others lack, and at rows that have a value
 * which was new to its table.
 * @returns null where it has to be counted
 */
export async function keyWithAdded(
  db: DuckDBConnection,
  key: EarlierKey,
  values: KeyValues,
): Promise<ModelKey | null> {
  const name = `added_${values.table}`;
  const grown = key.sides.filter((side) => side.rows > side.earlier);
  const newTo: string[] = [];
  for (const side of grown) {
    if (side.facts.distinct === key.facts.distinct) continue;
    const missing = await values.missingIn(side.column.table);
    if (missing === null) return null;
    newTo.push(`(a${key.sides.indexOf(side)} > 0 AND e.number IN (SELECT number FROM ${missing}))`);
  }
  const counts = key.sides.map((side, i) =>
    side.rows > side.earlier ? `count(*) FILTER (side = ${i}) AS a${i}` : `0 AS a${i}`,
  );
  await db.run(
    `CREATE TEMP TABLE ${name} AS
     SELECT k, ${key.sides.map((_, i) => `a${i}`).join(", ")}, k IS NOT NULL AS present,
       e.number > ${values.most} AS fresh, NOT fresh AND (${newTo.join(" OR ") || "false"}) AS moved
     FROM (SELECT k, ${counts.join(", ")} FROM (${addedOf(key, grown)}) GROUP BY k) LEFT JOIN ${values.table} e USING (k)`,
  );
  try {
    const sums = await addedSums(db, key, name);
    const moved = sums.moved > 0 ? await movedSums(db, key, name) : [];
    const sides = key.sides.map(({ facts }, i) => plus(facts, [sums.sides[i], moved[i]]));
    return { fields: key.facts.fields, ...keyOf(key.facts.distinct + sums.fresh, sides) };
  } finally {
    await db.run(`DROP TABLE ${name}`);
  }
}

function addedOf(key: EarlierKey, grown: readonly EarlierSide[]): string {
  return grown
    .map(({ column, earlier }) => {
      const sql = keySql("t", column, key.field.kind);
      const side = key.sides.findIndex((s) => s.column === column);
      return `SELECT ${sql} AS k, ${side} AS side FROM main.${quoteName(column.table)} t WHERE t.rowid >= ${earlier}`;
    })
    .join(" UNION ALL ");
}

type Sums = Omit<SideFacts, "table">;

function plus({ table, ...facts }: KeySide, changes: readonly (Sums | undefined)[]): SideFacts {
  const sum = (of: "nulls" | "distinct" | "danglingRows" | "danglingValues") =>
    changes.reduce((all, change) => all + (change?.[of] ?? 0), facts[of]);
  return {
    table,
    nulls: sum("nulls"),
    distinct: sum("distinct"),
    danglingRows: sum("danglingRows"),
    danglingValues: sum("danglingValues"),
    unique: facts.unique && changes.every((change) => change?.unique ?? true),
  };
}

/** What values add that are new to all tables, or were in every table that has new rows of them. */
async function addedSums(db: DuckDBConnection, key: EarlierKey, added: string) {
  const all = key.sides.map((_, i) => `a${i}`).join(" + ");
  const columns = key.sides.map((side, i) => {
    const alone = side.rows > side.earlier && side.facts.danglingValues > 0 ? isAlone(key, i) : "false";
    return `coalesce(sum(a${i}) FILTER (NOT present), 0) AS nulls${i},
      count(*) FILTER (fresh AND a${i} > 0) AS distinct${i},
      coalesce(sum(a${i}) FILTER (present AND NOT moved AND a${i} = ${all} AND (fresh OR ${alone})), 0) AS danglingRows${i},
      count(*) FILTER (fresh AND a${i} = ${all}) AS danglingValues${i},
      coalesce(bool_and(a${i} = 0 OR fresh AND a${i} = 1) FILTER (present AND NOT moved), true) AS unique${i}`;
  });
  const [row] = await readRows(
    db,
    `SELECT count(*) FILTER (fresh) AS fresh, count(*) FILTER (moved) AS moved, ${columns.join(", ")} FROM ${added} a`,
  );
  const sides = key.sides.map((_, i) => sideSums(row, i));
  return { fresh: Number(row?.fresh), moved: Number(row?.moved), sides };
}

/** Whether no other table has the value `k`. */
function isAlone({ field, sides }: EarlierKey, side: number): string {
  const others = sides.filter((_, i) => i !== side);
  const found = others.map(
    ({
      column,
      earlier,
    }) => `k IN (SELECT ${keySql("t", column, field.kind)} FROM main.${quoteName(column.table)} t
      WHERE t.rowid < ${earlier} AND ${keySql("t", column, field.kind)} IS NOT NULL)`,
  );
  return `NOT (${found.join(" OR ")})`;
}

/** What values change that were in some table, and came to another: counted with the new rows, less what they were. */
async function movedSums(db: DuckDBConnection, key: EarlierKey, added: string): Promise<Sums[]> {
  const rows = key.sides.map(
    ({ column, earlier }, side) =>
      `SELECT ${keySql("t", column, key.field.kind)} AS k, ${side} AS side, t.rowid < ${earlier} AS known
       FROM main.${quoteName(column.table)} t`,
  );
  const counts = key.sides.map(
    (_, i) => `count(*) FILTER (side = ${i}) AS n${i}, count(*) FILTER (side = ${i} AND known) AS b${i}`,
  );
  const columns = key.sides.map(
    (_, i) => `0 AS nulls${i},
      count(*) FILTER (n${i} > 0) - count(*) FILTER (b${i} > 0) AS distinct${i},
      coalesce(sum(n${i}) FILTER (n${i} = n), 0) - coalesce(sum(b${i}) FILTER (b${i} = b), 0) AS danglingRows${i},
      count(*) FILTER (n${i} > 0 AND n${i} = n) - count(*) FILTER (b${i} > 0 AND b${i} = b) AS danglingValues${i},
      max(n${i}) <= 1 AS unique${i}`,
  );
  const [row] = await readRows(
    db,
    `SELECT ${columns.join(", ")} FROM (
       SELECT count(*) AS n, count(*) FILTER (known) AS b, ${counts.join(", ")} FROM (${rows.join(" UNION ALL ")})
       WHERE k IN (SELECT k FROM ${added} WHERE moved) GROUP BY k)`,
  );
  return key.sides.map((_, i) => sideSums(row, i));
}
