import type { SourceText } from "./ast";
import { readQuotedText } from "./lexer";

/** A letter no script is written with. */
export const MASK = "ʬ";
const WORD_PART = /[\p{L}\p{M}\p{N}_.%@#$]/u;

export interface Masked {
  /** Every `$(…)` is a name of its length. */
  source: SourceText;
  /** Up to this offset the statement reads as it will when it runs. */
  certain: number;
}

/** A statement as it looks before its expansions are known; null where one is never closed. */
export function masked(source: SourceText): Masked | null {
  let { text } = source;
  for (let open = text.indexOf("$("); open >= 0; open = text.indexOf("$(")) {
    const end = closing(text, open + 2);
    if (end < 0) return null;
    text = `${text.slice(0, open)}${MASK.repeat(end + 1 - open)}${text.slice(end + 1)}`;
  }
  return { source: { text, place: source.place }, certain: certainUpTo(text) };
}

/** Whether something that is read holds what an expansion gives. */
export function isMasked(part: unknown): boolean {
  return (JSON.stringify(part) ?? "").includes(MASK);
}

/** Offset of the bracket that closes one opened before `at`, or -1; those in texts do not count. */
export function closing(text: string, at: number): number {
  let depth = 1;
  for (let i = at; i < text.length; i++) {
    const quoted = text[i] === "'" ? text.indexOf("'", i + 1) : -1;
    if (quoted > 0) i = quoted;
    else if (text[i] === "(") depth++;
    else if (text[i] === ")" && --depth === 0) return i;
  }
  return -1;
}

/** Where the first word with a masked part outside of quotes begins, or the text's end. */
function certainUpTo(text: string): number {
  let at = 0;
  while (at < text.length && text[at] !== MASK)
    at = "'\"[`".includes(text[at] ?? "") ? (readQuotedText(text, at)?.end ?? at + 1) : at + 1;
  while (at < text.length && at > 0 && WORD_PART.test(text[at - 1] ?? "")) at--;
  return at;
}
