import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { columnLetters } from "@/server/builtin/formats/xlsx/extent";
import { type CellValue, readWorkbookSheet } from "@/server/builtin/formats/xlsx/workbook";
import { createRowWriter } from "@/server/builtin/sources/rows/row-writer";
import { scriptError } from "../../../errors";
import { quoteName } from "../../../quoting";
import type { FileFormat } from "../../../statements";
import { checkFieldNames } from "../../catalog";
import type { InputScope } from "../../input";
import { ORDER, type Relation } from "../../relation";
import type { Run } from "../../run";
import { fileFailure } from "../file-failure";
import { type CellColumn, cellColumn } from "./cell-column";

/** A sheet of an XLSX workbook as a temporary table. Cells with an error are NULL, and the reload warns. */
export async function xlsxInput(
  run: Run,
  path: string,
  format: FileFormat,
  scope: InputScope,
): Promise<Relation> {
  const file = basename(path);
  const sheet = await readWorkbookSheet(path, format.table).catch((error: unknown) => {
    throw fileFailure(error, file);
  });
  run.progress.addBytes((await stat(path)).size);
  if (sheet.errors > 0)
    run.warnings.add(`${file}, ${sheet.name}: ${sheet.errors} cells hold an error; they are NULL.`);
  const { names, rows } = labelled(sheet.rows, format, `"${sheet.name}" of "${file}"`);
  checkFieldNames(names, sheet.name);
  const wanted = names
    .map((name, at) => ({ name, at }))
    .filter(({ name }) => !scope.wanted || scope.wanted.has(name));
  const columns = wanted.map(({ at }) => cellColumn(rows, at, run.variables.settings));
  const table = run.db.temporaryName();
  scope.temporary.push(table);
  await keep(run, table, columns, rows);
  let next = 0;
  const list = columns.map(({ storage, sql }, i) => `${sql(storage.map(() => `k${next++}`))} AS c${i}`);
  return {
    sql: `SELECT ${[...list, `rowid AS ${ORDER}`].join(", ")} FROM ${quoteName(table)}`,
    columns: columns.map(({ type }, i) => ({ name: wanted[i]?.name ?? "", column: `c${i}`, type })),
    ordered: true,
    scrambled: false,
  };
}

/** Field names and the rows below; without labels the fields are A, B, C … */
function labelled(all: CellValue[][], { labels, headerLines, at }: FileFormat, place: string) {
  const rows = all.slice(headerLines);
  const [first] = rows;
  if (!first || first.length === 0)
    throw scriptError("script.file", `The sheet ${place} is empty.`, {
      ...(at ? { at } : {}),
      advice: "It needs at least a line of labels; check its name and header is n lines.",
    });
  if (labels === "none") return { names: first.map((_, i) => columnLetters(i + 1)), rows };
  const text = (value: CellValue) =>
    value instanceof Date ? value.toISOString().slice(0, 10) : String(value ?? "");
  return { names: first.map((label, i) => text(label).trim() || columnLetters(i + 1)), rows: rows.slice(1) };
}

async function keep(run: Run, table: string, columns: CellColumn[], rows: CellValue[][]): Promise<void> {
  const storage = columns.flatMap((c) => c.storage);
  const list = storage.map(({ kind }, i) => `k${i} ${kind}`);
  await run.db.run(`CREATE TABLE ${quoteName(table)} (${list.join(", ") || '"#" BOOLEAN'})`);
  const appender = await run.db.connection.createAppender(table);
  const writer = createRowWriter(appender, storage.length > 0 ? storage : [{ kind: "BOOLEAN" }]);
  for (const row of rows) {
    let at = 0;
    for (const column of columns) {
      column.put(writer, at, row[column.at] ?? null);
      at += column.storage.length;
    }
    if (storage.length === 0) writer.setNull(0);
    writer.endRow();
  }
  writer.flush();
  appender.closeSync();
}
