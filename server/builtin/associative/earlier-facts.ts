import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName } from "@/server/builtin/script/quoting";
import type { FieldType, ModelKey } from "@/server/platform/model";
import type { Catalog, CatalogField } from "./catalog";
import { keySql } from "./columns";
import type { Found } from "./counters";
import { readRows } from "./rows";
import type { AssociativeModel, ModelColumn } from "./types";

/** What a partial reload knows of columns before it reads them. */
export interface EarlierFacts {
  /**
   * Facts of a column of a field that one table holds.
   * @param rows of its table
   * @returns null where it has to be counted
   */
  of(column: ModelColumn, kind: FieldType, rows: number): Promise<Found | null>;
  /**
   * Facts of a field that several tables hold.
   * @param catalog tables as they are now
   * @returns null where it has to be counted
   */
  ofKey(field: CatalogField, catalog: Catalog): Promise<ModelKey | null>;
}

/** The generation a partial reload starts from. */
export interface Earlier {
  model: AssociativeModel;
  /** How many rows tables had that were added to at most. */
  rows: Readonly<Record<string, number>>;
}

/** A column whose first rows are as they were, and what was known of them. */
export interface EarlierColumn extends Found {
  rows: number;
}

/** With more than this share of new rows all are counted. */
export const MOST_ADDED = 1 / 4;
/** What values of new rows are looked for in is read whole: worth it where counting would be dear. */
const MANY_VALUES = 1 / 20;

/** @returns null where it is another column now, where most rows are new, or nothing is known of it */
export function earlierColumn(
  { model, rows }: Earlier,
  column: ModelColumn,
  now: number,
): EarlierColumn | null {
  const { table, field, sqlType, kind } = column;
  const before = model.tables.find((t) => t.name === table);
  const facts = before?.columns?.find((c) => c.field === field);
  const same = model.columns.find((c) => c.table === table && c.field === field);
  const { [table]: first } = rows;
  if (!facts || first === undefined || before?.rows !== first || kind === "dual") return null;
  if (same?.sqlType !== sqlType || model.columns.some((c) => c.field === field && c.table !== table))
    return null;
  if (now < first || now - first > first * MOST_ADDED) return null;
  return { rows: first, distinct: facts.distinct, nulls: facts.nulls };
}

/** FROM clause of the rows `t` that were added. */
export function addedRows(table: string, { rows }: Pick<EarlierColumn, "rows">): string {
  return `main.${quoteName(table)} t WHERE t.rowid >= ${rows}`;
}

export async function addedNulls(
  db: DuckDBConnection,
  column: ModelColumn,
  kind: FieldType,
  earlier: EarlierColumn,
): Promise<number> {
  const key = keySql("t", column, kind);
  const [row] = await readRows(
    db,
    `SELECT count(*) - count(${key}) AS nulls FROM ${addedRows(column.table, earlier)}`,
  );
  return Number(row?.nulls);
}

/**
 * Facts of a column with its new rows: their values are looked for among those of the rows before.
 * @returns null where counting all is as quick
 */
export async function withAdded(
  db: DuckDBConnection,
  column: ModelColumn,
  kind: FieldType,
  earlier: EarlierColumn,
): Promise<Found | null> {
  if (earlier.distinct < earlier.rows * MANY_VALUES) return null;
  const key = keySql("t", column, kind);
  const before = `main.${quoteName(column.table)} t WHERE t.rowid < ${earlier.rows}`;
  const added = `SELECT DISTINCT ${key} AS v FROM ${addedRows(column.table, earlier)} AND ${key} IS NOT NULL`;
  const [row] = await readRows(
    db,
    `WITH added AS MATERIALIZED (${added})
     SELECT (SELECT count(*) FROM added) AS fresh,
       (SELECT count(*) FROM added a WHERE EXISTS (SELECT 1 FROM ${before} AND ${key} = a.v)) AS met`,
  );
  return {
    distinct: earlier.distinct + Number(row?.fresh) - Number(row?.met),
    nulls: earlier.nulls + (await addedNulls(db, column, kind, earlier)),
  };
}
