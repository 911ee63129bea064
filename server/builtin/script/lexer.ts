import type { SourceText, Span } from "./ast";
import { scriptError } from "./errors";

export interface Token {
  /** `word` is a bare name or keyword, `name` a quoted one ("…", […], `…`), `text` a literal in single quotes. */
  type: "word" | "name" | "text" | "number" | "symbol" | "end";
  /** Unquoted value; symbols as written. */
  value: string;
  at: Span;
}

const WORD_START = /[\p{L}_%@#$]/u;
const WORD_PART = /[\p{L}\p{M}\p{N}_.%@#$]/u;
const FIXED_PLACE = /^@\d+:(?:\d+|n)[iurtb]?(?![\p{L}\p{N}_])/iu;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const SYMBOLS = ["<=", ">=", "<>", "<<", ">>"];
const SINGLE = new Set("+-*/&=<>(),;:{}?");
const CLOSERS: Record<string, string> = { '"': '"', "[": "]", "`": "`", "'": "'" };

/**
 * The first token at or after `at`; behind the last one, a token of type `end`. Comments are passed over.
 * @throws `script.syntax` for an unclosed quote or a character that starts nothing
 */
export function readToken(source: SourceText, at: number): Token {
  const start = skipBlank(source.text, at);
  if (start < source.text.length) return readAt(source, start);
  return { type: "end", value: "", at: span(source, source.text.length, source.text.length) };
}

/** Offset of the first character at or after `at` that is neither blank nor comment. */
function skipBlank(text: string, at: number): number {
  for (;;) {
    const start = at;
    while (at < text.length && /\s|\uFEFF/.test(text[at] ?? "")) at++;
    if (text.startsWith("//", at)) at = lineEnd(text, at);
    else if (text.startsWith("/*", at)) at = commentEnd(text, at);
    if (at === start) return at;
  }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function commentEnd(text: string, at: number): number {
  const end = text.indexOf("*/", at + 2);
  return end < 0 ? text.length : end + 2;
}

function readAt(source: SourceText, start: number): Token {
  const { text } = source;
  const first = text[start] ?? "";
  if (CLOSERS[first]) return readQuoted(source, start);
  const next = text[start + 1] ?? "";
  if (/\d/.test(first) || (first === "." && /\d/.test(next))) return readNumber(source, start);
  if (WORD_START.test(codePoint(text, start))) return readWord(source, start);
  const double = SYMBOLS.find((s) => text.startsWith(s, start));
  if (double) return { type: "symbol", value: double, at: span(source, start, start + 2) };
  if (SINGLE.has(first)) return { type: "symbol", value: first, at: span(source, start, start + 1) };
  throw scriptError("script.syntax", `"${codePoint(text, start)}" cannot stand here.`, {
    at: source.place(start),
    advice: "Names with special characters need brackets, text needs single quotes.",
  });
}

/** Reads a quoted text or name; a doubled closing quote stands for itself. Returns its value and end. */
export function readQuotedText(text: string, start: number): { value: string; end: number } | null {
  const closer = CLOSERS[text[start] ?? ""] ?? "";
  let value = "";
  let from = start + 1;
  for (;;) {
    const end = text.indexOf(closer, from);
    if (end < 0) return null;
    value += text.slice(from, end);
    if (text[end + 1] !== closer) return { value, end: end + 1 };
    value += closer;
    from = end + 2;
  }
}

function readQuoted(source: SourceText, start: number): Token {
  const read = readQuotedText(source.text, start);
  const open = source.text[start] ?? "";
  if (!read)
    throw scriptError("script.syntax", `The ${open} that opens here is never closed.`, {
      at: source.place(start),
      advice: `Close it with ${CLOSERS[open]}; inside, double it.`,
    });
  return { type: open === "'" ? "text" : "name", value: read.value, at: span(source, start, read.end) };
}

function readNumber(source: SourceText, start: number): Token {
  NUMBER.lastIndex = start;
  const value = NUMBER.exec(source.text)?.[0] ?? "";
  return { type: "number", value, at: span(source, start, start + value.length) };
}

function readWord(source: SourceText, start: number): Token {
  let end = start;
  while (end < source.text.length) {
    const char = codePoint(source.text, end);
    if (!WORD_PART.test(char)) break;
    // "$(" is an expansion, never the end of a name.
    if (char === "$" && source.text[end + 1] === "(") break;
    end += char.length;
  }
  if (end === start)
    throw scriptError("script.syntax", "A dollar expansion cannot stand here.", { at: source.place(start) });
  // "@1:5" is a place in a fixed record, one name.
  const place = FIXED_PLACE.exec(source.text.slice(start, start + 24))?.[0];
  if (place && place.length > end - start) end = start + place.length;
  return { type: "word", value: source.text.slice(start, end), at: span(source, start, end) };
}

function codePoint(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}

function span(source: SourceText, start: number, end: number): Span {
  return { ...source.place(start), start, end };
}
