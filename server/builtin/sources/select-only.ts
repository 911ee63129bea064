import { sourceError } from "./errors";

const LEADING = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/|\()+/;
const TRAILING = /[\s;]+$/;
const WORDS = new Set(["SELECT", "WITH", "VALUES"]);

/**
 * A script's SELECT without its final semicolon. Throws `source.read_only` for anything else that is plainly no SELECT;
 * what hides behind the first word is each source's own affair.
 */
export function selectOnly(sql: string): string {
  const text = sql.replace(TRAILING, "");
  const word = /^[a-z]+/i.exec(text.replace(LEADING, ""))?.[0]?.toUpperCase() ?? "";
  if (WORDS.has(word)) return text;
  throw sourceError(
    "source.read_only",
    word === "" ? "There is no SELECT to run." : `${word} is not a SELECT.`,
    { params: { word } },
  );
}
