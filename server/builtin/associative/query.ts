import type { DuckDBConnection } from "@duckdb/node-api";
import type { Expr } from "@/server/builtin/script/ast";
import { compileExpression } from "@/server/builtin/script/compile";
import type { Typed } from "@/server/builtin/script/convert";
import { defaultSettings, type Settings } from "@/server/builtin/script/settings";
import type { ValueType } from "@/server/builtin/script/types";
import type { CellValue, FieldType, Query, QueryResult } from "@/server/platform/model";
import { type Catalog, catalogOf } from "./catalog";
import { readCells } from "./cells";
import { type Dimension, inExpression, type Measure, readDimension, readMeasure } from "./expressions";
import {
  columnsOf,
  combinedRows,
  type DimensionColumn,
  type Group,
  type Grouped,
  groupRows,
  groupsOf,
} from "./groups";
import { requireReachable } from "./reachable";
import { Reduction } from "./reduction";
import { type CheckedQuery, checkQuery } from "./requests";
import { run } from "./run";
import { readSelections, type Selection } from "./selections";
import { Statement } from "./statement";
import type { AssociativeModel } from "./types";

export interface QueryOptions {
  /** Told back in the result. */
  generation: string;
  /** Instant of `Today()` and `Now()`. */
  now?: Date;
}

interface Plan {
  catalog: Catalog;
  query: CheckedQuery;
  selections: Selection[];
  dimensions: DimensionColumn[];
  measures: Measure[];
  settings: Settings;
}

/**
 * Answers a query over the associated tables in SQL.
 * @param db connection to the generation; only reads
 * @throws `query.invalid`, `query.field_missing`, `query.expression`, `query.loop`, `query.unlinked`,
 *   `query.key_ambiguous`, `query.no_aggregation`, `query.failed`
 */
export async function query(
  db: DuckDBConnection,
  model: AssociativeModel,
  input: Query,
  options: QueryOptions,
): Promise<QueryResult> {
  const checked = checkQuery(input);
  const catalog = catalogOf(model);
  const plan: Plan = {
    catalog,
    query: checked,
    selections: readSelections(catalog, checked.selections),
    dimensions: checked.dimensions.map((text, index) => ({
      dimension: readDimension(catalog, text, `dimensions[${index}]`),
      index,
    })),
    measures: checked.measures.map((text, i) => readMeasure(catalog, text, `measures[${i}]`)),
    settings: defaultSettings(options.now),
  };
  const page = await readPage(db, plan);
  const totals = checked.totals ? await readTotals(db, plan) : undefined;
  return { ...page, ...(totals ? { totals } : {}), generation: options.generation };
}

/** One statement: grouped rows of every base, merged, sorted, cut; their number comes with each row. */
async function readPage(
  db: DuckDBConnection,
  plan: Plan,
): Promise<Omit<QueryResult, "generation" | "totals">> {
  const { query: asked, dimensions, measures } = plan;
  const statement = new Statement();
  const grouped = groupedRows(plan, statement, dimensions);
  const values = measures.map((measure) => measureSql(plan, measure, grouped));
  const { keys, texts } = columnsOf(dimensions, grouped.types);
  const columns = [...keys, ...texts, ...values.map((v, i) => `${v.sql} AS v${i}`)].join(", ");
  statement.part("shown", () => `SELECT ${columns} FROM ${grouped.part}`);
  const shown = [
    ...dimensions.map(({ index }) => ({
      column: `d${index}`,
      kind: kindOf(grouped.types.get(`d${index}`)),
      text: `s${index}`,
    })),
    ...values.map((v, i) => ({ column: `v${i}`, kind: kindOf(v.type), text: null })),
  ];
  const order = [
    ...asked.sort.map((s) => orderBy(shown[s.column], s.order)),
    ...dimensions.map((d) => orderBy(shown[d.index], "asc")),
  ];
  const by = (alias: string) =>
    order.length > 0 ? ` ORDER BY ${order.map((o) => o(alias)).join(", ")}` : "";
  const cells = shown.map(({ column, kind, text }) =>
    kind === "dual" && text ? `{'num': p.${column}.n, 'txt': p.${text}}` : `p.${column}`,
  );
  const sql = statement.sql(
    `SELECT n.n, p.here, ${cells.join(", ")} FROM (SELECT count(*) AS n FROM shown) n
     LEFT JOIN (SELECT *, true AS here FROM shown q${by("q")} LIMIT ${asked.limit} OFFSET ${asked.offset}) p ON true${by("p")}`,
  );
  const rows = readCells(await run(db, sql, statement));
  return {
    columns: shown.map(({ kind }, i) => ({
      name: [...asked.dimensions, ...asked.measures][i] ?? "",
      kind: i < dimensions.length ? "dimension" : "measure",
      type: kind,
    })),
    rows: rows.filter((row) => row[1] === true).map((row) => row.slice(2)),
    rowCount: Number(rows[0]?.[0] ?? 0),
  };
}

