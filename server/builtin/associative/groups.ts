import type { Call } from "@/server/builtin/script/ast";
import { fieldsOf } from "@/server/builtin/script/ast";
import { compileExpression } from "@/server/builtin/script/compile";
import type { Typed } from "@/server/builtin/script/convert";
import type { Scope } from "@/server/builtin/script/scope";
import type { ValueType } from "@/server/builtin/script/types";
import { type Base, baseOf } from "./bases";
import { type Dimension, inExpression, type Measure } from "./expressions";
import type { LookedUp, Nested } from "./nested-expressions";
import type { Reduction } from "./reduction";
import { combinationsOf, componentOf, type Relation, relationOf, unconnectedGroups } from "./relations";
import type { Statement } from "./statement";

/** Aggregations over rows of tables, or over those of `Aggr()`. */
export type Group = RowGroup | NestedGroup;

export interface RowGroup extends GroupMembers {
  base: Base;
  /** What its only member looks up by each row. */
  lookedUp?: LookedUp;
}

/** What stands for a field of `LookedUp`, given how a row's fields are read. */
export type LookUp = (name: string, field: (name: string) => Typed | undefined) => Typed | undefined;

export interface NestedGroup extends GroupMembers {
  nested: Nested;
}

/** Aggregations over the same rows, computed together. */
interface GroupMembers {
  /** Possible rows: of the current selections, or of the aggregation's set. */
  reduction: Reduction;
  /** Names of the fields it is split by, of `TOTAL <…>`; null: by all dimensions. */
  total: string[] | null;
  members: { call: Call; column: string; measure: Measure }[];
}

/** A dimension's column: its type, and whether a number with a text (`dual`) stands in `d` (value) and `s` (text). */
export interface DimensionColumn {
  dimension: Dimension;
  /** Number in its names: `d0`, `s0`. */
  index: number;
}

/** What a sub-query of grouped rows holds. */
export interface Grouped {
  /** Name of the sub-query: columns `d…`, `s…` and those of the aggregations. */
  part: string;
  /** Types of its columns by name. */
  types: Map<string, ValueType>;
  /** Display formats of its columns by name. */
  formats: Map<string, string>;
  /** Aggregations are NULL in rows that stand for no data, and 0 already where they count nothing. */
  sparse?: boolean;
}

/** Only rows whose dimension is not among the values shown, all in one. */
export interface Rest {
  /** Table whose column `d…` holds the values shown. */
  shown: string;
  /** Rows where the dimension is NULL are part of it. */
  withNull: boolean;
}

/** What expressions may use besides fields. */
export type Language = Required<Pick<Scope, "settings" | "functions">>;

export interface Grouping {
  statement: Statement;
  language: Language;
  dimensions: readonly DimensionColumn[];
  /** Prefix of the sub-queries' names. */
  name: string;
  rest?: Rest;
}

/** Puts aggregations together that run over the same rows; their columns are numbered in order. */
export function groupsOf(measures: readonly Measure[], reductionOf: (call: Call) => Reduction): Group[] {
  const groups = new Map<string, Group>();
  let next = 0;
  for (const measure of measures)
    for (const call of measure.aggregations) {
      const reduction = reductionOf(call);
      const nested = measure.nested.get(call);
      if (nested) {
        const column = `a${next++}`;
        const total = call.total?.fields.map((f) => f.name) ?? null;
        groups.set(column, { nested, reduction, total, members: [{ call, column, measure }] });
        continue;
      }
      const base = baseOf(reduction.catalog, call, measure);
      const total = call.total?.fields.map((f) => f.name) ?? null;
      const lookedUp = measure.lookedUp.get(call);
      const key = lookedUp ? `a${next}` : JSON.stringify([base.key, reduction.key, total]);
      const group = groups.get(key) ?? { base, reduction, total, members: [], ...(lookedUp && { lookedUp }) };
      group.members.push({ call, column: `a${next++}`, measure });
      groups.set(key, group);
    }
  return [...groups.values()];
}

