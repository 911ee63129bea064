import { quoteText } from "@/server/builtin/script/quoting";
import { dayOfIso } from "./days";

/*
 * Conditions over the values of a field (`allValues`): number `num`, with dates as days, and text `txt`.
 */

/** The text of a value holds the searched text, or is like it where it has `*` or `?`; ignores case. */
export function containing(alias: string, search: string): string {
  return like(alias, /[*?]/.test(search) ? search : `*${search}*`);
}

/** As a list box searches: `>100`, `>=5<10`, `10..20`, else `containing`. */
export function found(alias: string, search: string): string {
  return compared(alias, search) ?? ranged(alias, search) ?? containing(alias, search.trim());
}

/** As a set searches: `D*`; a text without wildcard is the whole text, ignoring case, or the number. */
export function matching(alias: string, search: string): string {
  const number = /[*?]/.test(search) ? null : amountOf(search);
  const same = number === null ? "" : `${alias}.num = ${number} OR `;
  return `(${same}${like(alias, search)})`;
}

const PART = /\s*(>=|<=|>|<)\s*([^<>]+)/y;

/** `>=10<20`: one or two comparisons, numbers or ISO days; null for what is none. */
export function compared(alias: string, search: string): string | null {
  const parts: string[] = [];
  PART.lastIndex = 0;
  let at = 0;
  for (let m = PART.exec(search); m; m = PART.exec(search)) {
    const amount = amountOf(m[2] ?? "");
    if (amount === null) return null;
    parts.push(`${alias}.num ${m[1]} ${amount}`);
    at = PART.lastIndex;
  }
  return parts.length > 0 && search.slice(at).trim() === "" ? `(${parts.join(" AND ")})` : null;
}

/** `10..20`, both ends included, either may be open. */
function ranged(alias: string, search: string): string | null {
  const [low = "", high = "", more] = search.split("..").map((s) => s.trim());
  if (!search.includes("..") || more !== undefined || low + high === "") return null;
  const [from, to] = [low === "" ? undefined : amountOf(low), high === "" ? undefined : amountOf(high)];
  if (from === null || to === null) return null;
  const parts = [
    from === undefined ? [] : `${alias}.num >= ${from}`,
    to === undefined ? [] : `${alias}.num <= ${to}`,
  ];
  return `(${parts.flat().join(" AND ")})`;
}

/** SQL of a number or of an ISO day's number; null for other texts. */
function amountOf(text: string): string | null {
  const trimmed = text.trim().replace(/^'(.*)'$/, "$1");
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed)) return `(${quoteText(trimmed)}::DOUBLE)`;
  const day = dayOfIso(trimmed);
  return day === null ? null : `(${quoteText(String(day))}::DOUBLE)`;
}

function like(alias: string, pattern: string): string {
  const written = pattern
    .replace(/[\\%_]/g, "\\$&")
    .replaceAll("*", "%")
    .replaceAll("?", "_");
  return `(${alias}.txt ILIKE ${quoteText(written)} ESCAPE '\\')`;
}