/** Every measure over everything selected: computed anew, never summed. */
async function readTotals(db: DuckDBConnection, plan: Plan): Promise<CellValue[]> {
  if (plan.measures.length === 0) return [];
  const statement = new Statement();
  const grouped = groupedRows(plan, statement, []);
  const values = plan.measures.map((measure) => measureSql(plan, measure, grouped).sql);
  const [row] = readCells(
    await run(db, statement.sql(`SELECT ${values.join(", ")} FROM ${grouped.part}`), statement),
  );
  return row ?? [];
}

/** The rows of all bases, merged on the dimensions (NULL is a value there). */
function groupedRows(plan: Plan, statement: Statement, dimensions: readonly DimensionColumn[]): Grouped {
  const reduction = new Reduction(plan.catalog, statement, plan.selections);
  const groups = groupsOf(reduction, plan.measures);
  requireReachable(plan.catalog, plan.selections, [
    ...groups.map((g) => g.base.tables),
    ...dimensions.map((d) => homesOf(plan.catalog, d.dimension)),
  ]);
  const types = new Map<string, ValueType>();
  if (groups.length === 0 && dimensions.length === 0)
    return { part: statement.part("one", () => "SELECT 1 AS one"), types };
  if (groups.length === 0)
    return { part: combinedRows(reduction, dimensions, plan.settings, "g", types), types };
  const parts = groups.map((group, i) => groupRows(reduction, group, dimensions, plan.settings, `g${i}`));
  for (const part of parts) for (const [column, type] of part.types) types.set(column, type);
  const [only] = parts;
  if (only && parts.length === 1) return only;
  return { part: statement.part("g", () => merged(parts, groups, dimensions, types)), types };
}

function merged(
  parts: readonly Grouped[],
  groups: readonly Group[],
  dimensions: readonly DimensionColumn[],
  types: ReadonlyMap<string, ValueType>,
): string {
  if (dimensions.length === 0) return `SELECT * FROM ${parts.map((p) => p.part).join(" CROSS JOIN ")}`;
  const { keys, texts } = columnsOf(dimensions, types);
  const columns = groups.flatMap((g) => g.members.map((m) => m.column));
  const all = parts.map((p) => `SELECT * FROM ${p.part}`).join(" UNION ALL BY NAME ");
  const carried = [
    ...texts.map((s) => `min(${s}) AS ${s}`),
    ...columns.map((a) => `any_value(${a}) AS ${a}`),
  ];
  return `SELECT ${[...keys, ...carried].join(", ")} FROM (${all}) GROUP BY ${keys.join(", ")}`;
}

/** Aggregations that are 0 where there are no rows. */
const ZERO = new Set(["sum", "count", "nullcount", "numericcount", "textcount"]);

/** The measure over the columns of its aggregations, which stand in it like fields. */
function measureSql(plan: Plan, measure: Measure, grouped: Grouped): Typed {
  const names = columnsOfAggregations(plan, measure);
  return inExpression(measure.text, measure.path, () =>
    compileExpression(replaceCalls(measure.expr, measure, names), {
      field(name) {
        const type = grouped.types.get(name);
        const call = measure.aggregations[names.indexOf(name)];
        return type && call && { sql: ZERO.has(call.name) ? `coalesce(${name}, 0)` : name, type };
      },
      fieldNames: () => names,
      settings: plan.settings,
    }),
  );
}

/** Columns are numbered over all measures in order. */
function columnsOfAggregations(plan: Plan, measure: Measure): string[] {
  const before = plan.measures
    .slice(0, plan.measures.indexOf(measure))
    .reduce((sum, m) => sum + m.aggregations.length, 0);
  return measure.aggregations.map((_, i) => `a${before + i}`);
}

function replaceCalls(expr: Expr, measure: Measure, names: readonly string[]): Expr {
  if (expr.kind === "call") {
    const at = measure.aggregations.indexOf(expr);
    if (at >= 0) return { kind: "field", name: names[at] ?? "", at: expr.at };
    return { ...expr, args: expr.args.map((arg) => replaceCalls(arg, measure, names)) };
  }
  if (expr.kind === "unary") return { ...expr, operand: replaceCalls(expr.operand, measure, names) };
  if (expr.kind === "binary")
    return {
      ...expr,
      left: replaceCalls(expr.left, measure, names),
      right: replaceCalls(expr.right, measure, names),
    };
  return expr;
}

function homesOf(catalog: Catalog, dimension: Dimension) {
  return dimension.fields.flatMap((f) => catalog.field(f)?.columns.map((c) => catalog.table(c.table)) ?? []);
}

function kindOf(type: ValueType | undefined): FieldType {
  return !type || type.kind === "null" ? "text" : type.kind;
}

/** Numbers before texts, NULL last both ways. */
function orderBy(
  shown: { column: string; kind: FieldType; text: string | null } | undefined,
  order: "asc" | "desc",
) {
  return (alias: string): string => {
    if (!shown) return "1";
    const column = `${alias}.${shown.column}`;
    const [number, text] = shown.text ? ["n", "t"] : ["num", "txt"];
    const parts = shown.kind === "dual" ? [`${column}.${number}`, `${column}.${text}`] : [column];
    return parts.map((part) => `${part} ${order} NULLS LAST`).join(", ");
  };
}
