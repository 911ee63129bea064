import { type RawStatement, splitStatements } from "./split";

/** Names and texts: words in them are none of the script's. */
const QUOTED = /'[^']*'|"[^"]*"|\[[^\]]*\]|`[^`]*`/g;
const LABEL = /^\s*[\p{L}\p{N}_%@#.]*\s*:/u;
/** Up to the word that says what kind of statement it is. */
const PREFIXES = /^[\s\S]*?(?=\b(?:load|select|mapping|map)\b)/i;
const NO_LOADS = new Set(["trace", "set", "let"]);
const INCLUDED = /\$\(\s*(?:must_)?include\s*=/i;

/**
 * Whether a partial reload of a script has anything to do: a LOAD, SELECT or MAP with ADD, REPLACE or MERGE before it.
 * True as well where that is only known while it runs: an included file, or prefixes in a variable. False for a script
 * that cannot be read.
 */
export function hasPartialLoads(script: string): boolean {
  try {
    return splitStatements(script).some(isPartial);
  } catch {
    return false;
  }
}

function isPartial({ word, source: { text } }: RawStatement): boolean {
  if (NO_LOADS.has(word)) return false;
  if (INCLUDED.test(text)) return true;
  const prefixes = PREFIXES.exec(text.replace(QUOTED, "x").replace(LABEL, ""))?.[0] ?? "";
  return /\b(?:add|replace|merge)\b|\$\(/i.test(prefixes);
}
