/** What a reader typed, as the engine searches: months are ranges of days. */
export interface Search {
  /** For the engine. */
  text: string;
  /** As it was typed. */
  word: string;
}

const MONTH = /^(\d{4})-(\d{2})$/;
const WORDS = 4;

function monthOf(text: string): { first: string; last: string } | null {
  const [, year, month] = text.trim().match(MONTH) ?? [];
  if (!year || !month || Number(month) < 1 || Number(month) > 12) return null;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return { first: `${year}-${month}-01`, last: `${year}-${month}-${last}` };
}

/** `2025-01..2025-06`, `>=2025-03`, `<2025-03` with whole months as their days; everything else as it is. */
export function withDays(text: string): string {
  const ends = text.split("..");
  if (ends.length === 2) {
    const [from = "", to = ""] = ends;
    return `${monthOf(from)?.first ?? from.trim()}..${monthOf(to)?.last ?? to.trim()}`;
  }
  return text.replace(/(>=|<=|>|<)\s*(\d{4}-\d{2})(?![-\d])/g, (all, sign: string, month: string) => {
    const days = monthOf(month);
    if (!days) return all;
    return `${sign}${sign === ">=" || sign === "<" ? days.first : days.last}`;
  });
}

/**
 * The searches of one text: all of it, a month as its days, and each of several words. Words in quotes stay together.
 */
export function searchesOf(typed: string): Search[] {
  const text = typed.trim().replace(/\s+/g, " ");
  if (text === "") return [];
  const whole = text.replace(/^"(.*)"$/, "$1");
  const found: Search[] = [{ text: withDays(whole), word: whole }];
  const month = monthOf(whole);
  if (month) found.push({ text: `${month.first}..${month.last}`, word: whole });
  const operators = /\.\.|[<>]/.test(text);
  const words = operators || whole !== text ? [] : (text.match(/"[^"]+"|\S+/g) ?? []);
  if (words.length > 1)
    for (const word of words.slice(0, WORDS).map((w) => w.replace(/"/g, "")))
      found.push({ text: withDays(word), word });
  return found;
}
