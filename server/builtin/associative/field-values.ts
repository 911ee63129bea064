import type { DuckDBConnection } from "@duckdb/node-api";
import { like } from "@/server/builtin/script/compare";
import { quoteName, quoteText } from "@/server/builtin/script/quoting";
import { defaultSettings } from "@/server/builtin/script/settings";
import { TYPES } from "@/server/builtin/script/types";
import type { FieldValuesQuery, FieldValuesResult, ValueState } from "@/server/platform/model";
import { type Catalog, type CatalogField, catalogOf } from "./catalog";
import { readCells } from "./cells";
import { columnSql, dualSql, keySql } from "./columns";
import { missingField } from "./errors";
import { requireReachable } from "./reachable";
import { Reduction, selectedKeys } from "./reduction";
import { checkFieldValuesQuery } from "./requests";
import { run } from "./run";
import { readSelections, type Selection } from "./selections";
import { Statement } from "./statement";
import type { AssociativeModel } from "./types";

const STATES: ReadonlySet<string> = new Set<ValueState>(["S", "O", "A", "X", "XS", "L"]);

/**
 * Values of a field with their selection states, by value (numbers before texts; NULL is no value). `frequency` counts
 * the possible rows that hold the value in the largest table of the field.
 * @throws `query.invalid`, `query.field_missing`, `query.loop`, `query.failed`
 */
export async function fieldValues(
  db: DuckDBConnection,
  model: AssociativeModel,
  input: FieldValuesQuery,
  options: { generation: string },
): Promise<FieldValuesResult> {
  const asked = checkFieldValuesQuery(input);
  const catalog = catalogOf(model);
  const field = catalog.field(asked.field);
  if (!field) throw missingField(asked.field, catalog, "field");
  const selections = readSelections(catalog, asked.selections);
  const statement = new Statement();
  valuesWithStates(statement, catalog, field, selections);
  const found = asked.search ? ` WHERE ${matches(field, asked.search)}` : "";
  statement.part("found", () => `SELECT * FROM states v${found}`);
  const by = (alias: string) =>
    field.kind === "dual" ? `${alias}.num NULLS LAST, ${alias}.txt` : `${alias}.k`;
  const value = field.kind === "dual" ? "{'num': p.num, 'txt': p.txt}" : "p.k";
  const sql = statement.sql(
    `SELECT n.n, p.state, p.frequency, ${value} FROM (SELECT count(*) AS n FROM found) n
     LEFT JOIN (SELECT * FROM found q ORDER BY ${by("q")} LIMIT ${asked.limit} OFFSET ${asked.offset}) p ON true
     ORDER BY ${by("p")}`,
  );
  const rows = readCells(await run(db, sql, statement));
  return {
    field: asked.field,
    values: rows.flatMap(([, state, frequency, cell]) =>
      isState(state) ? [{ value: cell ?? null, state, frequency: Number(frequency) }] : [],
    ),
    total: Number(rows[0]?.[0] ?? 0),
    generation: options.generation,
  };
}

function isState(value: unknown): value is ValueState {
  return typeof value === "string" && STATES.has(value);
}

/**
 * Defines sub-query `states`: key `k` (`num`, `txt` of a dual), state, frequency. A value is possible where a possible
 * row of any of the field's tables holds it; the field's own selection is left out of that.
 */
function valuesWithStates(
  statement: Statement,
  catalog: Catalog,
  field: CatalogField,
  selections: readonly Selection[],
): void {
  const own = selections.find((s) => s.field.name === field.name);
  const others = selections.filter((s) => s !== own);
  const tables = field.columns.map((c) => catalog.table(c.table));
  requireReachable(
    catalog,
    others,
    tables.map((t) => [t]),
  );
  const reduction = new Reduction(catalog, statement, others);
  const held = (table: (typeof tables)[number]) =>
    `SELECT ${reduction.keysOf(table, [field.name], "t").join()} AS k FROM ${reduction.possible(table)} t`;
  statement.part("vals", () => allValues(field));
  statement.part("possible", () => `SELECT DISTINCT k FROM (${tables.map(held).join(" UNION ALL ")})`);
  const rows = new Map(catalog.model.tables.map((t) => [t.name, t.rows]));
  const largest = tables.reduce((a, b) => ((rows.get(b.name) ?? 0) > (rows.get(a.name) ?? 0) ? b : a));
  statement.part("counted", () => `SELECT k, count(*) AS n FROM (${held(largest)}) GROUP BY k`);
  const chosen = own ? `v.k IN (SELECT v FROM ${selectedKeys(statement, own, "chosen")})` : "NULL";
  const possible = "p.k IS NOT NULL";
  const state = own
    ? `CASE WHEN ${chosen} THEN CASE WHEN ${possible} THEN 'S' ELSE 'XS' END WHEN ${possible} THEN 'A' ELSE 'X' END`
    : `CASE WHEN ${possible} THEN 'O' ELSE 'X' END`;
  statement.part(
    "states",
    () => `SELECT s.*, CASE WHEN s.state IN ('S', 'O') THEN coalesce(c.n, 0) ELSE 0 END AS frequency
      FROM (SELECT v.*, ${state} AS state FROM vals v LEFT JOIN possible p ON p.k = v.k) s
      LEFT JOIN counted c ON c.k = s.k`,
  );
}

/** Every value the data has, whatever is selected. */
function allValues(field: CatalogField): string {
  const dual = field.kind === "dual";
  const rows = field.columns.map((column) => {
    const { num, txt } = dualSql(columnSql("t", column), column.kind);
    const parts = dual ? `, ${num} AS num, ${txt} AS txt` : "";
    return `SELECT ${keySql("t", column, field.kind)} AS k${parts} FROM main.${quoteName(column.table)} t`;
  });
  const shown = dual ? ", any_value(num) AS num, min(txt) AS txt" : "";
  return `SELECT k${shown} FROM (${rows.join(" UNION ALL ")}) WHERE k IS NOT NULL GROUP BY k`;
}

function matches(field: CatalogField, search: string): string {
  const pattern = /[*?]/.test(search) ? search : `*${search}*`;
  const text =
    field.kind === "dual"
      ? "v.txt"
      : field.kind === "number"
        ? "regexp_replace(CAST(v.k AS VARCHAR), '\\.0$', '')"
        : "CAST(v.k AS VARCHAR)";
  return like(text, { sql: quoteText(pattern), type: TYPES.text, literal: pattern }, defaultSettings());
}
