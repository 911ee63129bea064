/** What a spreadsheet would take for a formula; full-width signs count as theirs. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** Whether a spreadsheet would run the text instead of showing it; `-1` counts, for it may be meant as text. Browser-safe. */
export const isFormula = (text: string): boolean => FORMULA.test(text);

/** A text as a cell of RFC 4180; what a spreadsheet would run is led by an apostrophe. */
export function csvCell(text: string): string {
  const safe = isFormula(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}
