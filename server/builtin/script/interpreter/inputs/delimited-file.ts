import { stat } from "node:fs/promises";
import { fileLiteral } from "@/server/builtin/sources/rows/file-literal";
import { isAppError, scriptError } from "../../errors";
import { quoteText } from "../../quoting";
import type { FileFormat } from "../../statements";
import { TYPES } from "../../types";
import { checkFieldNames } from "../catalog";
import type { InputScope } from "../input";
import type { Relation } from "../relation";
import type { Run } from "../run";
import { autoTyped } from "./auto-types";
import { decodedInput } from "./decoded-file";
import { type Layout, readLayout } from "./file-layout";
import { interpretedNulls } from "./null-interpret";
import { anySingleQuoted } from "./single-quoted";

/** Code pages DuckDB reads itself. */
const NATIVE: Record<number, string> = { 65001: "utf-8", 1200: "utf-16", 28591: "latin-1" };

/** Text files with columns; all must have the same. Types are found over all rows. */
export async function delimitedInput(
  run: Run,
  files: string[],
  format: FileFormat,
  scope: InputScope,
): Promise<Relation> {
  const layouts = await Promise.all(files.map((file) => readLayout(file, format)));
  const [layout] = layouts;
  if (!layout) return { sql: "SELECT 1 WHERE false", columns: [], ordered: false, scrambled: false };
  const other = layouts.findIndex((l) => l.names.join("\n") !== layout.names.join("\n"));
  if (other >= 0)
    throw scriptError(
      "script.file",
      `File ${other + 1} of the ${files.length} has other columns than the first.`,
      {
        at: format.at,
        advice: "Load them one by one, each with its own field list.",
      },
    );
  checkFieldNames(layout.names, "the file");
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  run.progress.addBytes(sizes.reduce((a, b) => a + b, 0));
  const columns = layout.names.map((name, i) => ({ name, column: `c${i}`, type: TYPES.text }));
  const typed = (rows: Relation) => autoTyped(run, interpretedNulls(run, rows), scope.wanted);
  const decoded = async () => typed(await decodedInput(run, files, format, layout, scope));
  if (format.spaces || !NATIVE[format.codepage]) return decoded();
  if (format.singleQuotes && (await anySingleQuoted(files, layout.delimiter))) return decoded();
  const relation = { columns, ordered: false, scrambled: false };
  const read = (parallel: boolean) => typed({ ...relation, sql: readCsv(files, format, layout, parallel) });
  return read(true)
    .catch((error: unknown) => {
      // DuckDB reads values with line ends in short lines only one file at a time.
      if (!(error instanceof Error) || !/null_padding/.test(String(error.cause))) throw error;
      return read(false);
    })
    .catch((error: unknown) => {
      // What DuckDB finds odd (other line ends in values than between rows) may be sound: it is cut by hand then.
      if (!isAppError(error) || !/^script\.(file|failed)$/.test(error.code)) throw error;
      return decoded();
    });
}

function readCsv(
  files: string[],
  format: FileFormat,
  { names, delimiter, skip }: Layout,
  parallel = true,
): string {
  const columns = names.map((_, i) => `c${i}: 'VARCHAR'`).join(", ");
  const options = [
    `columns = {${columns}}`,
    "auto_detect = false",
    "header = false",
    `skip = ${skip}`,
    `delim = ${quoteText(delimiter)}`,
    `quote = ${format.quotes ? "'\"'" : "''"}`,
    `escape = ${format.quotes ? "'\"'" : "''"}`,
    `parallel = ${parallel}`,
    "null_padding = true",
    // An empty value is an empty text, not NULL: no file holds this mark.
    "nullstr = '\u0001'",
    `encoding = ${quoteText(NATIVE[format.codepage] ?? "utf-8")}`,
    ...(format.comment ? [`comment = ${quoteText(format.comment)}`] : []),
  ];
  return `SELECT * FROM read_csv([${files.map(fileLiteral).join(", ")}], ${options.join(", ")})`;
}
