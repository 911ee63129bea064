import type { BinaryOperator, Call, Expr, SourceText, Span, UnaryOperator } from "./ast";
import { scriptError, unsupported } from "./errors";
import { readModifiers, setAnalysis } from "./modifier-parser";
import { readSet } from "./set-parser";
import { plainSource } from "./source-text";
import { TokenStream } from "./token-stream";

/** Operators by strength, weakest first; operators of one row bind from the left. */
const LEVELS: BinaryOperator[][] = [
  ["or", "xor"],
  ["and"],
  ["=", "<>", "<", "<=", ">", ">=", "like", "precedes", "follows"],
  ["&"],
  ["+", "-"],
  ["*", "/"],
  ["bitand", "bitor", "bitxor", "<<", ">>"],
];
const COMPARISON = 2;
/** Operators that are words. */
export const OPERATOR_WORDS: readonly string[] = [...LEVELS.flat(), "not", "bitnot"].filter((op) =>
  /^[a-z]/.test(op),
);
const MAX_DEPTH = 200;

/**
 * Parses one whole expression, of a script, a measure or a dimension (without the leading `=`).
 * @param text the expression, or a source whose places map back to the script
 * @param options `sets`: set analysis and TOTAL may stand in it, as in charts
 * @throws `script.syntax`, `script.unsupported` (set analysis, TOTAL) with `params.line` and `params.column`
 */
export function parseExpression(text: string | SourceText, options: { sets?: boolean } = {}): Expr {
  const stream = new TokenStream(typeof text === "string" ? plainSource(text) : text, options.sets);
  const expr = readScope(stream, 0);
  stream.expectEnd();
  return expr;
}

/** Reads an expression where the stream stands and stops behind it. */
export function readExpression(stream: TokenStream): Expr {
  return readLevel(stream, 0, 0);
}

/** What stands alone or in brackets: in charts a set may stand before all of it. */
function readScope(stream: TokenStream, depth: number): Expr {
  if (!stream.sets || !stream.isSymbol("{")) return readLevel(stream, 0, depth);
  requireDepth(stream, depth, MAX_DEPTH);
  const { at } = stream.current;
  const set = readSet(stream);
  const inner = readScope(stream, depth + 1);
  return { kind: "scoped", set, inner, at: { ...at, end: inner.at.end } };
}

function readLevel(stream: TokenStream, level: number, depth: number): Expr {
  requireDepth(stream, depth, MAX_DEPTH);
  // NOT stands between AND and the comparisons: `not a = b` is `not (a = b)`.
  if (level === COMPARISON && stream.isWord("not") && !isOperandEnd(stream, 1))
    return unary(stream, "not", () => readLevel(stream, COMPARISON, depth + 1));
  const operators = LEVELS[level];
  if (!operators) return readUnary(stream, depth + 1);
  let left = readLevel(stream, level + 1, depth + 1);
  for (let op = operatorHere(stream, operators); op; op = operatorHere(stream, operators)) {
    stream.next();
    const right = readLevel(stream, level + 1, depth + 1);
    left = { kind: "binary", op, left, right, at: { ...left.at, end: right.at.end } };
  }
  return left;
}

function requireDepth(stream: TokenStream, depth: number, most: number): void {
  if (depth > most)
    throw scriptError("script.syntax", "The expression is nested too deeply.", { at: stream.current.at });
}

/** Whether nothing follows that could be an operand: then a word is a name, not an operator. */
function isOperandEnd(stream: TokenStream, ahead: number): boolean {
  const token = stream.peek(ahead);
  return token.type === "end" || (token.type === "symbol" && ")},;".includes(token.value));
}

function operatorHere(stream: TokenStream, operators: BinaryOperator[]): BinaryOperator | undefined {
  const { type, value } = stream.current;
  if (type !== "symbol" && type !== "word") return undefined;
  return operators.find((op) => op === value.toLowerCase());
}

function readUnary(stream: TokenStream, depth: number): Expr {
  requireDepth(stream, depth, MAX_DEPTH * 2);
  for (const op of ["-", "+"] as const)
    if (stream.isSymbol(op)) return unary(stream, op, () => readUnary(stream, depth + 1));
  for (const op of ["not", "bitnot"] as const)
    if (stream.isWord(op) && !isOperandEnd(stream, 1))
      return unary(stream, op, () => readUnary(stream, depth + 1));
  return readOperand(stream, depth);
}

function unary(stream: TokenStream, op: UnaryOperator, readOperand: () => Expr): Expr {
  const { at } = stream.next();
  const operand = readOperand();
  return { kind: "unary", op, operand, at: { ...at, end: operand.at.end } };
}

function readOperand(stream: TokenStream, depth: number): Expr {
  const token = stream.current;
  switch (token.type) {
    case "number":
      return { kind: "number", value: Number(stream.next().value), written: token.value, at: token.at };
    case "text":
      return { kind: "text", value: stream.next().value, at: token.at };
    case "name":
      return { kind: "field", name: stream.next().value, at: token.at };
    case "word":
      if (stream.isSymbol("(", 1)) return readCall(stream, depth);
      return { kind: "field", name: stream.next().value, at: token.at };
  }
  if (stream.isSymbol("{")) throw stream.sets ? lateSet(token.at) : setAnalysis(token.at);
  if (!stream.takeSymbol("(")) throw stream.unexpected("a value");
  const inner = readScope(stream, depth + 1);
  if (stream.sets && inner.kind === "field" && stream.isSymbol(",") && stream.isSymbol("(", 1))
    throw unsupported("Sorting a field inside Aggr()", stream.current.at, "Its fields are sorted by value.");
  stream.expectSymbol(")");
  return inner;
}

function readCall(stream: TokenStream, depth: number): Call {
  const name = stream.next();
  stream.expectSymbol("(");
  const modifiers = readModifiers(stream, name.value.toLowerCase());
  const args = readArguments(stream, depth);
  const { end } = stream.expectSymbol(")").at;
  return {
    kind: "call",
    name: name.value.toLowerCase(),
    written: name.value,
    args,
    ...modifiers,
    at: { ...name.at, end },
  };
}

function readArguments(stream: TokenStream, depth: number): Expr[] {
  const args: Expr[] = [];
  if (stream.isSymbol(")")) return args;
  do {
    const { at } = stream.current;
    if (stream.isSymbol("*") && stream.isSymbol(")", 1)) {
      stream.next();
      args.push({ kind: "star", at });
    } else args.push(readScope(stream, depth + 1));
  } while (stream.takeSymbol(","));
  return args;
}

function lateSet(at: Span) {
  return scriptError("script.syntax", "A set stands before what it counts for, not in the middle.", {
    at,
    advice: "Write it into the aggregation, or at the beginning of the expression or of a bracket.",
  });
}
