import { escapePattern, quoteText } from "./quoting";

/** A duration's format in parts: units of time, and text as it stands. */
type Part = { unit: Unit; digits: number } | { text: string };
type Unit = "day" | "hour" | "minute" | "second" | "milli";

const TOKEN = /\[\.f+\]|D+|h+|m+|s+|f+/gi;
const MILLIS: Record<Unit, number> = {
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  milli: 1,
};
const UNITS: Record<string, Unit> = { d: "day", h: "hour", m: "minute", s: "second", f: "milli" };

/** Whether a format is one of durations: `hh:mm:ss`, `D hh:mm`. */
export function isIntervalFormat(format: string): boolean {
  return !/[#0]/.test(format) && /[dhms]/i.test(format);
}

function parts(format: string): Part[] {
  const result: Part[] = [];
  let last = 0;
  for (const match of format.matchAll(TOKEN)) {
    if (match.index > last) result.push({ text: format.slice(last, match.index) });
    last = match.index + match[0].length;
    const optional = match[0].startsWith("[");
    if (optional) result.push({ text: "." });
    const token = optional ? match[0].slice(2, -1) : match[0];
    const unit = UNITS[(token[0] ?? "").toLowerCase()];
    if (unit) result.push({ unit, digits: unit === "milli" ? 3 : token.length });
  }
  if (last < format.length) result.push({ text: format.slice(last) });
  return result;
}

/**
 * SQL text of a duration by a format. The largest unit takes all there is of it: 1.375 days are `33:00` by `hh:mm`.
 * @param days SQL DOUBLE
 */
export function intervalToText(days: string, format: string): string {
  const list = parts(format);
  const shown = list.flatMap((p) => ("unit" in p ? [MILLIS[p.unit]] : []));
  const millis = `CAST(round(abs(${days}) * 86400000) AS BIGINT)`;
  const pieces = list.map((part) => {
    if ("text" in part) return quoteText(part.text);
    const size = MILLIS[part.unit];
    const larger = Math.min(...shown.filter((s) => s > size));
    const whole = `${millis} // ${size}`;
    const value = Number.isFinite(larger) ? `(${whole}) % ${larger / size}` : whole;
    return `printf('%0${part.digits}d', ${value})`;
  });
  return `(CASE WHEN ${days} < 0 THEN '-' ELSE '' END || ${pieces.join(" || ")})`;
}

/**
 * SQL DOUBLE of the days a text says by a format; NULL where it does not fit.
 * @param text SQL VARCHAR
 */
export function textToInterval(text: string, format: string): string {
  const list = parts(format);
  const pattern = list.map((p) => ("text" in p ? escapePattern(p.text) : "(\\d+)")).join("");
  const units = list.flatMap((p) => ("unit" in p ? [p.unit] : []));
  const match = quoteText(`^\\s*-?${pattern}\\s*$`);
  const terms = units.map(
    (unit, i) => `TRY_CAST(regexp_extract(${text}, ${match}, ${i + 1}) AS DOUBLE) * ${MILLIS[unit]}`,
  );
  const sign = `CASE WHEN ltrim(${text}) LIKE '-%' THEN -1 ELSE 1 END`;
  return `(${sign} * (${terms.join(" + ")}) / 86400000.0::DOUBLE)`;
}
