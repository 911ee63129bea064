import { asDouble, asText, castTo, type Typed } from "../../convert";
import { missingField } from "../../errors";
import { quoteName } from "../../quoting";
import type { Name, ReloadPrefix } from "../../statements";
import { isNumeric, mergeTypes, readAs } from "../../types";
import type { TableState } from "../catalog";
import { columnOf, ORDER, type Relation, type RelationColumn } from "../relation";
import type { Run } from "../run";
import { appendTo } from "./concatenate";

/** What DuckDB writes over it keeps in memory until it is stored: with more changes than this rows are deleted and added. */
const FEW_CHANGES = 10_000;
const MOST_CHANGED = 1 / 10;

export type Merge = Extract<ReloadPrefix, { kind: "merge" }>;

/** The rows of a stored log that say no delete. */
export function remaining(log: string, columns: RelationColumn[], where = "true"): Relation {
  const sql = `SELECT * FROM ${quoteName(log)} WHERE NOT gone AND ${where}`;
  return { sql, columns, ordered: true, scrambled: true };
}

export function said(run: Run, operation: RelationColumn): string {
  return `lower(trim(${asText(columnOf(operation), run.variables.settings)}))`;
}

/** The rows of a MERGE: their keys and order, compared with those of the table they go into. */
export class Changes {
  private readonly run: Run;
  private readonly fields: RelationColumn[];
  private readonly keys: RelationColumn[];
  private readonly sequence: RelationColumn | undefined;
  private readonly prefix: Merge;

  constructor(run: Run, fields: RelationColumn[], prefix: Merge) {
    this.run = run;
    this.fields = fields;
    this.prefix = prefix;
    const find = (name: Name) => {
      const column = fields.find((c) => c.name === name.value);
      if (!column)
        throw missingField(
          name.value,
          fields.map((c) => c.name),
          name.at,
        );
      return column;
    };
    this.keys = prefix.keys.map(find);
    this.sequence = prefix.sequence && find(prefix.sequence.field);
  }

  /** Stores the latest row of every key, with `gone` where it says delete. Returns the table's name. */
  async keepLatest(rows: Relation, operation: RelationColumn, temporary: string[]): Promise<string> {
    const { settings } = this.run.variables;
    const table = this.run.db.temporaryName();
    temporary.push(table);
    const keys = this.keys.map((c) => identity(columnOf(c), c.type.kind === "dual", settings));
    const order = this.sequence ? rank(columnOf(this.sequence), settings) : [];
    const latest = [...order.map((sql) => `${sql} DESC NULLS LAST`), `i.${ORDER} DESC`];
    await this.run.db.run(
      `CREATE TABLE ${quoteName(table)} AS SELECT i.*, ${said(this.run, operation)} IN ('d', 'delete') AS gone FROM (${rows.sql}) AS i QUALIFY row_number() OVER (PARTITION BY ${keys.join(", ")} ORDER BY ${latest.join(", ")}) = 1`,
    );
    return table;
  }

  /** Leaves out changes the table has later rows of, then removes the table's rows of all other keys. */
  async clear(target: TableState, latest: string): Promise<TableState> {
    const { run } = this;
    const same = await this.dropEarlier(target, latest);
    const [table, changes] = [quoteName(target.name), quoteName(latest)];
    await run.db.run(`DELETE FROM ${table} AS t WHERE EXISTS (SELECT 1 FROM ${changes} AS i WHERE ${same})`);
    const cleared = { ...target, rows: await run.db.count(table) };
    run.catalog.add(cleared);
    return cleared;
  }

  /**
   * Leaves out changes the table has later rows of. Each other is written over the first row of its key; further rows of
   * it go, and those whose key is deleted. What has no row yet is added.
   */
  async applyInPlace(target: TableState, latest: string, temporary: string[]): Promise<TableState> {
    const { run } = this;
    const same = await this.dropEarlier(target, latest);
    const [table, changes] = [quoteName(target.name), quoteName(latest)];
    const met = run.db.temporaryName();
    temporary.push(met);
    const [count] = await run.db.rows(
      `CREATE TABLE ${quoteName(met)} AS SELECT i.rowid AS change, min(t.rowid) AS place, count(*) > 1 OR any_value(i.gone) AS shrinks
       FROM ${table} AS t JOIN ${changes} AS i ON ${same} GROUP BY i.rowid`,
    );
    const changed = Number(count?.[0]);
    const [places] = await run.db.rows(`SELECT count(DISTINCT place) FROM ${quoteName(met)}`);
    // Keys that differ in the log may be one in the table's type.
    if (Number(places?.[0]) < changed || changed > Math.max(FEW_CHANGES, target.rows * MOST_CHANGED))
      return appendTo(run, await this.clear(target, latest), remaining(latest, this.fields));
    if (changed > 0) await this.writeOver(target, { latest, met, same });
    const fresh = remaining(latest, this.fields, `rowid NOT IN (SELECT change FROM ${quoteName(met)})`);
    return appendTo(run, run.catalog.get(target.name) ?? target, fresh);
  }

