import type { SetCombination, SetExpression, SetItem, SetModifier, Span } from "./ast";
import { scriptError, unsupported } from "./errors";
import type { TokenStream } from "./token-stream";

/** Operators between sets, weakest first. */
const LEVELS: SetCombination["op"][][] = [
  ["+", "-"],
  ["*", "/"],
];

/**
 * Reads a set where the stream stands: `{$<Year={2024,"2025*"}, Region=, Month-={'Jan'}>}`, `{1}`, `{<…>}`, or sets put
 * together: `*` and `/` before `+` and `-`, brackets first.
 * @throws `script.syntax`, `script.unsupported`
 */
export function readSet(stream: TokenStream): SetExpression {
  stream.expectSymbol("{");
  const set = readCombined(stream, LEVELS);
  stream.expectSymbol("}");
  return set;
}

/** Sets with the operators of the first level between them, each made of those of the next ones. */
function readCombined(stream: TokenStream, levels: readonly SetCombination["op"][][]): SetExpression {
  const [operators, ...stronger] = levels;
  if (!operators) return readOperand(stream);
  let left = readCombined(stream, stronger);
  for (;;) {
    const op = operators.find((o) => stream.isSymbol(o));
    if (!op) return left;
    stream.next();
    const right = readCombined(stream, stronger);
    left = { kind: "combination", op, left, right, at: { ...left.at, end: right.at.end } };
  }
}

function readOperand(stream: TokenStream): SetExpression {
  const { at } = stream.current;
  if (stream.takeSymbol("-")) {
    const right = readOperand(stream);
    const left: SetExpression = { kind: "term", base: "1", modifiers: [], at };
    return { kind: "combination", op: "-", left, right, at: { ...at, end: right.at.end } };
  }
  if (stream.takeSymbol("(")) {
    const inner = readCombined(stream, LEVELS);
    stream.expectSymbol(")");
    if (stream.isSymbol("<"))
      throw unsupported(
        "Changing fields of a set in brackets",
        stream.current.at,
        "Change them in each set: {$<Year={2024}> + 1<Year={2024}>}.",
      );
    return inner;
  }
  const base = readBase(stream);
  const modifiers = readModifiers(stream);
  return base === null
    ? { kind: "term", base: "$", inherits: true, modifiers, at }
    : { kind: "term", base, modifiers, at };
}

/** `<Region, Year>` of TOTAL, if it stands here. */
export function readTotalFields(stream: TokenStream): { name: string; at: Span }[] {
  if (!stream.takeSymbol("<")) return [];
  const fields = stream.names("a field of the chart").map((t) => ({ name: t.value, at: t.at }));
  stream.expectSymbol(">");
  return fields;
}

/** null where none is written. */
function readBase(stream: TokenStream): string | null {
  const { type, value, at } = stream.current;
  if (type === "symbol" && (value === "<" || value === "<>")) return null;
  if (type === "symbol" || type === "end" || type === "text")
    throw stream.unexpected("a set: {$}, {1}, {<Field={values}>} or the name of a bookmark");
  stream.next();
  if (type !== "number" || value === "1" || value === "0") return value;
  const advice = "There are {$} (what is selected), {1} (everything) and {<Field={values}>}.";
  throw unsupported(`The set "${value}"`, at, advice);
}

function readModifiers(stream: TokenStream): SetModifier[] {
  if (stream.takeSymbol("<>") || !stream.takeSymbol("<")) return [];
  const found = [readModifier(stream)];
  while (stream.takeSymbol(",")) found.push(readModifier(stream));
  stream.expectSymbol(">");
  return found;
}

function readModifier(stream: TokenStream): SetModifier {
  const name = stream.expectName("a field");
  const op = readOperator(stream);
  const values = readValues(stream, name.value);
  if (!values && op !== "=") throw stream.unexpected("values in braces");
  return { field: name.value, op, values, at: name.at };
}

/** `=`, or `+=` `-=` `*=` `/=`. */
function readOperator(stream: TokenStream): SetModifier["op"] {
  if (stream.takeSymbol("=")) return "=";
  for (const op of ["+", "-", "*", "/"] as const)
    if (stream.isSymbol(op) && stream.isSymbol("=", 1)) {
      stream.next();
      stream.next();
      return op;
    }
  throw stream.unexpected('"="');
}

