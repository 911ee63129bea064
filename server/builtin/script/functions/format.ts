import { asDouble, asNumber, asText, asTimestamp, numberToTimestamp, type Typed } from "../convert";
import { showsTime, textToTimestamp } from "../date-format";
import { isIntervalFormat, textToInterval } from "../interval-format";
import { quoteText } from "../quoting";
import type { CallContext, FunctionDefinition } from "../scope";
import { DUAL_SQL, TYPES } from "../types";
import { date, define, number, text, timestamp } from "./define";

/** What values show and how texts are read. */
export const formats: FunctionDefinition[] = [
  define(
    "format",
    "Num(x [, format [, decimal [, thousand]]])",
    "FormattingFunctions/Num",
    [1, 4],
    "The number, shown by a format; without one as it is.",
    (c) => {
      const value = c.number(0);
      const format = c.optionalLiteralText(1);
      return format === undefined
        ? { sql: value.sql, type: value.type, literal: value.literal }
        : { sql: value.sql, type: value.type, ...shownBy(c, format) };
    },
  ),
  define(
    "format",
    "Money(x [, format [, decimal [, thousand]]])",
    "FormattingFunctions/Money",
    [1, 4],
    "The number, shown as money; by MoneyFormat unless a format is given.",
    (c) => {
      const value = c.number(0);
      return {
        sql: value.sql,
        type: value.type,
        ...shownBy(c, c.optionalLiteralText(1) || c.settings.moneyFormat),
      };
    },
  ),
  define(
    "format",
    "Num#(text [, format [, decimal [, thousand]]])",
    "InterpretationFunctions/num_hash",
    [1, 4],
    "The number a text is by given separators.",
    (c) => parseNumber(c),
  ),
  define(
    "format",
    "Money#(text [, format [, decimal [, thousand]]])",
    "InterpretationFunctions/money_hash",
    [1, 4],
    "The number a text of money is; a format says what stands beside it.",
    (c) => parseNumber(c, c.settings.moneyFormat),
  ),
  define(
    "format",
    "Text(expr)",
    "InterpretationFunctions/Text",
    1,
    "The text of a value, never a number.",
    (c) => text(c.text(0)),
  ),
  define(
    "format",
    "Dual(text, number)",
    "FormattingFunctions/Dual",
    2,
    "A value that shows a text and counts as a number.",
    (c) => {
      const [txt, num] = [c.text(0), c.double(1)];
      return {
        sql: `CASE WHEN ${txt} IS NULL AND ${num} IS NULL THEN NULL::${DUAL_SQL} ELSE {'num': ${num}, 'txt': ${txt}} END`,
        type: TYPES.dual,
      };
    },
  ),
  define(
    "format",
    "Date(x [, format])",
    "FormattingFunctions/Date",
    [1, 2],
    "The day of a value, shown by a format (DateFormat unless given); its time is dropped.",
    (c) => {
      const format = c.optionalLiteralText(1) || c.settings.dateFormat;
      return showsTime(format) ? timestamp(c.timestamp(0), format) : date(c.date(0), format);
    },
  ),
  define(
    "format",
    "Timestamp(x [, format])",
    "FormattingFunctions/Timestamp",
    [1, 2],
    "The point in time of a value, shown by a format (TimestampFormat unless given).",
    (c) => timestamp(c.timestamp(0), c.optionalLiteralText(1) || c.settings.timestampFormat),
  ),
  define(
    "format",
    "Time(x [, format])",
    "FormattingFunctions/Time",
    [1, 2],
    "The point in time of a value, of which the time is shown (by TimeFormat unless given).",
    (c) => timestamp(timeOf(c.arg(0), c), c.optionalLiteralText(1) || c.settings.timeFormat),
  ),
  define(
    "format",
    "Date#(text [, format])",
    "InterpretationFunctions/date_hash",
    [1, 2],
    "The day a text is by a format (DateFormat unless given), or NULL.",
    (c) => {
      const format = c.optionalLiteralText(1) || c.settings.dateFormat;
      if (showsTime(format)) return timestamp(read(c, format), format);
      return date(`CAST(${read(c, format)} AS DATE)`, format);
    },
  ),
  define(
    "format",
    "Timestamp#(text [, format])",
    "InterpretationFunctions/timestamp_hash",
    [1, 2],
    "The point in time a text is by a format (TimestampFormat unless given), or NULL.",
    (c) => {
      const format = c.optionalLiteralText(1) || c.settings.timestampFormat;
      return timestamp(read(c, format), format);
    },
  ),
  define(
    "format",
    "Time#(text [, format])",
    "InterpretationFunctions/time_hash",
    [1, 2],
    "The time of day a text is by a format (TimeFormat unless given), or NULL.",
    (c) => {
      const format = c.optionalLiteralText(1) || c.settings.timeFormat;
      return timestamp(`(DATE '1899-12-30' + CAST(${read(c, format)} AS TIME))`, format);
    },
  ),
  define(
    "format",
    "Interval(x [, format])",
    "FormattingFunctions/Interval",
    [1, 2],
    "A number of days, shown as a duration (by TimeFormat unless given).",
    (c) => duration(c, c.double(0)),
  ),
  define(
    "format",
    "Interval#(text [, format])",
    "InterpretationFunctions/interval_hash",
    [1, 2],
    "The number of days a text says by a format (TimeFormat unless given), or NULL.",
    (c) => {
      const value = c.arg(0);
      const format = c.optionalLiteralText(1) || c.settings.timeFormat;
      return duration(c, value.type.kind === "text" ? textToInterval(value.sql, format) : c.double(0));
    },
  ),
];

