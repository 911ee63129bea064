import { baseText } from "./base-format";
import { intervalToText, isIntervalFormat } from "./interval-format";
import { quoteText } from "./quoting";
import type { Settings } from "./settings";
import type { ValueType } from "./types";

interface NumberSql {
  sql: string;
  type: ValueType;
}

export interface Separators {
  decimal: string;
  thousand: string;
}

interface NumberPattern {
  prefix: string;
  suffix: string;
  /** Digits before the point that are always written. */
  whole: number;
  /** Decimals that are always written, and the most there can be. */
  fixed: number;
  most: number;
  grouped: boolean;
  percent: boolean;
}

/**
 * SQL text of a number: by a format such as `#.##0,00`, or as short as it goes.
 * @param shown separators of the text; those of the script, in which the format is written, where not given
 */
export function numberToText(
  value: NumberSql,
  format: string | undefined,
  settings: Settings,
  shown?: Separators,
): string {
  const written = { decimal: settings.decimalSep, thousand: settings.thousandSep };
  if (format === undefined) return plainText(value, written.decimal);
  const inBase = baseText(`CAST(${value.sql} AS DOUBLE)`, format);
  if (inBase) return inBase;
  const show = (sql: string, section: string) => {
    const pattern = parsePattern(section, written);
    return pattern && formatted({ ...value, sql }, pattern, shown ?? written);
  };
  const sections = format.split(";");
  if (sections.length > 1) return bySign(value.sql, sections, show);
  if (isIntervalFormat(format)) return intervalToText(`CAST(${value.sql} AS DOUBLE)`, format);
  return show(value.sql, format) ?? plainText(value, written.decimal);
}

/** `#,##0;(#,##0);-`: how numbers above, below and of zero are shown. The second says itself that there is a minus. */
function bySign(
  sql: string,
  [above = "", below = "", zero = above]: string[],
  show: (sql: string, section: string) => string | null,
): string {
  const section = (number: string, format: string) => show(number, format) ?? quoteText(format);
  return `CASE WHEN ${sql} < 0 THEN ${section(`(-(${sql}))`, below)} WHEN ${sql} = 0 THEN ${section(sql, zero)} WHEN ${sql} > 0 THEN ${section(sql, above)} END`;
}

/** Up to 14 significant digits, as the script language shows numbers; integers and decimals exactly. */
function plainText({ sql, type }: NumberSql, decimal: string): string {
  const swap = (text: string) => (decimal === "." ? text : `replace(${text}, '.', ${quoteText(decimal)})`);
  if (type.kind === "integer") return `CAST(${sql} AS VARCHAR)`;
  if (type.kind !== "decimal") return swap(`printf('%.14g', ${sql} + 0.0)`);
  const text = `CAST(${sql} AS VARCHAR)`;
  return /,\s*0\)$/.test(type.sql) ? text : swap(`rtrim(rtrim(${text}, '0'), '.')`);
}

function parsePattern(format: string, { decimal, thousand }: Separators): NumberPattern | null {
  const chars = [...format];
  const isDigit = (c: string | undefined) => c === "#" || c === "0";
  const start = chars.findIndex(isDigit);
  if (start < 0) return null;
  let end = chars.length - 1;
  while (!isDigit(chars[end])) end--;
  const body = chars.slice(start, end + 1);
  const point = decimal ? body.lastIndexOf(decimal) : -1;
  // In "#,##0" the comma groups, even where it is also the decimal separator's place: three digits follow.
  const whole = point < 0 ? body : body.slice(0, point);
  const decimals = point < 0 ? [] : body.slice(point + 1).filter(isDigit);
  const suffix = chars.slice(end + 1).join("");
  return {
    prefix: chars.slice(0, start).join(""),
    suffix,
    whole: whole.filter((c) => c === "0").length,
    fixed: decimals.filter((c) => c === "0").length,
    most: decimals.length,
    grouped: whole.some((c) => c === thousand || (thousand === "" && c === " ")),
    percent: suffix.includes("%"),
  };
}

function formatted({ sql }: NumberSql, p: NumberPattern, separators: Separators): string {
  const scaled = p.percent ? `(${sql}) * 100` : sql;
  const rounded = `round(CAST(${scaled} AS DOUBLE), ${p.most})`;
  let text = `format('{:${p.grouped ? "," : ""}.${p.most}f}', ${rounded} + 0.0)`;
  if (p.most > p.fixed) text = `regexp_replace(${text}, '(\\.\\d{${p.fixed}}\\d*?)0+$', '\\1')`;
  if (p.most > p.fixed && p.fixed === 0) text = `rtrim(${text}, '.')`;
  if (p.whole > 1) text = padWhole(text, p);
  if (p.whole === 0 && p.most > 0) text = `regexp_replace(${text}, '^(-?)0\\.', '\\1.')`;
  // The separators of `format` are "," and "."; translate swaps both at once.
  if (separators.decimal !== "." || (p.grouped && separators.thousand !== ","))
    text = swapSeparators(text, separators);
  const pieces = [p.prefix && quoteText(p.prefix), text, p.suffix && quoteText(p.suffix)].filter(Boolean);
  return pieces.length === 1 ? text : `(${pieces.join(" || ")})`;
}

function padWhole(text: string, p: NumberPattern): string {
  const width = p.whole + (p.fixed > 0 && p.fixed === p.most ? p.fixed + 1 : 0);
  if (p.most > p.fixed) return text;
  return `CASE WHEN ${text} LIKE '-%' THEN '-' || lpad(ltrim(${text}, '-'), CAST(greatest(${width}, length(${text}) - 1) AS INTEGER), '0') ELSE lpad(${text}, CAST(greatest(${width}, length(${text})) AS INTEGER), '0') END`;
}

function swapSeparators(text: string, { decimal, thousand }: Separators): string {
  const one = (s: string) => [...s].length === 1;
  if (one(decimal) && one(thousand)) return `translate(${text}, ',.', ${quoteText(thousand + decimal)})`;
  const marked = `replace(replace(${text}, ',', chr(1)), '.', ${quoteText(decimal)})`;
  return `replace(${marked}, chr(1), ${quoteText(thousand)})`;
}
