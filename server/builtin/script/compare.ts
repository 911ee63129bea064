import type { BinaryOperator } from "./ast";
import { asNumber, asText, asTextOrEmpty, asTimestamp, type Typed } from "./convert";
import { parseNumber } from "./number-text";
import { quoteText } from "./quoting";
import type { Settings } from "./settings";
import { isNumeric } from "./types";

const SQL_OPERATORS: Partial<Record<BinaryOperator, string>> = {
  "=": "=",
  "<>": "<>",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  precedes: "<",
  follows: ">",
};

export function isComparison(op: BinaryOperator): boolean {
  return op in SQL_OPERATORS || op === "like";
}

/**
 * SQL BOOLEAN of a comparison, NULL where a side is NULL. Numbers compare as numbers where both sides are
 * numeric (a text `'10'` is), all else as text, with upper and lower case apart.
 */
export function compare(op: BinaryOperator, a: Typed, b: Typed, settings: Settings): string {
  if (a.type.kind === "null" || b.type.kind === "null") return "NULL::BOOLEAN";
  if (op === "like") return like(asText(a, settings), b, settings);
  const sign = SQL_OPERATORS[op] ?? "=";
  const texts = () => `(${asText(a, settings)} ${sign} ${asText(b, settings)})`;
  if (op === "precedes" || op === "follows") return texts();
  if (isNumeric(a.type) && isNumeric(b.type)) return compareNumbers(sign, a, b);
  if (isWord(a, settings) || isWord(b, settings)) {
    const other = isWord(a, settings) ? b : a;
    if (!isDay(other)) return texts();
  }
  if (isDay(a) && b.type.kind === "text") return compareDay(sign, a, b, settings, false);
  if (isDay(b) && a.type.kind === "text") return compareDay(sign, b, a, settings, true);
  const [x, y] = [asNumber(a, settings).sql, asNumber(b, settings).sql];
  return `CASE WHEN ${x} IS NOT NULL AND ${y} IS NOT NULL THEN ${x} ${sign} ${y} ELSE ${texts()} END`;
}

function isDay({ type }: Typed): boolean {
  return type.kind === "date" || type.kind === "timestamp";
}

/** A literal text that is no number. */
function isWord({ literal }: Typed, settings: Settings): boolean {
  return typeof literal === "string" && parseNumber(literal, settings) === null;
}

function compareNumbers(sign: string, a: Typed, b: Typed): string {
  const native = (isDay(a) && isDay(b)) || (a.type.kind === b.type.kind && a.type.kind === "time");
  if (native) return `(${a.sql} ${sign} ${b.sql})`;
  return `(${asNumber(a).sql} ${sign} ${asNumber(b).sql})`;
}

/** A date against a text: as points in time where the text is one by the script's formats, else as text. */
function compareDay(sign: string, day: Typed, text: Typed, settings: Settings, swapped: boolean): string {
  const time = asTimestamp(text, settings);
  const pair = (x: string, y: string) => (swapped ? `${y} ${sign} ${x}` : `${x} ${sign} ${y}`);
  const byText = pair(asText(day, settings), text.sql);
  return `CASE WHEN ${time} IS NOT NULL THEN ${pair(day.sql, time)} ELSE ${byText} END`;
}

/** Pattern with `*` for any text and `?` for one character; ignores case. */
export function like(text: string, pattern: Typed, settings: Settings): string {
  if (typeof pattern.literal === "string")
    return `(${text} ILIKE ${quoteText(likePattern(pattern.literal))} ESCAPE '\\')`;
  const escaped = ["\\", "%", "_"].reduce(
    (sql, c) => `replace(${sql}, '${c}', '\\${c}')`,
    asTextOrEmpty(pattern, settings),
  );
  return `(${text} ILIKE replace(replace(${escaped}, '*', '%'), '?', '_') ESCAPE '\\')`;
}

function likePattern(pattern: string): string {
  return pattern
    .replace(/[\\%_]/g, "\\$&")
    .replaceAll("*", "%")
    .replaceAll("?", "_");
}