/** One row per combination of dimension values that has rows in the group's base; one row without dimensions. */
export function groupRows(group: RowGroup, grouping: Grouping, lookUp?: LookUp): Grouped {
  const { reduction } = group;
  const { statement, language, dimensions, name, rest } = grouping;
  const [anchor] = group.base.tables;
  const beside = dimensions.filter((d) => componentOf(reduction.catalog, d.dimension) === anchor?.component);
  const apart = dimensions.filter((d) => !beside.includes(d));
  const by = rest ? [] : dimensions;
  const relation = relationOf(
    reduction,
    group.base,
    beside.map((d) => d.dimension),
  );
  const found: Grouped = { part: name, types: new Map(), formats: new Map() };
  const rows = dimensionRows(relation, beside, language, found);
  const exprOf = (call: Call) => group.lookedUp?.expr ?? call;
  const fields = [...new Set(group.members.flatMap((m) => fieldsOf(exprOf(m.call))))];
  const own = (name: string) => relation.field(name, false);
  const typed = new Map(fields.map((f, i) => [f, { value: lookUp?.(f, own) ?? own(f), column: `f${i}` }]));
  const values = [...typed.values()].map(({ value, column }) => `${value.sql} AS ${column}`);
  const ids = relation.fansOut ? relation.rowIds.map((id, i) => `${id} AS r${i}`) : [];
  const raw = `SELECT ${[...ids, ...rows.raw, ...values, "1 AS one"].join(", ")} FROM ${relation.from}`;
  const all = `SELECT ${["* ", ...rows.keyed].join(", ")} FROM (${raw})`;
  const keyed = rest && beside[0] ? `SELECT * FROM (${all}) k WHERE ${beyond(beside[0], rest)}` : all;
  const columns = [...typed.values()].map((t) => t.column);
  const grouped = beside.filter((d) => by.includes(d));
  const once = relation.fansOut ? onePerRow(keyed, relation, grouped, found.types, columns) : keyed;
  const crossed = withApart(once, group, grouping, apart, found);
  const aggregated = group.members.map(({ call, column, measure }) => {
    const compiled = inExpression(measure, () =>
      compileExpression(exprOf(call), aggregateScope(typed, language)),
    );
    found.types.set(column, compiled.type);
    if (compiled.format) found.formats.set(column, compiled.format);
    return `${compiled.sql} AS ${column}`;
  });
  const { keys, texts } = columnsOf(by, found.types);
  const select = [...keys, ...texts.map((s) => `min(${s}) AS ${s}`), ...aggregated].join(", ");
  const groupBy = keys.length > 0 ? ` GROUP BY ${keys.join(", ")}` : "";
  statement.part(name, () => `SELECT ${select} FROM ${crossed}${groupBy}`);
  return found;
}

/** Dimensions of unconnected tables: every row stands with each of their combinations; for a rest, if there is any. */
function withApart(
  rows: string,
  group: RowGroup,
  { statement, language, name, rest }: Grouping,
  apart: readonly DimensionColumn[],
  found: Grouped,
): string {
  const [first] = apart;
  if (!first) return `(${rows})`;
  const combined = combinedRows(group.reduction, apart, { statement, language, name: `${name}x` }, found);
  if (!rest) return `(${rows}) CROSS JOIN ${combined}`;
  return `(SELECT * FROM (${rows}) WHERE EXISTS (SELECT 1 FROM ${combined} k WHERE ${beyond(first, rest)}))`;
}

export function beyond({ index }: DimensionColumn, { shown, withNull }: Rest): string {
  const d = `d${index}`;
  return `${withNull ? "" : `k.${d} IS NOT NULL AND `}NOT EXISTS (SELECT 1 FROM ${shown} w WHERE w.${d} IS NOT DISTINCT FROM k.${d})`;
}