function readValues(stream: TokenStream, field: string): SetItem[] | null {
  return stream.isSymbol(",") || stream.isSymbol(">") ? null : readMixed(stream, field, LEVELS);
}

/** Lists, P(), E() and fields with operators between them: `{'a', 'b'} - P(G) * H`. */
function readMixed(stream: TokenStream, field: string, levels: typeof LEVELS): SetItem[] {
  const [operators, ...stronger] = levels;
  if (!operators) return readGroup(stream, field);
  let left = readMixed(stream, field, stronger);
  for (;;) {
    const op = operators.find((o) => stream.isSymbol(o));
    if (!op) return left;
    const { at } = stream.next();
    left = [{ kind: "values", op, left, right: readMixed(stream, field, stronger), at }];
  }
}

function readGroup(stream: TokenStream, field: string): SetItem[] {
  if (stream.isSymbol("{")) return readList(stream, field);
  if (stream.takeSymbol("(")) {
    const inner = readMixed(stream, field, LEVELS);
    stream.expectSymbol(")");
    return inner;
  }
  const { type, value, at } = stream.current;
  if (type === "word" && stream.isSymbol("(", 1)) return [readElements(stream)];
  if (type === "word" || type === "name") {
    stream.next();
    return [{ kind: "selected", field: value, at }];
  }
  throw scriptError("script.syntax", `The values of "${field}" stand in braces.`, {
    at,
    advice: `Write ${field}={2024} for a value, ${field}={"D*"} for a search, ${field}= for no selection.`,
  });
}

function readList(stream: TokenStream, field: string): SetItem[] {
  stream.expectSymbol("{");
  if (stream.takeSymbol("}")) return [];
  const items = [readItem(stream, field)];
  while (stream.takeSymbol(",")) items.push(readItem(stream, field));
  if (!stream.isSymbol("}")) throw notOneValue(stream, field);
  stream.next();
  return items;
}

const ISO_DAY = /^\d{4}-\d{2}-\d{2}/;

function readItem(stream: TokenStream, field: string): SetItem {
  const { type, value, at } = stream.current;
  const negative = stream.isSymbol("-") && stream.peek(1).type === "number";
  if (negative) {
    stream.next();
    const number = stream.next();
    return { kind: "value", value: -Number(number.value), at: { ...at, end: number.at.end } };
  }
  if (type === "symbol" || type === "end") throw notOneValue(stream, field);
  const day = ISO_DAY.exec(stream.source.text.slice(at.start, at.start + 10))?.[0];
  if (type === "number" && day) {
    // A day without quotes, as `$(=Max(Date))` gives it: three numbers to the lexer.
    while (stream.current.at.start < at.start + day.length) stream.next();
    return { kind: "value", value: day, at: { ...at, end: at.start + day.length } };
  }
  stream.next();
  if (type === "number") return { kind: "value", value: Number(value), at };
  return type === "name" ? { kind: "search", text: value, at } : { kind: "value", value, at };
}

function notOneValue(stream: TokenStream, field: string) {
  const { at, type } = stream.current;
  const found = type === "end" ? "the expression ends" : `"${stream.textOf(at)}" stands here`;
  return scriptError("script.syntax", `Expected a value of "${field}", a comma or "}", but ${found}.`, {
    at,
    advice: `Texts need single quotes ('North Sea'), searches and comparisons double ones (">=10<20").`,
  });
}

/** `P({1<…>} Customer)`, `E(…)`. */
function readElements(stream: TokenStream): SetItem {
  const name = stream.next();
  const which = name.value.toLowerCase();
  if (which !== "p" && which !== "e")
    throw unsupported(`${name.value}() as values of a set`, name.at, "There are P() and E().");
  stream.expectSymbol("(");
  const set = stream.isSymbol("{") ? readSet(stream) : null;
  const field = stream.isSymbol(")") ? null : stream.expectName("a field").value;
  const { end } = stream.expectSymbol(")").at;
  return { kind: "elements", excluded: which === "e", set, field, at: { ...name.at, end } };
}
