import {
  type Call,
  type Expr,
  fieldsOf,
  mapCalls,
  mapFields,
  type Place,
  type SourceText,
  walk,
} from "@/server/builtin/script/ast";
import { aggregationsOf, unknownFunction } from "@/server/builtin/script/compile";
import type { Typed } from "@/server/builtin/script/convert";
import { scriptError } from "@/server/builtin/script/errors";
import { parseExpression } from "@/server/builtin/script/expression-parser";
import { findFunction } from "@/server/builtin/script/functions";
import {
  asksAboutField,
  chartFunctionNames,
  findChartFunction,
  isRecordFunction,
} from "@/server/builtin/script/functions/chart";
import { plainSource } from "@/server/builtin/script/source-text";
import { AppError, isAppError } from "@/server/shared/errors";
import type { Catalog } from "./catalog";
import { missingField, placeIn, START } from "./errors";
import {
  hasAggr,
  isPerRow,
  type LookedUp,
  type Nested,
  readNested,
  readNestedEach,
  withOnly,
} from "./nested-expressions";
import { withSetsInside } from "./outer-sets";

/** An expression of a question: as written, and as it is to be read (after dollar expansion, places kept). */
export interface Written {
  text: string;
  path: string;
  source?: SourceText;
  /** Values of names that are no fields. */
  variables?: Readonly<Record<string, string | number>>;
}

export interface Measure extends Written {
  expr: Expr;
  /** Outermost aggregations, in order; each is computed over its own tables. */
  aggregations: Call[];
  /** Those of them that stand on `Aggr()`. */
  nested: ReadonlyMap<Call, Nested>;
  /** Those that run over rows with a value of `Aggr(NODISTINCT …)` each. */
  lookedUp: ReadonlyMap<Call, LookedUp>;
}

export interface Dimension extends Written {
  expr: Expr;
  fields: string[];
  /** Tables of the `Aggr()`s in it. */
  tables: readonly Nested[];
  /** What stands for the field of one of these, once they are computed; given how fields are read. */
  nested?: (name: string, field: (name: string) => Typed | undefined) => Typed | undefined;
}

const CALCULATED = /^\s*=/;

/**
 * A field outside of aggregations is the one value it has.
 * @throws `query.expression` (with place), `query.field_missing`, `query.count_star`, `query.no_field`
 */
export function readMeasure(catalog: Catalog, written: Written): Measure {
  const expr = parse(catalog, written);
  requireFields(catalog, expr, written);
  return measureOf(withOnly(expr), written);
}

function measureOf(expr: Expr, written: Written): Measure {
  const aggregations = aggregationsOf(expr);
  walk(expr, (node) => {
    if (node.kind !== "call") return undefined;
    if (aggregations.includes(node)) return false;
    if (node.total && !isRecordFunction(node.name)) throw totalOfNothing(node, written);
    return undefined;
  });
  for (const call of aggregations) if (!hasField(call)) throw withoutField(call, written);
  const nested = new Map<Call, Nested>();
  const lookedUp = new Map<Call, LookedUp>();
  inExpression(written, () => {
    for (const call of aggregations.filter(hasAggr))
      if (isPerRow(call)) lookedUp.set(call, readNestedEach(call, nestedMeasure(written)));
      else nested.set(call, readNested(call, nestedMeasure(written)));
  });
  return { ...written, expr, aggregations, nested, lookedUp };
}

/** Reads what an `Aggr()` computes. */
function nestedMeasure(written: Written): (expr: Expr) => Measure {
  return (expr) => measureOf(expr, written);
}

/** A field by its name (also in brackets), or an expression of a row's fields after `=`. */
export function readDimension(catalog: Catalog, written: Written): Dimension {
  const { text } = written;
  if (!CALCULATED.test(text)) {
    const bare = /^\s*\[(.+)\]\s*$/.exec(text)?.[1];
    const name = catalog.field(text) ? text : (bare ?? text);
    if (!catalog.field(name)) throw missingField(name, catalog, written);
    const at = { line: 1, column: 1, start: 0, end: text.length };
    return { ...written, expr: { kind: "field", name, at }, fields: [name], tables: [] };
  }
  const expr = parse(catalog, written);
  requireFields(catalog, expr, written);
  const read = inExpression(written, () => readNestedEach(expr, nestedMeasure(written)));
  if (aggregationsOf(read.expr).length > 0)
    throw aggregatedDimension(written, aggregationsOf(read.expr)[0]?.at);
  const own = fieldsOf(read.expr).filter((f) => catalog.field(f));
  const fields = new Set([...own, ...read.tables.flatMap((t) => t.fields)]);
  if (fields.size === 0) throw constantDimension(written);
  return { ...written, expr: read.expr, fields: [...fields], tables: read.tables };
}

