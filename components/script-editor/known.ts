import type { Manifest, ScriptLanguage } from "@/server/templates";

/** What the editor knows besides the text: the language, and what the template declares. */
export interface Known {
  language: ScriptLanguage;
  /** null while template.yaml cannot be read. */
  manifest: Pick<Manifest, "tables" | "parameters" | "fields" | "connections"> | null;
}

/** A text in the reader's language is not needed in code: the English one, or any. */
export function plainText(value: string | Record<string, string> | undefined): string {
  if (value === undefined || typeof value === "string") return value ?? "";
  return value.en ?? Object.values(value)[0] ?? "";
}

const NAME = String.raw`(\[[^\]\n]+\]|"[^"\n]+"|[\p{L}_][\p{L}\p{N}_.]*)`;
/** First words of what makes rows: a label stands before one of them, or at a line's end. */
const MAKES_ROWS =
  "load|sql|select|(?:no)?concatenate|mapping|join|keep|inner|left|right|outer|first|sample|add|replace|merge|buffer|crosstable|generic|hierarchy(?:belongsto)?|intervalmatch";
const LABEL = new RegExp(String.raw`${NAME}\s*:(?:(?=\s+(?:${MAKES_ROWS})\b)|(?=[ \t]*$))`, "gimu");
const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|[^:])\/\/.*/gm;

/** Names a script gives: variables, labels of tables, fields. */
export function namesIn(script: string): { variables: string[]; tables: string[]; fields: string[] } {
  const text = script.replace(COMMENT, "");
  const all = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map((m) => unquoted(m[1] ?? "")))];
  return {
    variables: all(/^\s*(?:set|let|for(?:\s+each)?)\s+([\p{L}_][\p{L}\p{N}_.]*)/gimu),
    tables: all(LABEL),
    fields: all(/\bas\s+(\[[^\]\n]+\]|"[^"\n]+"|[\p{L}_][\p{L}\p{N}_]*)/giu),
  };
}

const unquoted = (name: string) => name.replace(/^["[](.*)["\]]$/, "$1");

/** A name as it is written: in brackets where it needs them. */
export const written = (name: string) =>
  /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `[${name.replaceAll("]", "]]")}]`;