/** All possible combinations of dimensions, those of unconnected tables with each other. Returns the sub-query's name. */
export function combinedRows(
  reduction: Reduction,
  dimensions: readonly DimensionColumn[],
  { statement, language, name }: Omit<Grouping, "dimensions">,
  found: Grouped,
): string {
  const parts = unconnectedGroups(
    reduction.catalog,
    dimensions.map((d) => d.dimension),
  ).map((together) => {
    const columns = dimensions.filter((d) => together.includes(d.dimension));
    const relation = combinationsOf(reduction, together);
    const rows = dimensionRows(relation, columns, language, found);
    const { keys, texts } = columnsOf(columns, found.types);
    const select = [...keys, ...texts.map((s) => `min(${s}) AS ${s}`)].join(", ");
    const raw = `SELECT ${rows.raw.join(", ")} FROM ${relation.from}`;
    return `(SELECT ${select} FROM (SELECT ${rows.keyed.join(", ")} FROM (${raw})) GROUP BY ${keys.join(", ")})`;
  });
  return statement.part(name, () => `SELECT * FROM ${parts.join(" CROSS JOIN ")}`);
}

/** Names of the dimensions' columns: values `d…`, and texts `s…` of those that are dual. */
export function columnsOf(dimensions: readonly DimensionColumn[], types: ReadonlyMap<string, ValueType>) {
  const keys = dimensions.map((d) => `d${d.index}`);
  const texts = dimensions.filter((d) => types.get(`d${d.index}`)?.kind === "dual").map((d) => `s${d.index}`);
  return { keys, texts };
}

/** SQL of the dimensions in two steps: `e…` as compiled, then `d…` (equal for equal values) and `s…`. */
function dimensionRows(
  relation: Relation,
  dimensions: readonly DimensionColumn[],
  language: Language,
  found: Grouped,
): { raw: string[]; keyed: string[] } {
  const raw: string[] = [];
  const keyed: string[] = [];
  for (const { dimension, index } of dimensions) {
    const own = (name: string) => relation.field(name, true);
    const scope: Scope = {
      field: (name) => dimension.nested?.(name, own) ?? own(name),
      fieldNames: () => [],
      ...language,
    };
    const value = inExpression(dimension, () => compileExpression(dimension.expr, scope));
    found.types.set(`d${index}`, value.type);
    if (value.format) found.formats.set(`d${index}`, value.format);
    raw.push(`${value.sql} AS e${index}`);
    keyed.push(...keyedColumns(value, index));
  }
  return { raw, keyed };
}

/** SQL of a value as dimensions' columns hold it: equal for equal values. */
export function keyOf({ sql, type }: Typed): string {
  if (type.kind === "number") return `(${sql} + 0.0)`;
  if (type.kind !== "dual") return sql;
  const [num, txt] = [`(${sql})."num"`, `(${sql})."txt"`];
  const struct = `{'n': ${num} + 0.0, 't': CASE WHEN ${num} IS NULL THEN ${txt} END}`;
  return `(CASE WHEN ${num} IS NULL AND ${txt} IS NULL THEN NULL ELSE ${struct} END)`;
}

function keyedColumns(value: Typed, index: number): string[] {
  const e = `e${index}`;
  const key = `${keyOf({ ...value, sql: e })} AS d${index}`;
  return value.type.kind === "dual" ? [key, `(${e})."txt" AS s${index}`] : [key];
}

/** A base row counts once for each combination of dimension values, however many ways lead there. */
function onePerRow(
  keyed: string,
  relation: Relation,
  dimensions: readonly DimensionColumn[],
  types: ReadonlyMap<string, ValueType>,
  values: readonly string[],
): string {
  const { keys, texts } = columnsOf(dimensions, types);
  const by = [...relation.rowIds.map((_, i) => `r${i}`), ...keys];
  const carried = [...texts.map((s) => `min(${s}) AS ${s}`), ...values.map((f) => `any_value(${f}) AS ${f}`)];
  return `SELECT ${[...by, ...carried].join(", ")} FROM (${keyed}) GROUP BY ${by.join(", ")}`;
}

function aggregateScope(
  typed: ReadonlyMap<string, { value: Typed; column: string }>,
  language: Language,
): Scope {
  return {
    field(name) {
      const found = typed.get(name);
      return found && { ...found.value, sql: found.column };
    },
    fieldNames: () => typed.keys(),
    ...language,
    grouping: [],
  };
}
