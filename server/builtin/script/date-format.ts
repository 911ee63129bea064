import { quoteText } from "./quoting";
import type { Settings } from "./settings";

type Part = { token: string } | { text: string };

const TOKEN =
  /Y{4}|y{4}|Y{2}|y{2}|M{1,4}|W{1,4}|w{1,4}|D{1,2}|d{1,2}|[hH]{1,2}|m{1,2}|[sS]{1,2}|f{1,6}|TT|tt|\[\.f+\]/g;

/** What each token is to strftime and strptime; names of months and days only where they are English. */
const STRFTIME: Record<string, string> = {
  YYYY: "%Y",
  YY: "%y",
  MM: "%m",
  M: "%-m",
  DD: "%d",
  D: "%-d",
  hh: "%H",
  h: "%-H",
  mm: "%M",
  m: "%-M",
  ss: "%S",
  s: "%-S",
  fff: "%g",
  f: "%g",
  TT: "%p",
};

/** Whether a display format shows a time of day. */
export function showsTime(format: string): boolean {
  return parts(format).some((p) => "token" in p && /^(hh?|ss?|\[|f|TT)/.test(p.token));
}

function parts(format: string): Part[] {
  const result: Part[] = [];
  let last = 0;
  const lower = /[yY]/.test(format) && !format.includes("M") && !/[hH]/.test(format);
  for (const match of format.matchAll(TOKEN)) {
    if (match.index > last) result.push({ text: format.slice(last, match.index) });
    result.push({ token: normalize(match[0], lower) });
    last = match.index + match[0].length;
  }
  if (last < format.length) result.push({ text: format.slice(last) });
  return result;
}

function normalize(token: string, monthsAreLower: boolean): string {
  if (token.startsWith("[")) return "[.fff]";
  if (/^[ydw]/.test(token)) return token.toUpperCase();
  if (/^m/.test(token) && monthsAreLower) return token.toUpperCase();
  if (/^f/.test(token)) return "fff";
  if (token === "tt") return "TT";
  return /^[HS]/.test(token) ? token.toLowerCase() : token;
}

/**
 * SQL text of a date or timestamp by a format such as `DD.MM.YYYY` or `MMM YY, hh:mm`.
 * @param value SQL of type DATE or TIMESTAMP
 */
export function dateToText(value: string, format: string, settings: Settings): string {
  const list = parts(format);
  const twelve = list.some((p) => "token" in p && p.token === "TT");
  const pieces: string[] = [];
  let pattern = "";
  const flush = () => {
    if (pattern) pieces.push(`strftime(${value}, ${quoteText(pattern)})`);
    pattern = "";
  };
  for (const part of list) {
    const name = "token" in part ? nameOf(part.token, value, settings) : undefined;
    if (name) {
      flush();
      pieces.push(name);
    } else pattern += "token" in part ? strftime(part.token, twelve) : part.text.replaceAll("%", "%%");
  }
  flush();
  if (pieces.length === 0) return quoteText("");
  return pieces.length === 1 ? (pieces[0] ?? "") : `(${pieces.join(" || ")})`;
}

function strftime(token: string, twelve: boolean): string {
  if (twelve && token === "hh") return "%I";
  if (twelve && token === "h") return "%-I";
  return STRFTIME[token] ?? "";
}

function nameOf(token: string, value: string, settings: Settings): string | undefined {
  const pick = (names: string[], index: string) => `(${textList(names)})[${index}]`;
  if (token === "MMMM") return pick(settings.longMonthNames, `month(${value})`);
  if (token === "MMM") return pick(settings.monthNames, `month(${value})`);
  if (token === "WWWW") return pick(settings.longDayNames, `isodow(${value})`);
  if (token === "WWW") return pick(settings.dayNames, `isodow(${value})`);
  if (token === "WW") return `printf('%02d', isodow(${value}) - 1)`;
  if (token === "[.fff]")
    return `CASE WHEN epoch_ms(CAST(${value} AS TIMESTAMP)) % 1000 = 0 THEN '' ELSE strftime(${value}, '.%g') END`;
  if (token === "W") return `CAST(isodow(${value}) - 1 AS VARCHAR)`;
  return undefined;
}

export function textList(texts: readonly string[]): string {
  return `[${texts.map(quoteText).join(", ")}]`;
}

/**
 * SQL TIMESTAMP of a text by the first of several formats that fits; NULL where none does.
 * @param text SQL of type VARCHAR
 */
export function textToTimestamp(text: string, formats: readonly string[], settings: Settings): string {
  const patterns = [...new Set(formats.flatMap(strptimePatterns))];
  const named = formats.some((f) => f.includes("MMM"));
  const value = named ? englishMonths(text, settings) : text;
  return `try_strptime(${value}, ${textList(patterns)})`;
}

const ISO_TIMES = ["hh:mm:ss[.fff]", "hh:mm"];

/** SQL TIMESTAMP, on the day 0, of a text that is a time of day by TimeFormat or ISO; NULL where it is none. */
export function textToTime(text: string, settings: Settings): string {
  const time = textToTimestamp(text, [settings.timeFormat, ...ISO_TIMES], settings);
  return `(DATE '1899-12-30' + CAST(${time} AS TIME))`;
}

function strptimePatterns(format: string): string[] {
  const list = parts(format);
  const twelve = list.some((p) => "token" in p && p.token === "TT");
  const write = (optional: boolean) =>
    list
      .map((p) => {
        if ("text" in p) return p.text.replaceAll("%", "%%");
        if (p.token === "[.fff]") return optional ? ".%f" : "";
        if (p.token === "fff") return "%f";
        if (p.token === "MMMM") return "%B";
        if (p.token === "MMM") return "%b";
        if (p.token === "WWWW") return "%A";
        if (p.token === "WWW") return "%a";
        // strptime reads one or two digits either way.
        return strftime(p.token, twelve).replace("%-", "%");
      })
      .join("");
  return [...new Set([write(true), write(false)])];
}

const ENGLISH = ["January", "February", "March", "April", "May", "June", "July", "August"].concat([
  "September",
  "October",
  "November",
  "December",
]);

/** Rewrites month names of the script's language to the English ones that strptime knows. */
function englishMonths(text: string, settings: Settings): string {
  const pairs: [string, string][] = [];
  ENGLISH.forEach((english, i) => {
    const [long, short] = [settings.longMonthNames[i] ?? english, settings.monthNames[i] ?? ""];
    if (long !== english) pairs.push([long, english]);
    if (short && short !== english.slice(0, 3)) pairs.push([short, english.slice(0, 3)]);
  });
  pairs.sort((a, b) => b[0].length - a[0].length);
  return pairs.reduce((sql, [from, to]) => `replace(${sql}, ${quoteText(from)}, ${quoteText(to)})`, text);
}