function parse(catalog: Catalog, written: Written): Expr {
  const source = written.source ?? plainSource(written.text);
  const text = source.text.replace(CALCULATED, (m) => " ".repeat(m.length));
  return inExpression(written, () => {
    const expr = parseExpression({ text, place: (offset) => source.place(offset) }, { sets: true });
    walk(expr, (node) => {
      if (node.kind === "call" && !findFunction(node.name) && !findChartFunction(node.name))
        throw unknownFunction(node, chartFunctionNames());
      return undefined;
    });
    return withSetsInside(withVariables(catalog, withFieldNames(catalog, expr, written), written));
  });
}

/** A name that is no field but a variable is its value: `Sum(Sales) * vRate`. */
function withVariables(catalog: Catalog, expr: Expr, { variables = {} }: Written): Expr {
  return mapFields(expr, (field) => {
    const { name, at } = field;
    const value = catalog.field(name) || !Object.hasOwn(variables, name) ? undefined : variables[name];
    if (value === undefined) return field;
    if (typeof value === "string") return { kind: "text", value, at };
    return { kind: "number", value, written: String(value), at };
  });
}

/** Fields that are asked about as such, `GetSelectedCount(Year)`, become texts: no row's value is meant. */
function withFieldNames(catalog: Catalog, expr: Expr, written: Written): Expr {
  return mapCalls(expr, (call) => {
    const [field, ...rest] = call.args;
    if (!asksAboutField(call.name) || !field) return call;
    const name = field.kind === "field" ? field.name : field.kind === "text" ? field.value : "";
    if (!name) throw scriptError("script.syntax", `${call.written}() needs a field.`, { at: field.at });
    if (!catalog.field(name)) throw missingField(name, catalog, written, field.at);
    return { ...call, args: [{ kind: "text", value: name, at: field.at }, ...rest] };
  });
}

/** Runs `compile`, telling errors of the expression language as errors of the query, with their place. */
export function inExpression<T>({ text, path }: Pick<Written, "text" | "path">, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (!isAppError(error) || !error.code.startsWith("script.")) throw error;
    const { advice, params = {} } = error.options;
    const [line, column] = [Number(params.line ?? 1), Number(params.column ?? 1)];
    const message = `In "${text}", at ${line > 1 ? `line ${line}, ` : ""}column ${column}: ${error.message}`;
    const place = placeIn({ text, path }, { line, column }, error.message);
    throw new AppError("invalid", "query.expression", message, {
      advice,
      params: { ...params, ...place.params },
      issues: place.issues,
      cause: error,
    });
  }
}

function hasField(call: Call): boolean {
  let found = false;
  walk(call, (node) => {
    found ||= node.kind === "field";
    return undefined;
  });
  return found;
}

function requireFields(catalog: Catalog, expr: Expr, written: Written): void {
  walk(expr, (node) => {
    if (node.kind === "field" && !catalog.field(node.name))
      throw missingField(node.name, catalog, written, node.at);
    return undefined;
  });
}

function totalOfNothing(call: Call, written: Written): AppError {
  const message = `In "${written.text}", ${call.written}() has TOTAL but aggregates nothing.`;
  return new AppError("invalid", "query.expression", message, {
    advice: "Put it into the aggregation, for example Sum(TOTAL Sales).",
    ...placeIn(written, call.at, "TOTAL outside an aggregation"),
  });
}

function withoutField(call: Call, written: Written): AppError {
  const star = call.args.some((arg) => arg.kind === "star");
  return new AppError(
    "invalid",
    star ? "query.count_star" : "query.no_field",
    `${call.written}(${star ? "*" : "…"}) does not say the rows of which table.`,
    {
      advice: "Name a field of the table that is meant, for example Count(OrderLine).",
      ...placeIn(written, call.at, "no field inside the aggregation"),
    },
  );
}

function aggregatedDimension(written: Written, at: Place = START): AppError {
  return new AppError("invalid", "query.dimension", `The dimension "${written.text}" aggregates.`, {
    advice: "A dimension is a value of each row; put the aggregation among the measures.",
    ...placeIn(written, at, "an aggregation cannot stand here"),
  });
}

function constantDimension(written: Written): AppError {
  return new AppError("invalid", "query.dimension", `The dimension "${written.text}" uses no field.`, {
    ...placeIn(written, START, "no field"),
  });
}
