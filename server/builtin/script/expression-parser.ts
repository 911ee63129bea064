import type { BinaryOperator, Call, Expr, SourceText, Span, UnaryOperator } from "./ast";
import { scriptError, unsupported } from "./errors";
import { readSet, readTotalFields } from "./set-parser";
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
  const expr = readExpression(stream);
  stream.expectEnd();
  return expr;
}

/** Reads an expression where the stream stands and stops behind it. */
export function readExpression(stream: TokenStream): Expr {
  return readLevel(stream, 0, 0);
}

function readLevel(stream: TokenStream, level: number, depth: number): Expr {
  if (depth > MAX_DEPTH)
    throw scriptError("script.syntax", "The expression is nested too deeply.", { at: stream.current.at });
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
  if (depth > MAX_DEPTH * 2)
    throw scriptError("script.syntax", "The expression is nested too deeply.", { at: stream.current.at });
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
  if (stream.isSymbol("{")) throw stream.sets ? outerSet(token.at) : setAnalysis(token.at);
  if (!stream.takeSymbol("(")) throw stream.unexpected("a value");
  const inner = readLevel(stream, 0, depth + 1);
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

/** DISTINCT, and in charts TOTAL and a set, in any order. */
function readModifiers(stream: TokenStream, name: string): Pick<Call, "distinct" | "set" | "total"> {
  const found: Pick<Call, "distinct" | "set" | "total"> = { distinct: false };
  for (;;) {
    const { at } = stream.current;
    if (stream.isSymbol("{")) {
      if (!stream.sets) throw setAnalysis(at);
      if (found.set) throw stream.unexpected("one set only");
      found.set = readSet(stream);
    } else if (stream.isWord("total") && (isModifier(stream) || isTotalAlone(stream, name))) {
      if (!stream.sets) throw unsupported("TOTAL in an aggregation", at, ONLY_IN_CHARTS);
      stream.next();
      found.total = { fields: readTotalFields(stream) };
    } else if (stream.isWord("nodistinct") && isModifier(stream)) {
      throw unsupported("NODISTINCT", at, "Aggr() has one value per combination of its fields.");
    } else if (stream.isWord("distinct") && isModifier(stream)) {
      stream.next();
      found.distinct = true;
    } else return found;
  }
}

/** A word followed by an operator, comma or `)` is a field of that name. */
function isModifier(stream: TokenStream): boolean {
  const next = stream.peek(1);
  return ["word", "name", "text", "number"].includes(next.type) || ["(", "<", "{"].includes(next.value);
}

/** `RowNo(TOTAL)`: functions without arguments know TOTAL too. */
function isTotalAlone(stream: TokenStream, name: string): boolean {
  const counts = ["rowno", "noofrows", "columnno", "noofcolumns"];
  return stream.sets && counts.includes(name) && stream.isSymbol(")", 1);
}

function readArguments(stream: TokenStream, depth: number): Expr[] {
  const args: Expr[] = [];
  if (stream.isSymbol(")")) return args;
  do {
    const { at } = stream.current;
    if (stream.isSymbol("*") && stream.isSymbol(")", 1)) {
      stream.next();
      args.push({ kind: "star", at });
    } else args.push(readLevel(stream, 0, depth + 1));
  } while (stream.takeSymbol(","));
  return args;
}

function outerSet(at: Span) {
  return unsupported("A set outside an aggregation", at, "Write it inside: Sum({<Year={2024}>} Sales).");
}

const ONLY_IN_CHARTS = "It stands in expressions of charts, not in load scripts.";

function setAnalysis(at: Span) {
  return unsupported("Set analysis ({…} in an aggregation)", at, ONLY_IN_CHARTS);
}
