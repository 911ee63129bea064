import type { Typed } from "../convert";
import type { LibFile } from "../port";
import { quoteName } from "../quoting";
import { orderedRows, type RowOrder } from "../row-order";
import { readAs, type ValueType } from "../types";
import type { ScriptColumn } from "./catalog";

/** A field of a relation and the column of its SQL that holds it. */
export interface RelationColumn {
  name: string;
  /** Name of the SQL column: `c0`, `c1`, …; never the author's. */
  column: string;
  type: ValueType;
  format?: string;
}

/** Rows as SQL: a SELECT whose columns have names of ours. */
export interface Relation {
  sql: string;
  columns: RelationColumn[];
  /** The SQL gives a column `#ord` by which the rows have their load order. */
  ordered: boolean;
  /** The SQL may give the rows out of that order: sort by `#ord` before they are kept. */
  scrambled: boolean;
  /** Only rows are there whose value of this field was not known yet, the first of each. */
  unknownOf?: string;
  /** The files the rows are read from, where that is known; of several a column `#file` tells which. */
  files?: readonly LibFile[];
}

export const ORDER = '"#ord"';

/** A stored table as relation; its row ids are the load order, unless one is given. */
export function tableRelation(table: string, columns: ScriptColumn[], order?: RowOrder): Relation {
  const list = columns.map((c, i) => `${readAs(`t.${quoteName(c.name)}`, c.stored)} AS c${i}`);
  const { from, rank } = orderedRows(table, order);
  return {
    sql: `SELECT ${[...list, `${rank} AS ${ORDER}`].join(", ")} FROM ${from}`,
    columns: columns.map((c, i) => ({
      name: c.name,
      column: `c${i}`,
      type: c.type,
      ...(c.format ? { format: c.format } : {}),
    })),
    ordered: true,
    scrambled: order !== undefined,
  };
}

/** A column of a relation as typed SQL; `alias` is the relation's name in the FROM. */
export function columnOf({ column, type, format }: RelationColumn, alias = "i"): Typed {
  return { sql: `${alias}.${column}`, type, ...(format ? { format } : {}) };
}

/** The same relation with `#ord`. */
export function withOrder(relation: Relation): Relation {
  if (relation.ordered) return relation;
  return {
    ...relation,
    sql: `SELECT *, row_number() OVER () AS ${ORDER} FROM (${relation.sql})`,
    ordered: true,
  };
}

/** SQL of the fields under their own names, in load order; every column has the type it claims. */
export function namedSelect(relation: Relation, names = relation.columns.map((c) => c.name)): string {
  const list = relation.columns.map((c, i) => {
    const name = names[i] ?? c.name;
    return `CAST(r.${c.column} AS ${c.type.sql}) AS ${quoteName(name)}`;
  });
  const order = relation.ordered && relation.scrambled ? ` ORDER BY r.${ORDER}` : "";
  return `SELECT ${list.join(", ")} FROM (${relation.sql}) AS r${order}`;
}

/** Of equal rows the first. */
export function distinctRelation(relation: Relation): Relation {
  const list = relation.columns.map((c) => c.column).join(", ");
  const sql = `SELECT ${list}, min(${ORDER}) AS ${ORDER} FROM (${relation.sql}) GROUP BY ${list}`;
  return { ...relation, sql, scrambled: true };
}
