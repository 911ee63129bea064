import { asNumber, asText, type Typed } from "./convert";
import type { Settings } from "./settings";

/**
 * SQL to sort by a value: numbers by value before texts by the alphabet, as charts do in both directions; a text that is
 * a number counts as one. NULL is the least.
 */
export function sortKeys(value: Typed, descending: boolean, settings: Settings): string[] {
  const { sql, type } = value;
  const direction = descending ? "DESC" : "ASC";
  const nulls = descending ? "NULLS LAST" : "NULLS FIRST";
  if (type.kind === "boolean") return [`${asNumber(value).sql} ${direction} ${nulls}`];
  if (type.kind !== "text" && type.kind !== "dual") return [`${sql} ${direction} ${nulls}`];
  return [
    `(${sql} IS NOT NULL) ${direction}`,
    `${type.kind === "text" ? numberOfText(value) : asNumber(value).sql} ${direction} NULLS LAST`,
    ...alphabet(asText(value, settings)).map((key) => `${key} ${direction}`),
  ];
}

/** Only what begins with a digit, sign, point or blank is read: most texts are words. */
function numberOfText(value: Typed): string {
  return `CASE WHEN unicode(${value.sql}) <= ${"9".charCodeAt(0)} THEN ${asNumber(value).sql} END`;
}

/** Without regard to case and accents first, then by code point. */
export function alphabet(text: string): string[] {
  return [`strip_accents(lower(${text}))`, text];
}