  private async writeOver(
    target: TableState,
    { latest, met, same }: { latest: string; met: string; same: string },
  ): Promise<void> {
    const { run } = this;
    const { settings } = run.variables;
    const [table, changes, places] = [target.name, latest, met].map(quoteName);
    const values = target.columns.map((column) => {
      const source = this.fields.find((c) => c.name === column.name);
      const value = source ? castTo(columnOf(source), column.type, settings).sql : "NULL";
      return `${quoteName(column.name)} = CAST(${value} AS ${column.stored})`;
    });
    await run.db.run(
      `UPDATE ${table} AS t SET ${values.join(", ")} FROM ${places} AS m JOIN ${changes} AS i ON i.rowid = m.change
       WHERE t.rowid = m.place AND NOT i.gone`,
    );
    const [shrinking] = await run.db.rows(`SELECT count(*) FROM ${places} WHERE shrinks`);
    if (Number(shrinking?.[0]) > 0)
      await run.db.run(
        `DELETE FROM ${table} WHERE rowid IN (SELECT t.rowid FROM ${table} AS t JOIN ${changes} AS i ON ${same}
         JOIN ${places} AS m ON m.change = i.rowid WHERE m.shrinks AND (i.gone OR t.rowid <> m.place))`,
      );
    run.catalog.add({ ...target, rows: await run.db.count(quoteName(target.name)) });
  }

  /** Leaves out changes the table has later rows of. Gives the SQL of a row `t` and a change `i` having the same key. */
  private async dropEarlier(target: TableState, latest: string): Promise<string> {
    const same = this.keys.map((key) => this.sameKey(target, key)).join(" AND ");
    const later = this.sequence && this.isLater(target, this.sequence);
    if (later)
      await this.run.db.run(
        `DELETE FROM ${quoteName(latest)} AS i WHERE EXISTS (SELECT 1 FROM ${quoteName(target.name)} AS t WHERE ${same} AND ${later})`,
      );
    return same;
  }

  private sameKey(target: TableState, key: RelationColumn): string {
    const { settings } = this.run.variables;
    const old = columnIn(target, key.name);
    const at = this.prefix.keys.find((k) => k.value === key.name)?.at;
    if (!old)
      throw missingField(
        key.name,
        target.columns.map((c) => c.name),
        at,
      );
    const type = mergeTypes(old.type, key.type);
    const dual = type.kind === "dual";
    const side = (v: Typed) => identity(dual ? v : castTo(v, type, settings), dual, settings);
    return `${side(old)} IS NOT DISTINCT FROM ${side(columnOf(key))}`;
  }

  /** SQL: the table's row `t` comes behind the change `i`. A table without the sequence field has no later rows. */
  private isLater(target: TableState, sequence: RelationColumn): string | undefined {
    const { settings } = this.run.variables;
    const old = columnIn(target, sequence.name);
    if (!old) return undefined;
    const type = mergeTypes(old.type, sequence.type);
    const one = isNumeric(type);
    const ranks = (v: Typed) => rank(one ? castTo(v, type, settings) : v, settings, !one);
    const [a, b] = [ranks(old), ranks(columnOf(sequence))];
    const parts = a.map((sql, n) => {
      const before = a.slice(0, n).map((x, m) => `${x} IS NOT DISTINCT FROM ${b[m]}`);
      return [...before, `${sql} > ${b[n]}`].join(" AND ");
    });
    return `(${parts.map((p) => `(${p})`).join(" OR ")})`;
  }

  /** Puts the largest sequence value into the variable, so that a later MERGE can ask for what is behind it. */
  async tellSequence(rows: Relation, merged: TableState): Promise<void> {
    const variable = this.prefix.sequence?.variable;
    if (!variable || !this.sequence) return;
    const { variables, db } = this.run;
    const old = columnIn(merged, this.sequence.name);
    const values = [
      { from: `(${rows.sql}) AS i`, value: columnOf(this.sequence) },
      ...(old ? [{ from: `${quoteName(merged.name)} AS t`, value: old }] : []),
    ];
    const selects = values.map(({ from, value }) => {
      const text = asText(value, variables.settings);
      return `SELECT ${text} AS txt, ${asDouble(value)} AS num FROM ${from} WHERE ${text} IS NOT NULL`;
    });
    const [row] = await db.rows(
      `SELECT txt, num FROM (${selects.join(" UNION ALL ")}) ORDER BY num DESC NULLS LAST, txt DESC LIMIT 1`,
    );
    if (!row) return;
    const [text, number] = row;
    const value = { text: String(text), ...(number === null ? {} : { number: Number(number) }) };
    variables.set(variable.value, { ...value, given: true });
    this.run.sequences.set(variable.value, value);
  }
}

function columnIn(table: TableState, name: string): Typed | undefined {
  const column = table.columns.find((c) => c.name === name);
  if (!column) return undefined;
  const { type, format, stored } = column;
  return { sql: readAs(`t.${quoteName(name)}`, stored), type, ...(format ? { format } : {}) };
}

/** What makes a value the same as another; NULL is a value of its own here. */
function identity(value: Typed, dual: boolean, settings: Run["variables"]["settings"]): string {
  return dual ? asText(value, settings) : value.sql;
}

/** What a value is ordered by: itself where it is a number, else its number and then its text. */
function rank(value: Typed, settings: Run["variables"]["settings"], both = !isNumeric(value.type)): string[] {
  return both ? [asDouble(value), asText(value, settings)] : [value.sql];
}
