import type { Expr, SourceText } from "./ast";
import { unsupported } from "./errors";
import { readExpression } from "./expression-parser";
import { TokenStream } from "./token-stream";

/** Condition of `IF c THEN` or `ELSEIF c THEN`. */
export function parseIf(source: SourceText): Expr {
  const stream = new TokenStream(source);
  stream.next();
  const condition = readExpression(stream);
  stream.expectWords("then");
  stream.expectEnd();
  return condition;
}

export type ForHead =
  | { kind: "count"; variable: string; from: Expr; to: Expr; step: Expr | null }
  | { kind: "each"; variable: string; items: Expr[] };

/** `FOR v = a TO b [STEP s]` or `FOR EACH v IN a, b`. */
export function parseFor(source: SourceText): ForHead {
  const stream = new TokenStream(source);
  stream.next();
  if (stream.takeWords("each")) {
    const variable = stream.expectName("a variable name").value;
    stream.expectWords("in");
    const items: Expr[] = [];
    do items.push(readExpression(stream));
    while (stream.takeSymbol(","));
    stream.expectEnd();
    return { kind: "each", variable, items };
  }
  const variable = stream.expectName("a variable name").value;
  stream.expectSymbol("=");
  const from = readExpression(stream);
  stream.expectWords("to");
  const to = readExpression(stream);
  const step = stream.takeWords("step") ? readExpression(stream) : null;
  stream.expectEnd();
  return { kind: "count", variable, from, to, step };
}

export interface LoopCondition {
  until: boolean;
  condition: Expr;
}

/** The condition behind DO or LOOP, if there is one. */
export function parseLoop(source: SourceText): LoopCondition | null {
  const stream = new TokenStream(source);
  stream.next();
  const word = stream.takeOneOf("while", "until");
  if (!word) {
    stream.expectEnd();
    return null;
  }
  const condition = readExpression(stream);
  stream.expectEnd();
  return { until: word === "until", condition };
}

/** The expression of `SWITCH e`. */
export function parseSwitch(source: SourceText): Expr {
  const stream = new TokenStream(source);
  stream.next();
  const subject = readExpression(stream);
  stream.expectEnd();
  return subject;
}

/** Values of `CASE x, y`. */
export function parseValues(source: SourceText): Expr[] {
  const stream = new TokenStream(source);
  stream.next();
  const values: Expr[] = [];
  do values.push(readExpression(stream));
  while (stream.takeSymbol(","));
  stream.expectEnd();
  return values;
}

/** `SUB name [(p, q)]`. */
export function parseSub(source: SourceText): { name: string; params: string[] } {
  const stream = new TokenStream(source);
  stream.next();
  const name = stream.expectName("the name of the SUB").value;
  const params: string[] = [];
  if (stream.takeSymbol("(") && !stream.takeSymbol(")")) {
    params.push(...stream.names("a parameter").map((n) => n.value));
    stream.expectSymbol(")");
  }
  if (stream.isWord("when") || stream.isWord("unless"))
    throw unsupported("A condition on SUB", stream.current.at);
  stream.expectEnd();
  return { name, params };
}
