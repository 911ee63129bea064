import { quoteText } from "./quoting";
import type { Settings } from "./settings";

/** What stands between the digits of numbers that are texts. */
export type WrittenBy = Pick<Settings, "decimalSep" | "thousandSep">;

const POINT: WrittenBy = { decimalSep: ".", thousandSep: "" };

/**
 * Regular expression of a number as it is written: groups of three digits, decimals, an exponent. A point counts for the
 * decimals, too, where it divides no groups.
 */
function patternOf(by: WrittenBy): string {
  const group = groupOf(by);
  const points = [...new Set([by.decimalSep || ".", ...(group === "." ? [] : ["."])])].map(escaped);
  const point = `(?:${points.join("|")})`;
  const whole = group ? `(?:\\d{1,3}(?:${escaped(group)}\\d{3})+|\\d+)` : "\\d+";
  return `^\\s*([+-]?(?:${whole}(?:${point}\\d*)?|${point}\\d+)(?:[eE][+-]?\\d+)?)\\s*$`;
}

function groupOf({ decimalSep, thousandSep }: WrittenBy): string {
  return thousandSep === (decimalSep || ".") ? "" : thousandSep;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** The number a text literal is, or null. */
export function parseNumber(text: string, by: WrittenBy = POINT): number | null {
  const [, written] = new RegExp(patternOf(by)).exec(text) ?? [];
  if (written === undefined) return null;
  return Number(written.replaceAll(groupOf(by) || " ", "").replace(by.decimalSep || ".", "."));
}

/** SQL DOUBLE of a text, NULL where it is no number. */
export function textToNumber(sql: string, by: WrittenBy = POINT): string {
  const group = groupOf(by);
  let written = `regexp_extract(${sql}, ${quoteText(patternOf(by))}, 1)`;
  if (group) written = `replace(${written}, ${quoteText(group)}, '')`;
  if (by.decimalSep && by.decimalSep !== ".")
    written = `replace(${written}, ${quoteText(by.decimalSep)}, '.')`;
  return `TRY_CAST(${written} AS DOUBLE)`;
}
