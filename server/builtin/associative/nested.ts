import { compileExpression } from "@/server/builtin/script/compile";
import type { Typed } from "@/server/builtin/script/convert";
import type { Scope } from "@/server/builtin/script/scope";
import type { CubePlan } from "./cube-rows";
import { type Dimension, inExpression } from "./expressions";
import {
  beyond,
  columnsOf,
  combinedRows,
  type DimensionColumn,
  type Grouped,
  type Grouping,
  keyOf,
  type LookUp,
  type NestedGroup,
} from "./groups";
import { type Nested, nestedField } from "./nested-expressions";
import { Statement } from "./statement";

/** The table of an `Aggr()`, as a whole statement: values of its fields `k…`, their texts `t…`, what it computes `v…`. */
interface NestedTable {
  sql: string;
  /** Its columns as values, with their types. */
  fields: Typed[];
  values: Typed[];
  /** Key columns as grouped rows have them. */
  grouped: Grouped;
}

/** Measures over the rows of a cube. */
export interface Measured {
  /** The sub-query they are computed in: columns of the rows, and those of looks at other rows. */
  part: string;
  values: Typed[];
}

/** A cube of some dimensions with its measures. */
export interface RowsByValue extends Measured {
  grouped: Grouped;
}

/** Makes a cube: these tables are cubes inside cubes. */
type MakeRows = (plan: CubePlan, statement: Statement, dimensions: readonly DimensionColumn[]) => RowsByValue;

/** Where in the outer combinations the fields of the table stand. */
const INNER = 1000;

/** One row per combination of the fields that has data; where a field is NULL there is none. */
function nestedTable(plan: CubePlan, nested: Nested, makeRows: MakeRows): NestedTable {
  const statement = new Statement();
  const dimensions = columnsFor(nested, 0);
  const { grouped, part, values } = makeRows({ ...plan, measures: nested.measures }, statement, dimensions);
  const fields = dimensions.map(({ index: i }): Typed => {
    const type = grouped.types.get(`d${i}`);
    const format = grouped.formats.get(`d${i}`);
    if (!type) throw new Error("A dimension has a type.");
    const sql = type.kind === "dual" ? `{'num': k${i}.n, 'txt': t${i}}` : `k${i}`;
    return { sql, type, ...(format ? { format } : {}) };
  });
  const { keys, texts } = columnsOf(dimensions, grouped.types);
  const columns = [
    ...keys.map((d) => `${d} AS k${d.slice(1)}`),
    ...texts.map((s) => `${s} AS t${s.slice(1)}`),
    ...values.map((v, i) => `${v.sql} AS v${i}`),
  ];
  return {
    sql: statement.sql(`SELECT ${columns.join(", ")} FROM ${part}`),
    fields,
    values: values.map(({ type, format }, i) => ({ sql: `v${i}`, type, ...(format ? { format } : {}) })),
    grouped,
  };
}

function columnsFor({ fields, measures }: Nested, from: number): DimensionColumn[] {
  const at = { line: 1, column: 1, start: 0, end: 0 };
  const { text = "", path = "" } = measures[0] ?? {};
  return fields.map((name, i) => ({
    index: from + i,
    dimension: { text, path, expr: { kind: "field", name, at }, fields: [name], tables: [] },
  }));
}

