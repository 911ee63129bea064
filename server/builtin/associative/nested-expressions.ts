import { type Call, type Expr, fieldsOf, mapCalls, walk } from "@/server/builtin/script/ast";
import { isAggregation } from "@/server/builtin/script/compile";
import { scriptError, unsupported } from "@/server/builtin/script/errors";
import { findFunction } from "@/server/builtin/script/functions";
import type { Measure } from "./expressions";

/** `Aggr()` somewhere in an expression: small tables of their own, by some fields. */
export interface Nested {
  /** Fields they have a row per combination of. */
  fields: string[];
  /** What each `Aggr()` computes there. */
  measures: Measure[];
  /** The expression around them, with a field in place of each: `nestedField`. */
  expr: Expr;
}

/** Name of the field that stands for the n-th `Aggr()`; no field of the data can be called so. */
export function nestedField(n: number): string {
  return `\u0000aggr ${n}`;
}

function isAggr(expr: Expr): expr is Call {
  return expr.kind === "call" && expr.name === "aggr";
}

/** Whether an `Aggr()` stands in it. */
export function hasAggr(expr: Expr): boolean {
  let found = false;
  walk(expr, (node) => {
    found ||= isAggr(node);
    return !found;
  });
  return found;
}

/**
 * Outside an aggregation, `Aggr()` is the one value it has; so is a field that rows are made by.
 * @param by names of these fields
 */
export function withOnly(expr: Expr, by: readonly string[] = []): Expr {
  switch (expr.kind) {
    case "field":
      return by.includes(expr.name) ? only(expr) : expr;
    case "call":
      // Inside an aggregation, every value counts.
      if (findFunction(expr.name)?.aggregate) return expr;
      if (expr.name === "aggr") return only(expr);
      return { ...expr, args: expr.args.map((arg) => withOnly(arg, by)) };
    case "unary":
      return { ...expr, operand: withOnly(expr.operand, by) };
    case "binary":
      return { ...expr, left: withOnly(expr.left, by), right: withOnly(expr.right, by) };
    default:
      return expr;
  }
}

function only(expr: Expr): Call {
  return { kind: "call", name: "only", written: "Only", args: [expr], distinct: false, at: expr.at };
}

/**
 * The tables an aggregation stands on, all by the same fields.
 * @param measureOf reads what an `Aggr()` computes
 * @throws `script.*` with place
 */
export function readNested(around: Call, measureOf: (expr: Expr) => Measure): Nested {
  const [first, ...others] = splitAggrs(around, measureOf);
  if (!first) throw new Error("An Aggr() was seen.");
  const { fields } = first;
  const different = others.find(
    (o) => o.fields.length !== fields.length || o.fields.some((f) => !fields.includes(f)),
  );
  if (different)
    throw unsupported(
      `Aggr() by ${different.fields.join(", ")} beside Aggr() by ${fields.join(", ")} in one aggregation`,
      different.call.at,
      "Aggregate them apart, and calculate with the results.",
    );
  const all = [first, ...others];
  const expr = replaced(
    around,
    all.map((a) => a.call),
  );
  const foreign = fieldsOf(expr).find((f) => !fields.includes(f) && !f.startsWith("\u0000"));
  if (foreign !== undefined)
    throw unsupported(
      `"${foreign}" beside Aggr() in ${around.written}()`,
      around.at,
      `Only fields that Aggr() is computed by can stand beside it: ${fields.join(", ")}.`,
    );
  return { fields, measures: all.map((a) => a.measure), expr };
}

/** The tables of the `Aggr()`s in a dimension, each looked up by its own fields. */
export function readNestedEach(
  around: Expr,
  measureOf: (expr: Expr) => Measure,
): { tables: Nested[]; expr: Expr } {
  const all = splitAggrs(around, measureOf);
  const at = { line: 1, column: 1, start: 0, end: 0 };
  const field = { kind: "field" as const, name: nestedField(0), at };
  return {
    tables: all.map(({ fields, measure }) => ({ fields, measures: [measure], expr: field })),
    expr: replaced(
      around,
      all.map((a) => a.call),
    ),
  };
}

interface Split {
  call: Call;
  fields: string[];
  measure: Measure;
}

/** Every outermost `Aggr()`. */
function splitAggrs(around: Expr, measureOf: (expr: Expr) => Measure): Split[] {
  const found: Split[] = [];
  walk(around, (node) => {
    if (!isAggr(node)) return undefined;
    const [inner, ...by] = checked(node);
    const fields = by.map((f) => {
      if (f.kind === "field") return f.name;
      throw unsupported(
        "Aggr() by anything but fields",
        f.at,
        "Make the expression a field in the load script.",
      );
    });
    const { set } = node;
    const own = inner && withOnly(inner, fields);
    const expr = set && own ? mapCalls(own, (c) => (isAggregation(c) && !c.set ? { ...c, set } : c)) : own;
    if (expr) found.push({ call: node, fields: [...new Set(fields)], measure: measureOf(expr) });
    return false;
  });
  return found;
}

function checked(call: Call): Expr[] {
  if (call.args.length < 2)
    throw scriptError("script.syntax", "Aggr() is written Aggr(expr, field, …).", { at: call.at });
  if (call.total) throw unsupported("TOTAL in Aggr()", call.at, "Write it into an aggregation.");
  return call.args;
}

function replaced(expr: Expr, calls: readonly Call[]): Expr {
  if (expr.kind === "call") {
    const n = calls.indexOf(expr);
    if (n >= 0) return { kind: "field", name: nestedField(n), at: expr.at };
    return { ...expr, args: expr.args.map((arg) => replaced(arg, calls)) };
  }
  if (expr.kind === "unary") return { ...expr, operand: replaced(expr.operand, calls) };
  if (expr.kind === "binary")
    return { ...expr, left: replaced(expr.left, calls), right: replaced(expr.right, calls) };
  return expr;
}
