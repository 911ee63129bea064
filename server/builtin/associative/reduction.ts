import { quoteName } from "@/server/builtin/script/quoting";
import type { Catalog } from "./catalog";
import { columnSql, dualKeySql, dualSql, keySql } from "./columns";
import type { GraphTable } from "./graph";
import { isSelected, type Selection } from "./selections";
import type { Workspace } from "./workspace";

/**
 * The possible rows under selections, as shared tables of a workspace.
 *
 * A row is possible if none of its own values is ruled out, and, for each link, every table beyond that something was
 * selected in (there or further on) has a possible row with the same key. Where nothing was selected beyond a link it
 * rules nothing out: dimension rows without facts, and facts with dangling keys, stay. NULL links nothing.
 */
export class Reduction {
  readonly catalog: Catalog;
  /** Equal for equal selections. */
  readonly key: string;
  private readonly restricted = new Map<string, boolean>();

  constructor(
    readonly workspace: Workspace,
    readonly selections: readonly Selection[],
    key?: string,
  ) {
    this.catalog = workspace.catalog;
    this.key = key ?? idsOf(workspace, selections);
  }

  /** As `possible`, of the table whose rows an aggregation runs over: what the others are looked up for. */
  anchored(table: GraphTable): string {
    return this.possible(table);
  }

  /** SQL behind FROM of a table's possible rows: row id `r`, columns by `columnOf`. */
  possible(table: GraphTable): string {
    const conditions = table.links.filter((l) => this.isNarrowed(table, l));
    const own = this.selections.some((s) => table.fields.includes(s.field.name));
    if (conditions.length === 0 && !own)
      return table.combines ? this.combined(table) : `(${this.rows(table)})`;
    const used = this.workspace.usedColumns(this.possibleKey(table));
    return this.workspace.table(this.possibleKey(table), () => {
      const filtered = this.filtered(table, null);
      return () => `SELECT ${["r", ...used].map((c) => `q.${c}`).join(", ")} FROM (${filtered}) q`;
    });
  }

  /** Column of a field in the possible rows of its table. */
  columnOf(table: GraphTable, field: string): string {
    const column = columnName(table, field);
    this.workspace.usedColumns(this.possibleKey(table)).add(column);
    return column;
  }

  /** SQL by which rows of the table meet others at a link. */
  keysOf(table: GraphTable, fields: readonly string[], alias: string): string[] {
    return fields.map((field) => this.keyOf(table, field, `${alias}.${this.columnOf(table, field)}`));
  }

  private possibleKey(table: GraphTable): string {
    return this.workspace.late(`possible ${table.name} ${this.key}`);
  }

  private keyOf(table: GraphTable, field: string, sql: string): string {
    if (table.combines || this.catalog.field(field)?.kind !== "dual") return sql;
    return dualKeySql(dualSql(sql, this.catalog.column(table.name, field).kind));
  }

  private linkKeys(table: GraphTable, fields: readonly string[], alias: string): string[] {
    return fields.map((field) => this.keyOf(table, field, `${alias}.${columnName(table, field)}`));
  }

  /** Rows that meet the own selections and those beyond the links, one link left out. */
  private filtered(table: GraphTable, except: number | null): string {
    const conditions = table.links.filter((l) => l !== except).flatMap((l) => this.conditions(table, l));
    const from = table.combines ? this.combined(table) : `(${this.rows(table)})`;
    return `SELECT b.* FROM ${from} b${where(conditions)}`;
  }

  /** Whether something selected beyond a link may rule out rows of the table. */
  private isNarrowed(table: GraphTable, linkIndex: number): boolean {
    const members = this.catalog.graph.links[linkIndex]?.members ?? [];
    return members.some((m) => m !== table.name && this.isRestricted(this.catalog.table(m), linkIndex));
  }

  /** One condition per other table of the link that something was selected beyond. */
  private conditions(table: GraphTable, linkIndex: number): string[] {
    const link = this.catalog.graph.links[linkIndex];
    if (!link) return [];
    const keys = this.linkKeys(table, link.fields, "b");
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
    const beyond = this.beyond(table, linkIndex);
    const relevant = this.selections.filter((s) => beyond.some((t) => t.fields.includes(s.field.name)));
    const key = `message ${table.name} ${linkIndex} ${idsOf(this.workspace, relevant)}`;
    return this.workspace.table(key, () => {
      const keys = this.linkKeys(table, fields, "f");
      const columns = keys.map((sql, i) => `${sql} AS k${i}`).join(", ");
      const present = keys.map((sql) => `(${sql}) IS NOT NULL`);
      const sql = `SELECT DISTINCT ${columns} FROM (${this.filtered(table, linkIndex)}) f${where(present)}`;
      return () => sql;
    });
  }

