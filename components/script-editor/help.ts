import { type Known, plainText } from "./known";

/** What is shown beside a word: how it is written, and what it does. */
export interface Help {
  from: number;
  to: number;
  title: string;
  text: string;
  /** Of a function: its name, and the page that says what it does. */
  rule?: { name: string; page: string };
}

/** Names of functions may end in `#`. */
const WORD = /[\p{L}\p{N}_.#]/u;

/** Help for the function, statement, table or parameter at a place of the script; null where there is none. */
export function helpAt(text: string, at: number, known: Known): Help | null {
  let from = at;
  let to = at;
  while (from > 0 && WORD.test(text[from - 1] ?? "")) from--;
  while (to < text.length && WORD.test(text[to] ?? "")) to++;
  const word = text.slice(from, to);
  if (word === "") return null;
  const found =
    text.slice(from - 2, from) === "$(" ? ofVariable(word, known) : ofWord(word, text.slice(to), known);
  return found ? { from, to, ...found } : null;
}

type Found = Omit<Help, "from" | "to">;

function ofVariable(name: string, { manifest }: Known): Found | null {
  const same = (other: string) => other.toLowerCase() === name.toLowerCase();
  const table = manifest?.tables.find((t) => same(t.name));
  if (table) {
    const columns = table.columns.map((c) => [c.name, c.type].filter(Boolean).join(" ")).join(", ");
    return {
      title: `$(${table.name})`,
      text: [plainText(table.description), columns].filter(Boolean).join("\n"),
    };
  }
  const parameter = manifest?.parameters.find((p) => same(p.name));
  if (!parameter) return null;
  const fallback = parameter.default === undefined ? "" : ` = ${parameter.default}`;
  return {
    title: `$(${parameter.name}): ${parameter.type}${fallback}`,
    text: plainText(parameter.description),
  };
}

function ofWord(word: string, after: string, { language }: Known): Found | null {
  const lower = word.toLowerCase();
  const call = /^\s*\(/.test(after);
  const fn = call ? language.functions.find((f) => f.name.toLowerCase() === lower) : undefined;
  if (fn) return { title: fn.signature, text: fn.summary, rule: { name: fn.name, page: fn.rule } };
  const following = `${word} ${after.trimStart()}`.toLowerCase().replace(/\s+/g, " ");
  const keyword = [...language.keywords]
    .sort((a, b) => b.name.length - a.name.length)
    .find((k) => new RegExp(`^${k.name.toLowerCase()}${plural(k.name)}(?![\\w])`).test(following));
  return keyword ? { title: keyword.syntax, text: keyword.summary } : null;
}

/** `DROP TABLES` is `DROP TABLE`. */
const plural = (name: string) => (/ (?:TABLE|FIELD)$/.test(name) ? "s?" : "");
