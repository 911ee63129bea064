import { compileArithmetic, negate } from "@/server/builtin/script/arithmetic";
import type { Expr } from "@/server/builtin/script/ast";
import { numberLiteral, type Typed } from "@/server/builtin/script/convert";
import type { ValueType } from "@/server/builtin/script/types";
import { BLOCK } from "./block";
import type { Breath } from "./breath";
import { scaleOfType } from "./formula";
import { memoryFor } from "./memory";
import { EXACT, NotHeld, NULL_INTEGER, type Numbers } from "./tables";

/** Arithmetic of columns of one table, row by row: a column more. */
export interface RowFormula {
  /** The same for the same figures of a table. */
  key: string;
  fields: readonly string[];
  type: ValueType;
  /** Digits behind the point; null for doubles. */
  scale: number | null;
  /** Figures of a block, from those of its fields; NaN for NULL. @throws NotHeld where a figure is not exact */
  block(columns: readonly Float64Array[], length: number): Float64Array;
}

interface Node {
  typed: Typed;
  scale: number | null;
  key: string;
  block: RowFormula["block"];
}

/** @param typeOf type of a column, as SQL reads it. @throws NotHeld for anything but `+ - * /` of columns and numbers */
export function rowFormula(expr: Expr, typeOf: (field: string) => ValueType): RowFormula {
  const fields: string[] = [];
  const { typed, scale, key, block } = nodeOf(expr, (field) => {
    if (!fields.includes(field)) fields.push(field);
    return { index: fields.indexOf(field), type: typeOf(field) };
  });
  if (fields.length === 0) throw new NotHeld("Nothing of a table.");
  return { key, fields, type: typed.type, scale, block };
}

type Column = (field: string) => { index: number; type: ValueType };

function nodeOf(expr: Expr, column: Column): Node {
  if (expr.kind === "field") {
    const { index, type } = column(expr.name);
    return node({ sql: "x", type }, JSON.stringify(expr.name), (columns) => columns[index] ?? missing());
  }
  if (expr.kind === "number") {
    const constant = new Float64Array(BLOCK).fill(expr.value);
    return node(numberLiteral(expr.value, expr.written), String(expr.value), () => constant);
  }
  if (expr.kind === "unary" && (expr.op === "-" || expr.op === "+")) {
    const operand = nodeOf(expr.operand, column);
    const typed = negate(expr.op, operand.typed);
    if (expr.op === "+") return node(typed, operand.key, operand.block);
    return node(typed, `-(${operand.key})`, negated(operand));
  }
  if (expr.kind !== "binary" || !["+", "-", "*", "/"].includes(expr.op)) throw new NotHeld("No arithmetic.");
  const [left, right] = [nodeOf(expr.left, column), nodeOf(expr.right, column)];
  const typed = compileArithmetic(expr.op, left.typed, right.typed);
  const scale = scaleOfType(typed.type);
  const block = scale === null ? inexact(expr.op, left, right) : exact(expr.op, left, right, scale);
  return node(typed, `(${left.key} ${expr.op} ${right.key})`, block);
}

function node(typed: Typed, key: string, block: RowFormula["block"]): Node {
  return { typed, scale: scaleOfType(typed.type), key, block };
}

function missing(): never {
  throw new NotHeld("No column.");
}

function negated(operand: Node): RowFormula["block"] {
  const into = new Float64Array(BLOCK);
  return (columns, length) => {
    const values = operand.block(columns, length);
    for (let i = 0; i < length; i++) into[i] = 0 - (values[i] ?? 0);
    return into;
  };
}

const OPERATIONS: Record<string, (a: number, b: number) => number> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  // Division by zero is NULL.
  "/": (a, b) => (b === 0 ? Number.NaN : a / b),
};

/** Whole numbers: factors keep their digits, terms take those of the sum. */
function exact(op: string, left: Node, right: Node, scale: number): RowFormula["block"] {
  const factor = (n: Node) => (op === "*" ? 1 : 10 ** (scale - (n.scale ?? 0)));
  const [first, second] = [factor(left), factor(right)];
  const operate = OPERATIONS[op] ?? missing;
  const into = new Float64Array(BLOCK);
  return (columns, length) => {
    const [a, b] = [left.block(columns, length), right.block(columns, length)];
    let largest = 0;
    for (let i = 0; i < length; i++) {
      const [x, y] = [(a[i] ?? 0) * first, (b[i] ?? 0) * second];
      const value = operate(x, y) + 0;
      into[i] = value;
      if (!Number.isNaN(value)) largest = Math.max(largest, Math.abs(x), Math.abs(y), Math.abs(value));
    }
    if (!(largest <= Number.MAX_SAFE_INTEGER)) throw new NotHeld("A number too large.");
    return into;
  };
}

function inexact(op: string, left: Node, right: Node): RowFormula["block"] {
  const divisor = ({ scale }: Node) => 10 ** (scale ?? 0);
  const [first, second] = [divisor(left), divisor(right)];
  const operate = OPERATIONS[op] ?? missing;
  const into = new Float64Array(BLOCK);
  return (columns, length) => {
    const [a, b] = [left.block(columns, length), right.block(columns, length)];
    for (let i = 0; i < length; i++) {
      const value = operate((a[i] ?? 0) / first, (b[i] ?? 0) / second);
      if (Math.abs(value) === Number.POSITIVE_INFINITY) throw new NotHeld("A number without end.");
      into[i] = value;
    }
    return into;
  };
}

/** Works a formula out for all rows of its table. @throws NotHeld where sums of the figures would not be exact */
export async function workOut(
  formula: RowFormula,
  columns: readonly Numbers[],
  breath: Breath,
): Promise<Numbers> {
  const count = columns[0]?.rows.length ?? 0;
  const rows = new Float64Array(memoryFor(count, 8));
  const blocks = columns.map(() => new Float64Array(BLOCK));
  let [total, hasNulls] = [0, false];
  for (let base = 0; base < count; base += BLOCK) {
    const length = Math.min(BLOCK, count - base);
    for (const [i, column] of columns.entries()) readBlock(column, base, length, blocks[i] ?? missing());
    const figures = formula.block(blocks, length);
    for (let i = 0; i < length; i++) {
      const figure = figures[i] ?? 0;
      rows[base + i] = figure;
      if (Number.isNaN(figure)) hasNulls = true;
      else total += Math.abs(figure);
    }
    const pause = breath.take();
    if (pause) await pause;
  }
  if (formula.scale !== null && !(total < EXACT)) throw new NotHeld("Numbers too large.");
  return { rows, scale: formula.scale, hasNulls, bytes: rows.byteLength };
}

function readBlock({ rows }: Numbers, base: number, length: number, into: Float64Array): void {
  into.set(rows.subarray(base, base + length));
  if (rows instanceof Int32Array)
    for (let i = 0; i < length; i++) if (into[i] === NULL_INTEGER) into[i] = Number.NaN;
}
