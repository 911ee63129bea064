import type { CellValue } from "@/server/platform/model";
import { csvCell, isFormula } from "@/server/shared/spreadsheet-model";
import type { TableView } from "../charts/port";

/** Exact decimals come as text: a negative amount is no formula. */
const isNumber = (text: string) => /^[+-]?\d+(\.\d+)?$/.test(text);

/** Whether a figure's text would be run by a spreadsheet instead of shown. */
export const wouldRun = (text: string): boolean => isFormula(text) && !isNumber(text);

/**
 * Rows as CSV (RFC 4180, with a byte order mark so that spreadsheets read UTF-8). Numbers stay numbers; text that a
 * spreadsheet would run as a formula is led by an apostrophe.
 */
export function csvOf({ columns, rows }: TableView): string {
  const lines = [columns.map((c) => c.label), ...rows.map((row) => row.raw)];
  return `\ufeff${lines.map((line) => line.map(cellText).join(",")).join("\r\n")}\r\n`;
}

function cellText(cell: CellValue): string {
  if (cell === null) return "";
  return typeof cell !== "string" || isNumber(cell) ? String(cell) : csvCell(cell);
}

/** A file's name from titles: letters and digits of any language, the rest dashes. */
export function fileName(...titles: string[]): string {
  const name = titles
    .join(" ")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-");
  return `${name.replace(/^-|-$/g, "") || "figures"}.csv`;
}

/** Hands a text to the reader as a file. */
export function download(name: string, text: string, type = "text/csv"): void {
  save(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/** Hands over a file that came as base64. */
export function downloadBase64(name: string, content: string, type: string): void {
  const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  save(name, new Blob([bytes], { type }));
}

function save(name: string, file: Blob): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
