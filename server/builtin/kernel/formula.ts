import { compileArithmetic, negate } from "@/server/builtin/script/arithmetic";
import type { Expr } from "@/server/builtin/script/ast";
import { numberLiteral, type Typed } from "@/server/builtin/script/convert";
import { decimalSize, type ValueType } from "@/server/builtin/script/types";
import { NotHeld } from "./tables";

/** Figures of a measure's aggregations: whole ones scaled as their type says; null where there is none. */
export type FiguresAt = (aggregation: number) => number | null;

/** What a measure makes of its aggregations. */
export interface Formula {
  type: ValueType;
  /** Digits behind the point of what it comes to; null for doubles, which are as they are. */
  scale: number | null;
  /** The aggregation it is, if it is nothing but one. */
  leaf?: number;
  /** @throws NotHeld where a whole number is too large to be exact */
  value(figures: FiguresAt): number | null;
}

const OPERATORS: ReadonlySet<string> = new Set(["+", "-", "*", "/"]);

/**
 * Arithmetic as `compileArithmetic` types it: whole numbers and decimals exact, all else in doubles.
 * @param leaves types of the aggregations, by node. @throws NotHeld for anything but arithmetic
 */
export function formulaOf(
  expr: Expr,
  leaves: ReadonlyMap<Expr, { index: number; type: ValueType }>,
): Formula {
  return nodeOf(expr, leaves);
}

interface Node extends Formula {
  typed: Typed;
}

function nodeOf(expr: Expr, leaves: ReadonlyMap<Expr, { index: number; type: ValueType }>): Node {
  const leaf = leaves.get(expr);
  if (leaf) {
    const { index, type } = leaf;
    return { ...node({ sql: "x", type }, (figures) => figures(index)), leaf: index };
  }
  if (expr.kind === "number") {
    const { value } = expr;
    return node(numberLiteral(value, expr.written), () => value);
  }
  if (expr.kind === "unary" && (expr.op === "-" || expr.op === "+")) {
    const { op } = expr;
    const operand = nodeOf(expr.operand, leaves);
    const signed = (n: number | null) => (n === null || op === "+" ? n : 0 - n);
    return node(negate(op, operand.typed), (figures) => signed(operand.value(figures)));
  }
  if (expr.kind !== "binary" || !OPERATORS.has(expr.op)) throw new NotHeld("No arithmetic.");
  return binary(expr.op, nodeOf(expr.left, leaves), nodeOf(expr.right, leaves), expr);
}

function binary(op: string, left: Node, right: Node, expr: Extract<Expr, { kind: "binary" }>): Node {
  const typed = compileArithmetic(expr.op, left.typed, right.typed);
  const scale = scaleOfType(typed.type);
  return node(typed, (figures) => {
    const [a, b] = [left.value(figures), right.value(figures)];
    if (a === null || b === null) return null;
    if (scale !== null) return exact(op, scaled(a, left, op, scale), scaled(b, right, op, scale));
    return inexact(op, double(a, left), double(b, right));
  });
}

function node(typed: Typed, value: Formula["value"]): Node {
  return { typed, type: typed.type, scale: scaleOfType(typed.type), value };
}

/** @throws NotHeld for types without figures */
export function scaleOfType(type: ValueType): number | null {
  if (type.kind === "number") return null;
  if (type.kind !== "integer" && type.kind !== "decimal") throw new NotHeld("No numbers.");
  return decimalSize(type)?.scale ?? 0;
}

/** Factors keep their digits, terms take those of the sum. */
function scaled(n: number, { scale }: Node, op: string, result: number): number {
  return op === "*" ? n : n * 10 ** (result - (scale ?? 0));
}

function exact(op: string, a: number, b: number): number {
  const result = op === "*" ? a * b : op === "+" ? a + b : a - b;
  if (![a, b, result].every(Number.isSafeInteger)) throw new NotHeld("A number too large.");
  return result + 0;
}

function double(n: number, { scale }: Node): number {
  return scale ? n / 10 ** scale : n;
}

function inexact(op: string, a: number, b: number): number | null {
  if (op === "/") return b === 0 ? null : a / b;
  return op === "*" ? a * b : op === "+" ? a + b : a - b;
}
