import type { Call, Expr } from "@/server/builtin/script/ast";
import { compileExpression } from "@/server/builtin/script/compile";
import type { Scope } from "@/server/builtin/script/scope";
import type { ValueType } from "@/server/builtin/script/types";
import { inExpression, type Measure } from "./expressions";
import {
  columnsOf,
  combinedRows,
  type DimensionColumn,
  type Group,
  type Grouped,
  type Grouping,
  groupRows,
  groupsOf,
  type Language,
  type Rest,
} from "./groups";
import { lookUp, type Measured, nestedRows, type RowsByValue } from "./nested";
import { Records } from "./records";
import type { Reduction } from "./reduction";
import { type Seating, seatedByValue, TOTALS } from "./seating";
import type { Statement } from "./statement";

/** What a cube is made of. */
export interface CubePlan extends Language {
  /** Possible rows under the current selections. */
  reduction: Reduction;
  /** Possible rows of an aggregation: those of its set, or the current ones. */
  reductionOf(call: Call): Reduction;
  measures: Measure[];
}

/** The rows of all groups, merged on the dimensions (NULL is a value there). */
export function groupedRows(
  plan: CubePlan,
  statement: Statement,
  dimensions: readonly DimensionColumn[],
  rest?: Rest,
): Grouped {
  const { reduction, settings, functions } = plan;
  const language = { settings, functions };
  const groups = groupsOf(plan.measures, plan.reductionOf);
  const found: Grouped = { part: "g", types: new Map(), formats: new Map() };
  const parts = groups.map((group, i) => {
    const kept = group.total ? dimensions.filter((d) => isNamed(d, group.total ?? [])) : dimensions;
    // Of a rest, TOTAL is still everything.
    const whole = rest !== undefined && kept.length < dimensions.length;
    const own = whole ? { dimensions: [] } : { dimensions: kept, ...(rest ? { rest } : {}) };
    const grouping = { statement, language, name: `g${i}`, ...own };
    const rows = rowsOfGroup(plan, group, grouping);
    for (const [column, type] of rows.types) found.types.set(column, type);
    for (const [column, format] of rows.formats) found.formats.set(column, format);
    return { group, rows, dimensions: rest ? [] : kept };
  });
  const shownBy = rest ? [] : dimensions;
  const full = parts.filter((p) => p.dimensions.length === shownBy.length);
  const partial = parts.filter((p) => !full.includes(p));
  if (full.length === 0)
    found.part =
      shownBy.length > 0
        ? combinedRows(reduction, shownBy, { statement, language, name: "g" }, found)
        : statement.part("g", () => "SELECT 1 AS one");
  else if (full.length === 1) found.part = full[0]?.rows.part ?? "g";
  else statement.part("g", () => merged(full, shownBy, found.types));
  if (partial.length > 0) {
    const wider = partial.map((p) => joined(found.part, p));
    const columns = partial.flatMap((p) => p.group.members.map((m) => m.column));
    const from = found.part;
    found.part = statement.part(
      "w",
      () => `SELECT ${from}.*, ${columns.join(", ")} FROM ${from} ${wider.join(" ")}`,
    );
  }
  return found;
}

function rowsOfGroup(plan: CubePlan, group: Group, grouping: Grouping): Grouped {
  if ("nested" in group) return nestedRows(plan, group, grouping, rowsByValue);
  const { tables } = group.lookedUp ?? {};
  return groupRows(group, grouping, tables && lookUp(plan, tables, rowsByValue));
}

interface Part {
  group: Group;
  rows: Grouped;
  dimensions: readonly DimensionColumn[];
}

function merged(
  parts: readonly Part[],
  dimensions: readonly DimensionColumn[],
  types: ReadonlyMap<string, ValueType>,
): string {
  if (dimensions.length === 0) return `SELECT * FROM ${parts.map((p) => p.rows.part).join(" CROSS JOIN ")}`;
  const { keys, texts } = columnsOf(dimensions, types);
  const columns = parts.flatMap((p) => p.group.members.map((m) => m.column));
  const all = parts.map((p) => `SELECT * FROM ${p.rows.part}`).join(" UNION ALL BY NAME ");
  const carried = [
    ...texts.map((s) => `min(${s}) AS ${s}`),
    ...columns.map((a) => `any_value(${a}) AS ${a}`),
  ];
  return `SELECT ${[...keys, ...carried].join(", ")} FROM (${all}) GROUP BY ${keys.join(", ")}`;
}

