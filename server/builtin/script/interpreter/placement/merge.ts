import { asDouble, asText, castTo, type Typed } from "../../convert";
import { missingField, scriptError } from "../../errors";
import { quoteName } from "../../quoting";
import type { Name, ReloadPrefix } from "../../statements";
import { isNumeric, mergeTypes, readAs } from "../../types";
import type { TableState } from "../catalog";
import { columnOf, ORDER, type Relation, type RelationColumn, tableRelation } from "../relation";
import type { Run } from "../run";
import { appendTo } from "./concatenate";
import { createTable, store } from "./create";

type Merge = Extract<ReloadPrefix, { kind: "merge" }>;

/** Operations by the first letter of what the first field may say. */
const OPERATIONS = "'i', 'u', 'd', 'insert', 'update', 'delete'";

/**
 * MERGE: rows that say what to do (`insert`, `update`, `delete` in their first field) are applied to a table. Of each
 * key only the latest row counts, by the sequence field or else the order of loading; it takes the place of the
 * table's rows of that key, unless one of those is later still, and `delete` leaves none.
 * @param wanted the table CONCATENATE names; without it the one with exactly the fields behind the first
 */
export async function mergeInto(
  run: Run,
  relation: Relation,
  prefix: Merge,
  options: { wanted?: TableState; name: string; temporary: string[] },
): Promise<TableState> {
  const { name, temporary } = options;
  const log = run.db.temporaryName();
  temporary.push(log);
  const stored = await store(run, relation, log);
  const rows = tableRelation(log, stored.columns);
  const [operation, ...fields] = rows.columns;
  if (!operation || fields.length === 0)
    throw scriptError(
      "script.syntax",
      "MERGE needs the operation as first field, and other fields behind it.",
      {
        at: prefix.at,
      },
    );
  await checkOperations(run, rows, operation, prefix);
  const changes = new Changes(run, fields, prefix);
  const latest = await changes.keepLatest(rows, operation, temporary);
  const target = options.wanted ?? run.catalog.withFields(fields.map((c) => c.name));
  const kept: Relation = {
    sql: `SELECT * FROM ${quoteName(latest)} WHERE NOT gone`,
    columns: fields,
    ordered: true,
    scrambled: true,
  };
  const merged = target
    ? await appendTo(run, await changes.clear(target, latest), kept)
    : await createTable(run, kept, name, false);
  await changes.tellSequence(rows, merged);
  return merged;
}

async function checkOperations(run: Run, rows: Relation, operation: RelationColumn, { at }: Merge) {
  const text = said(run, operation);
  const [odd] = await run.db.rows(
    `SELECT ${text}, count(*) FROM (${rows.sql}) AS i WHERE ${text} IS NULL OR ${text} NOT IN (${OPERATIONS}) GROUP BY ALL ORDER BY 2 DESC LIMIT 1`,
  );
  if (!odd) return;
  const [value, count] = odd;
  throw scriptError(
    "script.value",
    `The first field of a MERGE says what to do; "${operation.name}" holds ${value === null ? "NULL" : `"${value}"`} in ${Number(count).toLocaleString("en")} rows.`,
    { at, advice: "Give it as 'Insert', 'Update' or 'Delete' (or 'i', 'u', 'd')." },
  );
}

function said(run: Run, operation: RelationColumn): string {
  return `lower(trim(${asText(columnOf(operation), run.variables.settings)}))`;
}

/** The rows of a MERGE: their keys and order, compared with those of the table they go into. */
class Changes {
  private readonly run: Run;
  private readonly keys: RelationColumn[];
  private readonly sequence: RelationColumn | undefined;
  private readonly prefix: Merge;

  constructor(run: Run, fields: RelationColumn[], prefix: Merge) {
    this.run = run;
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
    const same = this.keys.map((key) => this.sameKey(target, key)).join(" AND ");
    const later = this.sequence && this.isLater(target, this.sequence);
    const [table, changes] = [quoteName(target.name), quoteName(latest)];
    if (later)
      await run.db.run(
        `DELETE FROM ${changes} AS i WHERE EXISTS (SELECT 1 FROM ${table} AS t WHERE ${same} AND ${later})`,
      );
    await run.db.run(`DELETE FROM ${table} AS t WHERE EXISTS (SELECT 1 FROM ${changes} AS i WHERE ${same})`);
    const cleared = { ...target, rows: await run.db.count(table) };
    run.catalog.add(cleared);
    return cleared;
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
