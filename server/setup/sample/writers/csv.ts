import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Cell, Table } from "../tables";

const UNQUOTED = /^[^",\r\n]*$/;

/** RFC 4180 with `\n` as line end and a header. NULL is an empty cell, an empty text is `""`. */
export function csvOf(table: Table): string {
  const lines = [table.columns.map((c) => csvCell(c.name)).join(",")];
  for (const row of table.rows) lines.push(row.map(csvCell).join(","));
  return `${lines.join("\n")}\n`;
}

function csvCell(value: Cell): string {
  if (value === null) return "";
  const text = String(value);
  return text !== "" && UNQUOTED.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}

/** Writes one CSV file, whole or not at all. */
export function writeCsv(file: string, table: Table): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, csvOf(table));
  renameSync(`${file}.part`, file);
}