/** Aggregations over the rows of `Aggr()`: each stands with all values of the dimensions its fields are linked to. */
export function nestedRows(
  plan: CubePlan,
  group: NestedGroup,
  grouping: Grouping,
  makeRows: MakeRows,
): Grouped {
  const { nested } = group;
  const { statement, language, dimensions, name, rest } = grouping;
  const table = nestedTable(plan, nested, makeRows);
  const found: Grouped = { part: name, types: new Map(), formats: new Map() };
  const inner = statement.part(`${name}n`, () => table.sql);
  const by = rest ? [] : dimensions;
  const own = ownColumns(plan, group, grouping, table, found);
  const rows = own ? `(SELECT *, ${["1 AS one", ...own].join(", ")} FROM ${inner})` : linked();
  const scope: Scope = {
    field: (field) =>
      nested.fields.includes(field)
        ? table.fields[nested.fields.indexOf(field)]
        : table.values.find((_, i) => nestedField(i) === field),
    fieldNames: () => nested.fields,
    ...language,
    grouping: [],
  };
  const aggregated = group.members.map(({ column, measure }) => {
    const compiled = inExpression(measure, () => compileExpression(nested.expr, scope));
    found.types.set(column, compiled.type);
    if (compiled.format) found.formats.set(column, compiled.format);
    return `${compiled.sql} AS ${column}`;
  });
  const { keys, texts } = columnsOf(by, found.types);
  const select = [...keys, ...texts.map((s) => `min(${s}) AS ${s}`), ...aggregated].join(", ");
  const groupBy = keys.length > 0 ? ` GROUP BY ${keys.join(", ")}` : "";
  statement.part(name, () => `SELECT ${select} FROM ${rows}${groupBy}`);
  return found;

  function linked(): string {
    const links = columnsFor(nested, INNER);
    const all = { statement, language, name: `${name}c` };
    const combined = combinedRows(group.reduction, [...links, ...dimensions], all, found);
    const equal = links.map((d, i) => `k.d${d.index} IS NOT DISTINCT FROM n.k${i}`).join(" AND ");
    const [first] = dimensions;
    const where = rest && first ? ` WHERE ${beyond(first, rest)}` : "";
    const { keys, texts } = columnsOf(by, found.types);
    const shown = [...keys, ...texts].map((c) => `k.${c}`);
    return `(SELECT DISTINCT ${["n.*", ...shown].join(", ")} FROM ${inner} n JOIN ${combined} k ON ${equal}${where})`;
  }
}

/** Where all dimensions are fields of the table and nothing else was selected around it, it needs no look-up. */
function ownColumns(
  plan: CubePlan,
  { nested, reduction }: NestedGroup,
  { dimensions, rest }: Grouping,
  { grouped }: NestedTable,
  found: Grouped,
): string[] | null {
  const calls = nested.measures.flatMap((m) => m.aggregations);
  if (rest || calls.length === 0 || calls.some((call) => plan.reductionOf(call).key !== reduction.key))
    return null;
  const at = dimensions.map(({ dimension: { expr } }) =>
    expr.kind === "field" ? nested.fields.indexOf(expr.name) : -1,
  );
  if (at.includes(-1)) return null;
  return dimensions.flatMap(({ index }, i) => {
    const n = at[i] ?? 0;
    const [type, format] = [grouped.types.get(`d${n}`), grouped.formats.get(`d${n}`)];
    if (type) found.types.set(`d${index}`, type);
    if (format) found.formats.set(`d${index}`, format);
    return [`k${n} AS d${index}`, ...(type?.kind === "dual" ? [`t${n} AS s${index}`] : [])];
  });
}

/** A dimension whose `Aggr()`s are computed: each is looked up by its fields, as if it were one of them. */
export function withNested(plan: CubePlan, dimension: Dimension, makeRows: MakeRows): Dimension {
  if (dimension.tables.length === 0) return dimension;
  return { ...dimension, nested: lookUp(plan, dimension.tables, makeRows) };
}

/** Finds what stands for the field of an `Aggr()`, given how a row's fields are read. */
export function lookUp(plan: CubePlan, tables: readonly Nested[], makeRows: MakeRows): LookUp {
  const { workspace } = plan.reduction;
  return (name, field) => {
    const n = tables.findIndex((_, i) => nestedField(i) === name);
    const nested = tables[n];
    if (!nested) return undefined;
    const { sql: key, values } = nestedTable(plan, nested, makeRows);
    const table = workspace.table(`aggr ${key}`, () => {
      const { sql } = nestedTable(plan, nested, makeRows);
      return () => sql;
    });
    const [value] = values;
    const equal = nested.fields.map((f, i) => {
      const own = field(f);
      return own ? `x${n}.k${i} IS NOT DISTINCT FROM ${keyOf(own)}` : "false";
    });
    const sql = `(SELECT x${n}.${value?.sql} FROM ${table} x${n} WHERE ${equal.join(" AND ")})`;
    return value && { ...value, sql };
  };
}