  /** The table and all tables beyond it, seen from a link. */
  private beyond(table: GraphTable, linkIndex: number): GraphTable[] {
    const { links } = this.catalog.graph;
    const further = table.links
      .filter((l) => l !== linkIndex)
      .flatMap((l) =>
        (links[l]?.members ?? [])
          .filter((m) => m !== table.name)
          .flatMap((m) => this.beyond(this.catalog.table(m), l)),
      );
    return [table, ...further];
  }

  /** Whether something was selected in the table or beyond it, seen from a link. The link's own fields don't count. */
  private isRestricted(table: GraphTable, linkIndex: number): boolean {
    const key = JSON.stringify([table.name, linkIndex]);
    const known = this.restricted.get(key);
    if (known !== undefined) return known;
    const { links } = this.catalog.graph;
    const shared = links[linkIndex]?.fields ?? [];
    const result =
      this.selections.some((s) => table.fields.includes(s.field.name) && !shared.includes(s.field.name)) ||
      table.links.some((l) => l !== linkIndex && this.isNarrowed(table, l));
    this.restricted.set(key, result);
    return result;
  }

  /** The table's rows that meet the selections in its own fields. */
  private rows(table: GraphTable): string {
    const shadowed = table.fields.some((f) => f.toLowerCase() === "rowid");
    const columns = table.fields.map((field) => this.catalog.column(table.name, field));
    const read = columns.map((c) => columnSql("t", c));
    const conditions = this.selections.flatMap((selection) => {
      const sql = read[table.fields.indexOf(selection.field.name)];
      return sql ? [this.selected(table, selection, sql)] : [];
    });
    const stored = `main.${quoteName(table.name)}`;
    // Numbered before anything is left out: the same row has the same number under every selection.
    const from = shadowed ? `(SELECT *, row_number() OVER () AS "$row" FROM ${stored})` : stored;
    const list = [shadowed ? 't."$row" AS r' : "t.rowid AS r", ...read.map((sql, i) => `${sql} AS c${i}`)];
    return `SELECT ${list.join(", ")} FROM ${from} t${where(conditions)}`;
  }

  private selected(table: GraphTable, selection: Selection, sql: string): string {
    const { field, keys } = selection;
    if (!keys && !table.combines && field.kind !== "dual")
      return isSelected(this.workspace, selection, this.catalog.column(table.name, field.name), sql);
    return `${this.keyOf(table, field.name, sql)} IN (SELECT v FROM ${selectedKeys(this.workspace, selection)})`;
  }

  /** Rows of a hidden table: the different combinations in the tables it combines. Its columns hold keys. */
  private combined(table: GraphTable): string {
    const relevant = this.selections.filter((s) => table.fields.includes(s.field.name));
    return this.workspace.table(`combined ${table.name} ${idsOf(this.workspace, relevant)}`, () => {
      const sources = (table.combines ?? []).map((name) => {
        const source = this.catalog.table(name);
        const from = source.combines ? this.combined(source) : this.unselected(source);
        const keys = this.linkKeys(source, table.fields, "t");
        const present = keys.map((key) => `(${key}) IS NOT NULL`);
        return `SELECT ${keys.map((key, i) => `${key} AS c${i}`).join(", ")} FROM ${from} t${where(present)}`;
      });
      const conditions = relevant.map((s) => this.selected(table, s, `u.${columnName(table, s.field.name)}`));
      const sql = `SELECT row_number() OVER () AS r, u.* FROM (${sources.join(" UNION ")}) u${where(conditions)}`;
      return () => sql;
    });
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
 * @returns the shared table's name; its column is `v`
 */
export function selectedKeys(workspace: Workspace, selection: Selection): string {
  const { field, keys } = selection;
  if (keys) return keys.table();
  return workspace.table(`selected ${workspace.idOf(selection)}`, () => {
    const found = field.columns.map((column) => {
      const condition = isSelected(workspace, selection, column, columnSql("t", column));
      const from = `main.${quoteName(column.table)} t WHERE ${condition}`;
      return `SELECT DISTINCT ${keySql("t", column, field.kind)} AS v FROM ${from}`;
    });
    return () => found.join(" UNION ");
  });
}

function columnName(table: GraphTable, field: string): string {
  return `c${table.fields.indexOf(field)}`;
}

function idsOf(workspace: Workspace, selections: readonly Selection[]): string {
  return selections
    .map((s) => workspace.idOf(s))
    .sort((a, b) => a - b)
    .join(",");
}

function where(conditions: readonly string[]): string {
  return conditions.length > 0 ? ` WHERE ${conditions.join(" AND ")}` : "";
}
