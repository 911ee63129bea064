import type { Cell } from "write-excel-file/node";
import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { CellValue } from "@/server/platform/model";
import type { TableColumn, ValueFormat } from "../charts/port";
import { wouldRun } from "../dashboards/csv";
import { figureOf } from "../dashboards/formats";

/** The longest text that a cell takes. */
const MOST_LETTERS = 32_767;
/** A number as text with more digits would be another number in a spreadsheet. */
const EXACT_DIGITS = 15;
/** Days from the epoch of scripts (30 December 1899) to that of the browser. */
const SCRIPT_EPOCH_DAYS = 25_569;

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text that stays text: never a formula, nothing that no spreadsheet opens. */
export function textCell(text: string): Cell {
  const value = text.replace(UNWRITABLE, "").replace(LONE_SURROGATE, "\ufffd").slice(0, MOST_LETTERS);
  if (value === "") return null;
  return { value, type: String, ...(wouldRun(value) ? { format: "@" } : {}) };
}

/**
 * A figure or a value as a typed cell: numbers and days in the column's own format, everything else as text.
 * @param document for the type of a column's field, and the currency of money without one of its own
 */
export function valueCell(
  value: CellValue,
  column: TableColumn,
  { fields, currency }: Pick<DashboardDocument, "fields" | "currency">,
  rowFormat?: ValueFormat,
): Cell {
  if (value === null || value === "") return null;
  if (typeof value === "boolean") return { value, type: Boolean };
  const field = column.field ? fields[column.field] : undefined;
  const format = rowFormat ?? column.format;
  const kind = format?.kind === "date" ? "date" : field?.type;
  if (kind === "date" || kind === "timestamp") {
    const at = dayOf(value);
    if (at) return { value: at, type: Date, format: kind === "date" ? "yyyy-mm-dd" : "yyyy-mm-dd hh:mm:ss" };
  }
  const figure = column.numeric || typeof value === "number" ? exactFigure(value) : null;
  if (figure === null) return textCell(String(value));
  const pattern = column.numeric ? numberFormat(format, currency) : null;
  return { value: figure, type: Number, ...(pattern ? { format: pattern } : {}) };
}

function exactFigure(value: string | number): number | null {
  const figure = figureOf(value);
  if (figure === null || typeof value === "number") return figure;
  return value.replace(/^[-+]?0*\.?0*|[.]|e.*$/gi, "").length <= EXACT_DIGITS ? figure : null;
}

/** ISO text or a script's day number as the instant a spreadsheet shows as that wall-clock time. */
function dayOf(value: string | number): Date | null {
  if (typeof value === "number") return new Date(Math.round((value - SCRIPT_EPOCH_DAYS) * 86_400_000));
  const found = value.match(/^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?/);
  if (!found) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0));
  // Before 1900 spreadsheets have no days.
  return year < 1900 ? null : new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}

/** The number format of a spreadsheet for a format of the sheet; null for a plain number. */
export function numberFormat(format: ValueFormat | undefined, currency: string | null = null): string | null {
  if (!format) return null;
  const digits = (usual: number) =>
    (format.digits ?? usual) > 0 ? `.${"0".repeat(format.digits ?? usual)}` : "";
  const body = bodyOf({ ...format, currency: format.currency ?? currency ?? undefined }, digits);
  if (body === null) return null;
  return `${quoted(format.prefix)}${body}${quoted(format.suffix)}`;
}

function bodyOf(format: ValueFormat, digits: (usual: number) => string): string | null {
  switch (format.kind) {
    case "integer":
      return "#,##0";
    case "percent":
      return `0${digits(1)}%`;
    case "money":
      return `${currencySign(format.currency)}#,##0${digits(2)}`;
    case "number":
      return format.digits === undefined ? "#,##0.##" : `#,##0${digits(0)}`;
    default:
      return null;
  }
}

const currencySign = (currency: string | undefined) =>
  currency && /^[A-Z]{3}$/.test(currency) ? `[$${currency}] ` : "";

/** Literal text inside a number format. */
const quoted = (text: string | undefined) => (text ? `"${text.replace(/["\\]/g, "")}"` : "");
