import { quoteText } from "@/server/builtin/script/quoting";

/** Condition: the text of a value holds the searched text, or is like it where it has `*` or `?`; ignores case. */
export function containing(alias: string, search: string): string {
  return like(alias, /[*?]/.test(search) ? search : `*${search}*`);
}

function like(alias: string, pattern: string): string {
  const written = pattern
    .replace(/[\\%_]/g, "\\$&")
    .replaceAll("*", "%")
    .replaceAll("?", "_");
  return `(${alias}.txt ILIKE ${quoteText(written)} ESCAPE '\\')`;
}
