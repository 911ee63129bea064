import { type Call, type Expr, fieldsOf, walk } from "@/server/builtin/script/ast";
import { aggregationsOf } from "@/server/builtin/script/compile";
import { parseExpression } from "@/server/builtin/script/expression-parser";
import { AppError, isAppError } from "@/server/shared/errors";
import type { Catalog } from "./catalog";
import { missingField } from "./errors";

export interface Measure {
  text: string;
  path: string;
  expr: Expr;
  /** Outermost aggregations, in order; each is computed over its own tables. */
  aggregations: Call[];
}

export interface Dimension {
  text: string;
  path: string;
  expr: Expr;
  fields: string[];
}

const CALCULATED = /^\s*=/;

/** @throws `query.expression` (with place), `query.field_missing`, `query.no_aggregation`, `query.count_star` */
export function readMeasure(catalog: Catalog, text: string, path: string): Measure {
  const expr = inExpression({ text, path }, () => parseExpression(text.replace(CALCULATED, " ")));
  requireFields(catalog, fieldsOf(expr), path);
  const aggregations = aggregationsOf(expr);
  walk(expr, (node) => {
    if (node.kind === "field") throw notAggregated(node.name, text, path);
    return !(node.kind === "call" && aggregations.includes(node));
  });
  for (const call of aggregations) if (fieldsOf(call).length === 0) throw withoutField(call, path);
  return { text, path, expr, aggregations };
}

/** A field by its name (also in brackets), or an expression of a row's fields after `=`. */
export function readDimension(catalog: Catalog, text: string, path: string): Dimension {
  if (!CALCULATED.test(text)) {
    const bare = /^\s*\[(.+)\]\s*$/.exec(text)?.[1];
    const name = catalog.field(text) ? text : (bare ?? text);
    requireFields(catalog, [name], path);
    const at = { line: 1, column: 1, start: 0, end: text.length };
    return { text, path, expr: { kind: "field", name, at }, fields: [name] };
  }
  const expr = inExpression({ text, path }, () => parseExpression(text.replace(CALCULATED, " ")));
  const fields = fieldsOf(expr);
  requireFields(catalog, fields, path);
  if (aggregationsOf(expr).length > 0) throw aggregatedDimension(text, path);
  if (fields.length === 0) throw constantDimension(text, path);
  return { text, path, expr, fields };
}

/** Runs `compile`, telling errors of the expression language as errors of the query, with their place. */
export function inExpression<T>({ text, path }: { text: string; path: string }, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (!isAppError(error) || !error.code.startsWith("script.")) throw error;
    const { advice, params = {} } = error.options;
    const [line, column] = [Number(params.line ?? 1), Number(params.column ?? 1)];
    const message = `In "${text}", at ${line > 1 ? `line ${line}, ` : ""}column ${column}: ${error.message}`;
    throw new AppError("invalid", "query.expression", message, {
      advice,
      params: { ...params, expression: text, line, column },
      issues: [{ path, message: error.message, line, column }],
      cause: error,
    });
  }
}

function requireFields(catalog: Catalog, fields: readonly string[], path: string): void {
  for (const name of fields) if (!catalog.field(name)) throw missingField(name, catalog, path);
}

function notAggregated(name: string, text: string, path: string): AppError {
  return new AppError(
    "invalid",
    "query.no_aggregation",
    `In the measure "${text}", "${name}" is not aggregated.`,
    {
      advice: `Say what to do with its many values, for example Sum(${name}), or make it a dimension.`,
      params: { field: name, expression: text },
      issues: [{ path, message: `"${name}" stands outside an aggregation` }],
    },
  );
}

function withoutField(call: Call, path: string): AppError {
  const star = call.args.some((arg) => arg.kind === "star");
  return new AppError(
    "invalid",
    star ? "query.count_star" : "query.no_field",
    `${call.written}(${star ? "*" : "…"}) does not say the rows of which table.`,
    {
      advice: "Name a field of the table that is meant, for example Count(OrderLine).",
      issues: [
        { path, message: "no field inside the aggregation", line: call.at.line, column: call.at.column },
      ],
    },
  );
}

function aggregatedDimension(text: string, path: string): AppError {
  return new AppError("invalid", "query.dimension", `The dimension "${text}" aggregates.`, {
    advice: "A dimension is a value of each row; put the aggregation among the measures.",
    issues: [{ path, message: "an aggregation cannot stand here" }],
  });
}

function constantDimension(text: string, path: string): AppError {
  return new AppError("invalid", "query.dimension", `The dimension "${text}" uses no field.`, {
    issues: [{ path, message: "no field" }],
  });
}