function duration(c: CallContext, sql: string): Typed {
  const format = c.optionalLiteralText(1) || c.settings.timeFormat;
  if (isIntervalFormat(format)) return { sql, type: TYPES.number, format };
  throw c.error(`"${format}" is no format of durations; write one such as "D hh:mm:ss"`, 1);
}

/** A date or number stays what it is; a text is read by the format, and only by it. */
function read(c: CallContext, format: string): string {
  const value = c.arg(0);
  if (value.type.kind === "text") return textToTimestamp(value.sql, [format], c.settings);
  if (value.type.kind === "integer" || value.type.kind === "number") {
    // Digits such as 20240131 come as numbers and are still a text by the format.
    const byFormat = textToTimestamp(asText(value, c.settings), [format], c.settings);
    return /^[YyMDdhms]+$/.test(format) ? byFormat : numberToTimestamp(asDouble(value, c.settings));
  }
  return asTimestamp(value, c.settings);
}

function timeOf(value: Typed, c: CallContext): string {
  if (value.type.kind === "time") return `(DATE '1899-12-30' + ${value.sql})`;
  return asTimestamp(value, c.settings);
}

/** @param usual the format where none is given */
function parseNumber(c: CallContext, usual = ""): Typed {
  const value = c.arg(0);
  if (value.type.kind !== "text") return asNumber(value);
  const decimal = c.optionalLiteralText(2) ?? c.settings.decimalSep;
  const thousand = c.optionalLiteralText(3) ?? c.settings.thousandSep;
  const format = c.optionalLiteralText(1) ?? usual;
  let sql = `trim(${value.sql})`;
  for (const literal of [...new Set(format.replace(/[#0.,\s]/g, "").split(""))].filter((ch) => ch !== "%"))
    sql = `replace(${sql}, ${quoteText(literal)}, '')`;
  if (thousand && thousand !== decimal) sql = `replace(${sql}, ${quoteText(thousand)}, '')`;
  if (decimal && decimal !== ".") sql = `replace(${sql}, ${quoteText(decimal)}, '.')`;
  if (!format.includes("%")) return number(asDouble({ sql, type: TYPES.text }));
  return number(`(${asDouble({ sql: `rtrim(${sql}, '% ')`, type: TYPES.text })} / 100)`);
}

/** The format, rewritten to the script's separators where the call names others: these are shown. */
function shownBy(c: CallContext, format: string): Pick<Typed, "format" | "separators"> {
  const { decimalSep, thousandSep } = c.settings;
  const decimal = c.optionalLiteralText(2);
  if (decimal === undefined) return { format };
  const thousand = c.optionalLiteralText(3) ?? thousandSep;
  const own = (ch: string) => (ch === decimal ? decimalSep : ch === thousand ? thousandSep : ch);
  return { format: [...format].map(own).join(""), separators: { decimal, thousand } };
}
