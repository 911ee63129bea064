import { textToTime, textToTimestamp } from "../../date-format";
import { escapePattern, quoteText } from "../../quoting";
import type { Settings } from "../../settings";
import { TYPES } from "../../types";
import type { RelationColumn } from "../relation";

/** A type a text column may turn out to have. */
export interface Candidate {
  /** SQL: the text is a value of the type. Never NULL for a text. */
  test(text: string): string;
  /** SQL of the value; the text passed the test or is NULL. */
  read(text: string): string;
  as: Pick<RelationColumn, "type" | "format">;
}

/** Types in the order they are tried. Tests are made for speed: they run over every value of a file. */
export function candidates(settings: Settings): Candidate[] {
  const { decimalSep, dateFormat, timestampFormat } = settings;
  const point = (text: string) =>
    decimalSep === "." ? text : `replace(${text}, ${quoteText(decimalSep)}, '.')`;
  const day = { type: TYPES.date, format: dateFormat };
  const moment = { type: TYPES.timestamp, format: timestampFormat };
  const byFormat = (formats: string[]) => (text: string) => textToTimestamp(text, formats, settings);
  const dayByFormat = byFormat([dateFormat]);
  const momentByFormat = byFormat([timestampFormat]);
  const anyMoment = byFormat([timestampFormat, dateFormat, "YYYY-MM-DD", "YYYY-MM-DD hh:mm:ss[.fff]"]);
  return [
    // Written back it must be the same: no leading zeros, no plus, no underscores.
    {
      test: (t) => `coalesce(CAST(TRY_CAST(${t} AS BIGINT) AS VARCHAR) = ${t}, false)`,
      read: (t) => `TRY_CAST(${t} AS BIGINT)`,
      as: { type: TYPES.integer },
    },
    {
      test: (t) => `(TRY_CAST(${point(t)} AS DOUBLE) IS NOT NULL AND ${looksLikeNumber(point(t))})`,
      read: (t) => `TRY_CAST(${point(t)} AS DOUBLE)`,
      as: { type: TYPES.number },
    },
    ...groupedNumber(settings),
    {
      test: (t) => `coalesce(CAST(TRY_CAST(${t} AS DATE) AS VARCHAR) = ${t} AND ${t}[5] = '-', false)`,
      read: (t) => `TRY_CAST(${t} AS DATE)`,
      as: day,
    },
    {
      test: (t) => `(${dayByFormat(t)} IS NOT NULL)`,
      read: (t) => `CAST(${dayByFormat(t)} AS DATE)`,
      as: day,
    },
    {
      test: (t) => `(TRY_CAST(${t} AS TIMESTAMP) IS NOT NULL AND ${looksLikeMoment(t)})`,
      read: (t) => `TRY_CAST(${t} AS TIMESTAMP)`,
      as: moment,
    },
    { test: (t) => `(${momentByFormat(t)} IS NOT NULL)`, read: momentByFormat, as: moment },
    { test: (t) => `(${anyMoment(t)} IS NOT NULL)`, read: anyMoment, as: moment },
    ...timeOfDay(settings),
  ];
}

/** Times of day, shown as they are written where all of them are written alike. */
function timeOfDay(settings: Settings): Candidate[] {
  const read = (text: string) => textToTime(text, settings);
  const written = (pattern: string, format: string): Candidate => ({
    test: (t) => `regexp_full_match(${t}, ${quoteText(pattern)})`,
    read,
    as: { type: TYPES.timestamp, format },
  });
  return [
    written("(?:[01][0-9]|2[0-3]):[0-5][0-9]", "hh:mm"),
    written("(?:[01]?[0-9]|2[0-3]):[0-5][0-9]", "h:mm"),
    written("(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,3})?)?", "hh:mm:ss[.fff]"),
    {
      test: (t) => `(${read(t)} IS NOT NULL)`,
      read,
      as: { type: TYPES.timestamp, format: settings.timeFormat },
    },
  ];
}

/** `1,234.5`, and beside that what MoneyFormat writes around a number: `$1,234.50`. */
function groupedNumber({ decimalSep, thousandSep, moneyFormat }: Settings): Candidate[] {
  const [above = ""] = moneyFormat.split(";");
  const [, before = "", after = ""] = /^([^#0]*)[#0](?:.*[#0])?([^#0]*)$/.exec(above) ?? [];
  const maybe = (text: string) => (text.trim() ? `(?:\\s*${escapePattern(text.trim())}\\s*)?` : "");
  const groups = thousandSep ? `(?:${escapePattern(thousandSep)}[0-9]{3})*|[1-9][0-9]*` : "[0-9]*";
  const decimals = decimalSep ? `(?:${escapePattern(decimalSep)}[0-9]+)?` : "";
  const whole = `(?:0|[1-9][0-9]{0,2}${groups})`;
  const pattern = quoteText(`-?${maybe(before)}${whole}${decimals}${maybe(after)}`);
  const others = quoteText(`[^0-9${escapePattern(decimalSep)}-]`);
  const digits = (text: string) => `regexp_replace(${text}, ${others}, '', 'g')`;
  return [
    {
      test: (t) => `regexp_full_match(${t}, ${pattern})`,
      read: (t) => `TRY_CAST(replace(${digits(t)}, ${quoteText(decimalSep)}, '.') AS DOUBLE)`,
      as: { type: TYPES.number },
    },
  ];
}

/** What DuckDB also takes for a number and the language does not: 007, +1, 1_000, inf, nan, 12E3. */
function looksLikeNumber(text: string): string {
  const digits = `ltrim(${text}, '-')`;
  const zero = `(left(${digits}, 1) <> '0' OR length(${digits}) = 1 OR substring(${digits}, 2, 1) IN ('.', 'e', 'E'))`;
  const start = `left(${digits}, 1) BETWEEN '.' AND '9'`;
  const exponent = `(NOT contains(lower(${text}), 'e') OR contains(lower(${text}), 'e-') OR contains(lower(${text}), 'e+'))`;
  return `${zero} AND ${start} AND ${exponent} AND NOT contains(${text}, '_')`;
}

/** Only the ISO form without a zone: DuckDB would take a zone and drop it. */
function looksLikeMoment(text: string): string {
  const time = `substring(${text}, 11)`;
  const zone = `contains(${time}, '+') OR contains(${time}, '-') OR contains(upper(${time}), 'Z')`;
  return `${text}[5] = '-' AND length(${text}) >= 16 AND NOT (${zone})`;
}
