import { type Call, type Expr, type FieldReference, fieldsOf, walk } from "@/server/builtin/script/ast";
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

/** `Aggr()`s that are looked up by each row, and the expression with a field in place of each. */
export interface LookedUp {
  tables: Nested[];
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
 * Whether the `Aggr(NODISTINCT …)`s in it have a value for each row.
 * @throws `script.unsupported` where others stand beside them
 */
export function isPerRow(around: Call): boolean {
  const outermost = outermostAggrs(around);
  const other = outermost.find((call) => call.perRow !== outermost[0]?.perRow);
  if (other)
    throw unsupported(
      "Aggr(NODISTINCT …) beside another Aggr() in one aggregation",
      other.at,
      "Write NODISTINCT into both, or aggregate them apart.",
    );
  return outermost[0]?.perRow === true;
}

function outermostAggrs(around: Expr): Call[] {
  const found: Call[] = [];
  walk(around, (node) => {
    if (!isAggr(node)) return undefined;
    found.push(node);
    return false;
  });
  return found;
}

/** Outside an aggregation, a field and `Aggr()` are the one value they have. */
export function withOnly(expr: Expr): Expr {
  switch (expr.kind) {
    case "field":
      return only(expr);
    case "call":
      // Inside an aggregation, every value counts.
      if (findFunction(expr.name)?.aggregate) return expr;
      if (expr.name === "aggr") return only(expr);
      return { ...expr, args: expr.args.map(withOnly) };
    case "unary":
      return { ...expr, operand: withOnly(expr.operand) };
    case "binary":
      return { ...expr, left: withOnly(expr.left), right: withOnly(expr.right) };
    default:
      return expr;
  }
}

function only(expr: FieldReference | Call): Call {
  const { set, at } = expr;
  const call = { kind: "call" as const, name: "only", written: "Only", args: [expr], distinct: false, at };
  return set ? { ...call, set } : call;
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

/** The tables of `Aggr()`s in a row's expression, each looked up by its own fields. */
export function readNestedEach(around: Expr, measureOf: (expr: Expr) => Measure): LookedUp {
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

function splitAggrs(around: Expr, measureOf: (expr: Expr) => Measure): Split[] {
  return outermostAggrs(around).map((call) => {
    const [inner, by] = checked(call);
    const fields = by.map((f) => {
      if (f.kind === "field") return f.name;
      throw unsupported(
        "Aggr() by anything but fields",
        f.at,
        "Make the expression a field in the load script.",
      );
    });
    return { call, fields: [...new Set(fields)], measure: measureOf(withOnly(inner)) };
  });
}

function checked(call: Call): [inner: Expr, by: Expr[]] {
  const [inner, ...by] = call.args;
  if (!inner || by.length === 0)
    throw scriptError("script.syntax", "Aggr() is written Aggr(expr, field, …).", { at: call.at });
  if (call.total) throw unsupported("TOTAL in Aggr()", call.at, "Write it into an aggregation.");
  return [inner, by];
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
