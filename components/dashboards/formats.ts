import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { CellValue } from "@/server/platform/model";
import type { Formats, ValueFormat } from "../charts/port";
import { dateText, durationText } from "./format-dates";

export const MISSING = "–";
const NARROW_SPACE = "\u00a0";

type Options = Intl.NumberFormatOptions;

/**
 * Values as the reader of `locale` writes them. `currency` is taken for money without one of its own; null writes
 * money as plain numbers. Never throws: an unknown currency or field falls back to plain text.
 */
export function createFormats(
  locale: string,
  document: Pick<DashboardDocument, "currency" | "fields">,
): Formats {
  const number = numbers(locale);

  function value(cell: CellValue, format: ValueFormat, { compact = false } = {}): string {
    if (cell === null || cell === undefined || cell === "") return MISSING;
    if (typeof cell === "boolean") return String(cell);
    if (format.kind === "date") return around(dateText(cell, format.pattern, "date", locale), format);
    const figure = figureOf(cell);
    if (figure === null) return typeof cell === "number" ? MISSING : cell;
    if (format.kind === "duration") return durationText(figure, locale);
    return around(number(figure, optionsOf(figure, format, document.currency, compact)), format);
  }

  return {
    value,
    change(now, before, format) {
      const [to, from] = [figureOf(now), figureOf(before)];
      if (to === null || from === null) return null;
      const points = format.kind === "percent";
      if (!points && from === 0) return null;
      const share = points ? to - from : (to - from) / Math.abs(from);
      const rounded = Math.round(share * 1000) / 10;
      const options: Options = {
        signDisplay: "exceptZero",
        minimumFractionDigits: 1,
        maximumFractionDigits: 1,
      };
      const text = points
        ? `${number(rounded, options)}${NARROW_SPACE}pp`
        : number(rounded / 100, { ...options, style: "percent" });
      return { text, sign: rounded > 0 ? 1 : rounded < 0 ? -1 : 0 };
    },
    field(cell, name) {
      if (cell === null || cell === undefined || cell === "") return MISSING;
      const field = document.fields[name];
      if (field?.type === "date" || field?.type === "timestamp" || field?.type === "time")
        return dateText(cell, field.format, field.type, locale);
      if (typeof cell === "number") return fieldNumber(cell, field?.format, number);
      return String(cell);
    },
  };
}

/** A number, or text that holds one (exact decimals come as text); null for anything else. */
export function figureOf(cell: CellValue | undefined): number | null {
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : null;
  if (typeof cell !== "string" || cell.trim() === "") return null;
  const figure = Number(cell);
  return Number.isFinite(figure) ? figure : null;
}

function numbers(locale: string) {
  const made = new Map<string, Intl.NumberFormat>();
  return (figure: number, options: Options): string => {
    const key = JSON.stringify(options);
    const format = made.get(key) ?? new Intl.NumberFormat(locale, options);
    made.set(key, format);
    return format.format(figure).replace(/-/g, "\u2212");
  };
}

function optionsOf(figure: number, format: ValueFormat, currency: string | null, compact: boolean): Options {
  const size = Math.abs(figure);
  const money = format.kind === "money" ? moneyOptions(format.currency ?? currency) : {};
  if (format.kind === "percent") return { style: "percent", ...digits(format.digits ?? 1, true) };
  if (compact && size >= 10_000) return { ...money, notation: "compact", maximumSignificantDigits: 3 };
  const { digits: own, grouping } = patternOf(format.pattern);
  const wanted = format.digits ?? own;
  const useGrouping = grouping;
  if (wanted !== undefined) return { ...money, ...digits(wanted, true), useGrouping };
  if (format.kind === "integer") return { ...digits(0, true), useGrouping };
  if (format.kind === "money") return { ...money, ...digits(size >= 100 || size === 0 ? 0 : 2, true) };
  return { ...digits(size >= 100 ? 0 : size >= 10 ? 1 : 2, false), useGrouping };
}

function moneyOptions(currency: string | null): Options {
  if (!currency || !/^[A-Z]{3}$/.test(currency)) return {};
  return { style: "currency", currency, currencyDisplay: "narrowSymbol" };
}

function digits(count: number, fixed: boolean): Options {
  return { minimumFractionDigits: fixed ? count : 0, maximumFractionDigits: count };
}

/** Digits and grouping of a pattern such as `#,##0.00`; nothing where it is none. */
function patternOf(pattern: string | undefined): { digits?: number; grouping?: boolean } {
  const found = pattern?.match(/^[#0,\s]*0(?:\.(0*)#*)?$/);
  if (!pattern || !found) return {};
  return { digits: found[1]?.length ?? 0, grouping: pattern.includes(",") };
}

/** A field's number: a year or a code is no amount, so it is grouped only where its format says so. */
function fieldNumber(cell: number, format: string | undefined, number: ReturnType<typeof numbers>): string {
  const pattern = patternOf(format);
  if (pattern.digits !== undefined)
    return number(cell, { ...digits(pattern.digits, true), useGrouping: pattern.grouping ?? false });
  return number(cell, { useGrouping: false, maximumFractionDigits: 6 });
}

function around(text: string, { prefix = "", suffix = "" }: ValueFormat): string {
  return `${prefix}${text}${suffix}`.replace(/ /g, NARROW_SPACE);
}
