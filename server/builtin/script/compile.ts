import type { AppError } from "@/server/shared/errors";
import { compileArithmetic, negate } from "./arithmetic";
import { type Binary, type Call, type Expr, sameExpr, type Unary, walk } from "./ast";
import { CompiledCall } from "./call-context";
import { compare, isComparison } from "./compare";
import { asNumber, asTextOrEmpty, numberLiteral, type Typed, textLiteral } from "./convert";
import { missingField, nearest, scriptError, unsupported } from "./errors";
import { findFunction, functionNames } from "./functions";
import { REFUSED } from "./functions/refused";
import type { FunctionDefinition, Scope } from "./scope";
import { TYPES } from "./types";

export interface Compiled extends Typed {
  /** Holds an aggregation: needs a GROUP BY (or stands over all rows). */
  aggregate: boolean;
}

const MAX_SQL = 500_000;

/**
 * Turns an expression into DuckDB SQL over the columns of a scope. Names and texts are quoted; nothing of the
 * author's text gets into the SQL as code.
 * @returns SQL, its type (`dual` is `STRUCT(num, txt)`), the display format if known, and whether it aggregates
 * @throws `script.field_missing`, `script.unsupported`, `script.syntax` (arguments), `script.group`
 */
export function compileExpression(expr: Expr, scope: Scope): Compiled {
  const compiled = new Compiler(scope).value(expr);
  if (compiled.sql.length > MAX_SQL)
    throw scriptError("script.limit", "The expression is too large.", {
      at: expr.at,
      advice: "Split it over two loads.",
    });
  return { ...compiled, aggregate: hasAggregation(expr) };
}

/** An expression as SQL BOOLEAN for WHERE and CASE; there NULL counts as false. */
export function compileCondition(expr: Expr, scope: Scope): string {
  return new Compiler(scope).condition(expr);
}

export function isAggregation(expr: Expr): expr is Call {
  return expr.kind === "call" && findFunction(expr.name)?.aggregate === true;
}

export function hasAggregation(expr: Expr): boolean {
  return aggregationsOf(expr).length > 0;
}

/** The aggregations of an expression, outermost only: the engine finds by them which tables a measure needs. */
export function aggregationsOf(expr: Expr): Call[] {
  const found: Call[] = [];
  walk(expr, (node) => {
    if (!isAggregation(node)) return undefined;
    found.push(node);
    return false;
  });
  return found;
}

/** `script.unsupported` of a function there is none of, with the name most like it among `names`. */
export function unknownFunction(call: Call, names: Iterable<string> = functionNames()) {
  const refused = REFUSED[call.name];
  const guess = refused ? undefined : nearest(call.written, names);
  return scriptError("script.unsupported", `The function ${call.written}() is not supported.`, {
    at: call.at,
    advice: guess
      ? `Did you mean ${guess}()?`
      : (refused ?? "The guide to the load script lists the functions there are."),
    params: { function: call.written },
  });
}

/** `script.syntax` of a call that is not written as its function wants it; null where it is. */
export function writingFault(call: Call, found: FunctionDefinition): AppError | null {
  const [least, most] = found.args;
  if (call.args.length < least || call.args.length > most)
    return scriptError("script.syntax", `${found.name}() is written ${found.signature}.`, { at: call.at });
  if (call.distinct && !found.aggregate)
    return scriptError("script.syntax", `${found.name}() knows no DISTINCT.`, { at: call.at });
  return null;
}

/** Compiles the nodes of one expression; `inside` is the aggregation it is in, if any. */
export class Compiler {
  readonly scope: Scope;
  private readonly inside: Call | undefined;

  constructor(scope: Scope, inside?: Call) {
    this.scope = scope;
    this.inside = inside;
  }

  get aggregated(): boolean {
    return this.inside !== undefined;
  }

