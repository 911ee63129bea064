import { CsvError, parse } from "csv-parse/sync";
import { fileError } from "./yaml";

/** A line of an upload with something in it. */
export interface CsvLine {
  /** Line of the file, from 1. */
  line: number;
  cells: string[];
}

/** Comma, semicolon or tab: what the header has most of. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.indexOf("\n") < 0 ? undefined : text.indexOf("\n"));
  const count = (mark: string) => header.split(mark).length;
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/**
 * Lines of a CSV upload, the header first. Empty lines and lines that begin with # are left out.
 * @param code of the error for what is no CSV
 * @param file name shown in it
 */
export function csvLines(text: string, { code, file }: { code: string; file: string }): CsvLine[] {
  try {
    const records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      comment: "#",
      comment_no_infix: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records
      .map(({ record, info }) => ({ line: info.lines, cells: record }))
      .filter(({ cells }) => cells.some((cell) => cell !== ""));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? { line: error.lines } : {};
    throw fileError(code, [{ path: "", file, ...line, message: "this is no CSV: a quote is not closed" }]);
  }
}
