import { orderedRows } from "@/server/builtin/script/row-order";
import type { ValueState } from "@/server/platform/model";
import type { Catalog, CatalogField } from "./catalog";
import { columnSql, dualSql, keySql } from "./columns";
import type { GraphTable } from "./graph";
import { Reduction, selectedKeys } from "./reduction";
import type { Selection } from "./selections";
import type { Workspace } from "./workspace";

const STATES: ReadonlySet<string> = new Set<ValueState>(["S", "O", "A", "X", "XS", "L"]);

export function isState(value: unknown): value is ValueState {
  return typeof value === "string" && STATES.has(value);
}

/**
 * Shared table of every value the data has in a field, whatever is selected: key `k`, number `num` (dates as days) and
 * text `txt` as far as it has them, `seen` for the order of first appearance.
 */
export function allValues(workspace: Workspace, field: CatalogField): string {
  return workspace.table(`values ${field.name}`, () => {
    const dual = field.kind === "dual";
    const rows = field.columns.map((column, at) => {
      const table = workspace.catalog.table(column.table);
      const shadowed = table.fields.some((f) => f.toLowerCase() === "rowid");
      const { from, rank } = orderedRows(column.table, workspace.catalog.model.orders?.[column.table]);
      const row = shadowed ? "row_number() OVER ()" : rank;
      const { num, txt } = dualSql(columnSql("t", column), column.kind);
      const parts = dual ? `, ${num} AS num, ${txt} AS txt` : "";
      const key = keySql("t", column, field.kind);
      return `SELECT ${key} AS k${parts}, ${row} + ${at} * 1000000000000 AS seen FROM ${from}`;
    });
    const shown = dual ? ", any_value(num) AS num, min(txt) AS txt" : "";
    const found = `SELECT k${shown}, min(seen) AS seen FROM (${rows.join(" UNION ALL ")}) WHERE k IS NOT NULL GROUP BY k`;
    if (dual) return () => found;
    const { num, txt } = dualSql("k", field.kind);
    const text = field.kind === "number" ? `regexp_replace(${txt}, '\\.0$', '')` : txt;
    return () => `SELECT k, ${num} AS num, ${text} AS txt, seen FROM (${found})`;
  });
}

/**
 * Tables whose possible rows make a value possible: those that have the field. Of a table that is loosened there, only
 * the values count, by the field's hidden table.
 */
function deciding(catalog: Catalog, field: CatalogField): GraphTable[] {
  const { loosened, tables } = catalog.graph;
  const loose = new Set(loosened.flatMap((l) => (l.fields.includes(field.name) ? l.table : [])));
  const holders = field.columns.map((c) => catalog.table(c.table));
  const linked = holders.filter((t) => !loose.has(t.name));
  if (linked.length === holders.length || linked.length === 0) return holders;
  return [...linked, ...tables.filter((t) => t.combines && t.fields.join() === field.name)];
}

/**
 * Shared table of a field's values with their states: columns of `allValues`, `state`, and `frequency`, the possible
 * rows that hold the value in the field's largest table. A value is possible where a possible row of any of its tables
 * holds it; the field's own selection is left out of that.
 * @param locked the field's selection is locked
 */
export function valueStates(
  workspace: Workspace,
  field: CatalogField,
  selections: readonly Selection[],
  locked: boolean,
): string {
  const { catalog } = workspace;
  const own = selections.find((s) => s.field.name === field.name);
  const others = selections.filter((s) => s !== own);
  const tables = deciding(catalog, field);
  const reduction = new Reduction(workspace, others);
  const ownId = own ? workspace.idOf(own) : "";
  return workspace.table(`states ${field.name} ${reduction.key}/${ownId}/${locked}`, () => {
    const values = allValues(workspace, field);
    const held = (table: (typeof tables)[number]) =>
      `SELECT ${reduction.keysOf(table, [field.name], "t").join()} AS k FROM ${reduction.possible(table)} t`;
    const rows = new Map(catalog.model.tables.map((t) => [t.name, t.rows]));
    const largest = tables.reduce((a, b) => ((rows.get(b.name) ?? 0) > (rows.get(a.name) ?? 0) ? b : a));
    const counted = tables.map((t) => `SELECT k, ${t === largest ? "1" : "0"} AS n FROM (${held(t)})`);
    const possible = `SELECT k, sum(n)::BIGINT AS n FROM (${counted.join(" UNION ALL ")}) GROUP BY k`;
    const selected = own ? `v.k IN (SELECT v FROM ${selectedKeys(workspace, own)})` : "false";
    const state = `CASE WHEN ${selected} THEN CASE WHEN p.k IS NULL THEN 'XS' ELSE '${locked ? "L" : "S"}' END
      WHEN p.k IS NULL THEN 'X' ELSE '${own ? "A" : "O"}' END`;
    return () => `SELECT s.*, CASE WHEN s.state IN ('S', 'L', 'O') THEN coalesce(s.n, 0) ELSE 0 END AS frequency
      FROM (SELECT v.*, p.n, ${state} AS state FROM ${values} v LEFT JOIN (${possible}) p ON p.k = v.k) s`;
  });
}
