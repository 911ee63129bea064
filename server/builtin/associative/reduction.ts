import { quoteName } from "@/server/builtin/script/quoting";
import type { Catalog } from "./catalog";
import { columnSql, dualKeySql, dualSql, keySql } from "./columns";
import type { GraphTable } from "./graph";
import { isSelected, type Selection } from "./selections";
import type { Statement } from "./statement";

/**
 * The possible rows under selections, as sub-queries of one statement.
 *
 * A row is possible if none of its own values is ruled out, and, for each link, every table beyond that something was
 * selected in (there or further on) has a possible row with the same key. Where nothing was selected beyond a link it
 * rules nothing out: dimension rows without facts, and facts with dangling keys, stay. NULL links nothing.
 */
export class Reduction {
  private readonly restricted = new Map<string, boolean>();

  constructor(
    readonly catalog: Catalog,
    readonly statement: Statement,
    private readonly selections: readonly Selection[],
  ) {}

  /** Name of the sub-query of a table's possible rows: row id `r`, columns by `columnOf`. */
  possible(table: GraphTable): string {
    const name = `t${this.number(table)}`;
    return this.statement.part(name, () => this.filtered(table, null), "NOT MATERIALIZED");
  }

  /** Column of a field in the sub-queries of its table. */
  columnOf(table: GraphTable, field: string): string {
    return `c${table.fields.indexOf(field)}`;
  }

  /** SQL by which rows of the table meet others at a link. */
  keysOf(table: GraphTable, fields: readonly string[], alias: string): string[] {
    return fields.map((field) => this.keyOf(table, field, `${alias}.${this.columnOf(table, field)}`));
  }

  private number(table: GraphTable): number {
    return this.catalog.graph.tables.indexOf(table);
  }

  private keyOf(table: GraphTable, field: string, sql: string): string {
    if (table.combines || this.catalog.field(field)?.kind !== "dual") return sql;
    return dualKeySql(dualSql(sql, this.catalog.column(table.name, field).kind));
  }

  /** Rows that meet the own selections and those beyond the links, one link left out. */
  private filtered(table: GraphTable, except: number | null): string {
    const own = this.own(table);
    const conditions = table.links.filter((l) => l !== except).flatMap((l) => this.conditions(table, l));
    return `SELECT b.* FROM ${own} b${where(conditions)}`;
  }

  /** One condition per other table of the link that something was selected beyond. */
  private conditions(table: GraphTable, linkIndex: number): string[] {
    const link = this.catalog.graph.links[linkIndex];
    if (!link) return [];
    const keys = this.keysOf(table, link.fields, "b");
    return link.members
      .filter((name) => name !== table.name)
      .map(this.catalog.table)
      .filter((other) => this.isRestricted(other, linkIndex))
      .map((other) => {
        const message = this.message(other, linkIndex, link.fields);
        const equal = keys.map((key, i) => `m.k${i} = ${key}`).join(" AND ");
        return `EXISTS (SELECT 1 FROM ${message} m WHERE ${equal})`;
      });
  }

  /** Key values a table lets through to a link. */
  private message(table: GraphTable, linkIndex: number, fields: readonly string[]): string {
    return this.statement.part(`m${this.number(table)}_${linkIndex}`, () => {
      const keys = this.keysOf(table, fields, "f");
      const columns = keys.map((key, i) => `${key} AS k${i}`).join(", ");
      const present = keys.map((key) => `(${key}) IS NOT NULL`);
      return `SELECT DISTINCT ${columns} FROM (${this.filtered(table, linkIndex)}) f${where(present)}`;
    });
  }