/** Aggregations split by fewer dimensions (TOTAL), beside the rows. */
function joined(from: string, { group, rows, dimensions }: Part): string {
  const names = [...dimensions.map((d) => `d${d.index}`)];
  const columns = group.members.map((m) => m.column);
  const own = `(SELECT ${[...names.map((n) => `${n} AS ${rows.part}_${n}`), ...columns].join(", ")} FROM ${rows.part})`;
  if (names.length === 0) return `CROSS JOIN ${own} j${rows.part}`;
  const on = names.map((n) => `j${rows.part}.${rows.part}_${n} IS NOT DISTINCT FROM ${from}.${n}`);
  return `LEFT JOIN ${own} j${rows.part} ON ${on.join(" AND ")}`;
}

function isNamed({ dimension }: DimensionColumn, fields: readonly string[]): boolean {
  return dimension.expr.kind === "field" && fields.includes(dimension.expr.name);
}

/** Aggregations that are 0 where there are no rows. */
const ZERO = new Set(["sum", "count", "nullcount", "numericcount", "textcount", "missingcount"]);

/**
 * All measures over the columns of their aggregations, which stand in them like fields.
 * @param seating how the rows lie, for functions that look at other rows; default: each is a total
 */
export function measured(
  plan: CubePlan,
  statement: Statement,
  grouped: Grouped,
  seating: Seating = TOTALS,
): Measured {
  const records = new Records(statement, grouped.part, seating);
  const values = plan.measures.map((measure) => {
    const names = columnsOfAggregations(plan, measure);
    const scope: Scope = {
      field(name) {
        const seen = records.field(name);
        if (seen) return seen;
        const type = grouped.types.get(name);
        const call = measure.aggregations[names.indexOf(name)];
        const format = grouped.formats.get(name);
        const sql = call && ZERO.has(call.name) && !grouped.sparse ? `coalesce(${name}, 0)` : name;
        return type && call && { sql, type, ...(format ? { format } : {}) };
      },
      fieldNames: () => names,
      settings: plan.settings,
      functions: plan.functions,
    };
    return inExpression(measure, () =>
      compileExpression(records.replace(replaceCalls(measure.expr, measure, names), scope), scope),
    );
  });
  return { part: records.part, values };
}

/** The cube of some dimensions, without rows where one is NULL, in the order of their values; its measures. */
export function rowsByValue(
  plan: CubePlan,
  statement: Statement,
  dimensions: readonly DimensionColumn[],
): RowsByValue {
  const grouped = groupedRows(plan, statement, dimensions);
  const present = dimensions.map((d) => `d${d.index} IS NOT NULL`).join(" AND ");
  const from = statement.part("with_value", () => `SELECT * FROM ${grouped.part} WHERE ${present}`);
  const seating = seatedByValue(dimensions, grouped);
  return { grouped, ...measured(plan, statement, { ...grouped, part: from }, seating) };
}

/** SQL of the aggregations' columns, 0 where there are no rows to count or sum. */
export function filledColumns({ measures }: Pick<CubePlan, "measures">): string[] {
  return measures
    .flatMap((m) => m.aggregations)
    .map((call, i) => (ZERO.has(call.name) ? `coalesce(a${i}, 0) AS a${i}` : `a${i}`));
}

/** Columns are numbered over all measures in order. */
function columnsOfAggregations(plan: CubePlan, measure: Measure): string[] {
  const before = plan.measures
    .slice(0, plan.measures.indexOf(measure))
    .reduce((sum, m) => sum + m.aggregations.length, 0);
  return measure.aggregations.map((_, i) => `a${before + i}`);
}

/** The expression with fields of these names for its aggregations. */
export function replaceCalls(expr: Expr, measure: Measure, names: readonly string[]): Expr {
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