  value(expr: Expr): Typed {
    if (this.isGrouped(expr)) return new Compiler({ ...this.scope, grouping: undefined }).value(expr);
    switch (expr.kind) {
      case "number":
        return numberLiteral(expr.value, expr.written);
      case "text":
        return textLiteral(expr.value);
      case "field":
        return this.field(expr);
      case "star":
        throw scriptError("script.syntax", "A * can only stand in Count(*).", { at: expr.at });
      case "unary":
        return this.unary(expr);
      case "binary":
        return this.binary(expr);
      case "call":
        return this.call(expr);
      case "scoped":
        throw unsupported("A set here", expr.set.at, "Write it into the aggregation.");
    }
  }

  /** SQL BOOLEAN; `strict` leaves no NULL, which a NOT above needs. */
  condition(expr: Expr, strict = false): string {
    if (expr.kind === "binary" && (expr.op === "and" || expr.op === "or"))
      return `(${this.condition(expr.left, strict)} ${expr.op.toUpperCase()} ${this.condition(expr.right, strict)})`;
    if (expr.kind === "binary" && isComparison(expr.op)) {
      const sql = compare(expr.op, this.value(expr.left), this.value(expr.right), this.scope.settings);
      return strict ? `coalesce(${sql}, false)` : sql;
    }
    if (expr.kind === "unary" && expr.op === "not") return `(NOT ${this.condition(expr.operand, true)})`;
    if (expr.kind === "binary" && expr.op === "xor")
      return `(${this.condition(expr.left, true)} <> ${this.condition(expr.right, true)})`;
    const value = this.value(expr);
    const sql =
      value.type.kind === "boolean" ? value.sql : `(${asNumber(value, this.scope.settings).sql} <> 0)`;
    return strict ? `coalesce(${sql}, false)` : sql;
  }

  private isGrouped(expr: Expr): boolean {
    return !this.inside && this.scope.grouping?.some((g) => sameExpr(g, expr)) === true;
  }

  private field(expr: Extract<Expr, { kind: "field" }>): Typed {
    const found = this.scope.field(expr.name);
    if (!found) throw missingField(expr.name, this.scope.fieldNames(), expr.at);
    if (this.scope.grouping && !this.inside && found.literal === undefined)
      throw scriptError("script.group", `"${expr.name}" is neither aggregated nor in GROUP BY.`, {
        at: expr.at,
        advice: `Add ${expr.name} to GROUP BY, or wrap it, for example Only(${expr.name}).`,
        params: { field: expr.name },
      });
    return found;
  }

  private unary(expr: Unary): Typed {
    if (expr.op === "not") return { sql: this.condition(expr), type: TYPES.boolean };
    return negate(expr.op, this.value(expr.operand), this.scope.settings);
  }

  private binary(expr: Binary): Typed {
    if (isComparison(expr.op) || expr.op === "and" || expr.op === "or" || expr.op === "xor")
      return { sql: this.condition(expr, true), type: TYPES.boolean };
    const [left, right] = [this.value(expr.left), this.value(expr.right)];
    if (expr.op !== "&") return compileArithmetic(expr.op, left, right, this.scope.settings);
    const { settings } = this.scope;
    return {
      sql: `(${asTextOrEmpty(left, settings)} || ${asTextOrEmpty(right, settings)})`,
      type: TYPES.text,
    };
  }

  private call(call: Call): Typed {
    const found = this.scope.functions?.get(call.name) ?? findFunction(call.name);
    if (!found) throw unknownFunction(call, functionNames(this.scope));
    this.check(call, found);
    const inner = found.aggregate ? new Compiler(this.scope, call) : this;
    return found.compile(new CompiledCall(call, inner));
  }

  private check(call: Call, found: FunctionDefinition): void {
    const fault = writingFault(call, found);
    if (fault) throw fault;
    if (!found.aggregate) return;
    if (this.inside)
      throw scriptError("script.group", `${found.name}() stands inside ${this.inside.written}().`, {
        at: call.at,
        advice: "Aggregate once in a LOAD below, then again in a LOAD above it.",
      });
    if (!this.scope.grouping)
      throw scriptError("script.group", `${found.name}() aggregates many rows and cannot stand here.`, {
        at: call.at,
      });
  }
}