  /** Whether something was selected in the table or beyond it, seen from a link. The link's own fields don't count. */
  private isRestricted(table: GraphTable, linkIndex: number): boolean {
    const key = `${this.number(table)}_${linkIndex}`;
    const known = this.restricted.get(key);
    if (known !== undefined) return known;
    const { links } = this.catalog.graph;
    const shared = links[linkIndex]?.fields ?? [];
    const result =
      this.selections.some((s) => table.fields.includes(s.field.name) && !shared.includes(s.field.name)) ||
      table.links.some(
        (l) =>
          l !== linkIndex &&
          links[l]?.members.some((m) => m !== table.name && this.isRestricted(this.catalog.table(m), l)),
      );
    this.restricted.set(key, result);
    return result;
  }

  /** The table's rows that meet the selections in its own fields. */
  private own(table: GraphTable): string {
    const name = `b${this.number(table)}`;
    if (table.combines) return this.statement.part(name, () => this.combinations(table));
    const shadowed = table.fields.some((f) => f.toLowerCase() === "rowid");
    return this.statement.part(
      name,
      () => {
        const columns = table.fields.map((field) => this.catalog.column(table.name, field));
        const read = columns.map((c) => columnSql("t", c));
        const conditions = this.selections.flatMap((selection) => {
          const at = table.fields.indexOf(selection.field.name);
          const [column, sql] = [columns[at], read[at]];
          return column && sql ? [this.selected(table, selection, sql)] : [];
        });
        const list = [
          shadowed ? "row_number() OVER () AS r" : "t.rowid AS r",
          ...read.map((sql, i) => `${sql} AS c${i}`),
        ];
        return `SELECT ${list.join(", ")} FROM main.${quoteName(table.name)} t${where(conditions)}`;
      },
      shadowed ? "MATERIALIZED" : "NOT MATERIALIZED",
    );
  }

  private selected(table: GraphTable, selection: Selection, sql: string): string {
    if (!table.combines && selection.field.kind !== "dual")
      return isSelected(
        this.statement,
        selection,
        this.catalog.column(table.name, selection.field.name),
        sql,
      );
    return `${this.keyOf(table, selection.field.name, sql)} IN (SELECT v FROM ${selectedKeys(this.statement, selection, `s${this.selections.indexOf(selection)}`)})`;
  }

  /** Rows of a hidden table: the different combinations in the tables it combines. Its columns hold keys. */
  private combinations(table: GraphTable): string {
    const sources = (table.combines ?? []).map((name) => {
      const source = this.catalog.table(name);
      const from = source.combines ? this.own(source) : this.unselected(source);
      const keys = this.keysOf(source, table.fields, "t");
      const present = keys.map((key) => `(${key}) IS NOT NULL`);
      return `SELECT ${keys.map((key, i) => `${key} AS c${i}`).join(", ")} FROM ${from} t${where(present)}`;
    });
    const conditions = this.selections.flatMap((selection) => {
      const at = table.fields.indexOf(selection.field.name);
      return at < 0 ? [] : [this.selected(table, selection, `u.c${at}`)];
    });
    return `SELECT row_number() OVER () AS r, u.* FROM (${sources.join(" UNION ")}) u${where(conditions)}`;
  }

  private unselected(table: GraphTable): string {
    const columns = table.fields.map(
      (f, i) => `${columnSql("x", this.catalog.column(table.name, f))} AS c${i}`,
    );
    return `(SELECT ${columns.join(", ")} FROM main.${quoteName(table.name)} x)`;
  }
}

/**
 * Selected values of a field as they are compared: a dual is selected by its number or by any of its texts.
 * @returns the sub-query's name; its column is `v`
 */
export function selectedKeys(statement: Statement, selection: Selection, name: string): string {
  const { field } = selection;
  return statement.part(name, () =>
    field.columns
      .map((column) => {
        const condition = isSelected(statement, selection, column, columnSql("t", column));
        const from = `main.${quoteName(column.table)} t WHERE ${condition}`;
        return `SELECT DISTINCT ${keySql("t", column, field.kind)} AS v FROM ${from}`;
      })
      .join(" UNION "),
  );
}

function where(conditions: readonly string[]): string {
  return conditions.length > 0 ? ` WHERE ${conditions.join(" AND ")}` : "";
}
