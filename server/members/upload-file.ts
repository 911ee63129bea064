import { type CsvLine, csvLines } from "@/server/shared/csv";
import { didYouMean } from "@/server/shared/nearest";
import { type FileIssue, fileError } from "@/server/shared/yaml";
import { MOST_ROWS } from "./import-schemas";

export const UPLOAD_CODE = "members.file";

/** What is wrong in one cell, and what to do about it. */
export interface CellIssue {
  column: string;
  message: string;
}

/** A row by its column names, in small letters. */
export interface UploadRow {
  line: number;
  cells: Map<string, string>;
}

/** What a file is about, by its header: a column `email` of people, a column `group` of groups. */
export interface Upload {
  about: "people" | "groups";
  columns: string[];
  rows: UploadRow[];
}

const COLUMNS = {
  people: ["email", "name", "role", "groups", "externalId"],
  groups: ["group", "members", "apps", "sheets", "fieldClasses", "externalId"],
} as const;

function headerIssues(names: string[], about: Upload["about"], line: number, file: string): FileIssue[] {
  const columns: readonly string[] = COLUMNS[about];
  const known = columns.map((name) => name.toLowerCase());
  const at = (path: string, message: string) => ({ path, file, line, message });
  return [
    ...names
      .filter((name) => name !== "" && !known.includes(name))
      .map((name) =>
        at(
          name,
          `there is no column "${name}".${didYouMean(name, [...known])} Columns are: ${columns.join(", ")}`,
        ),
      ),
    ...names
      .filter((name, i) => name !== "" && names.indexOf(name) !== i)
      .map((name) => at(name, `the column "${name}" is there twice`)),
  ];
}

/** @throws `members.file` where the header or the file as a whole is wrong */
export function readUpload(text: string, fileName: string): Upload {
  const file = fileName || "upload.csv";
  const wrong = (message: string, line?: number) =>
    fileError(UPLOAD_CODE, [{ path: "", file, ...(line ? { line } : {}), message }]);
  const [header, ...lines] = csvLines(text, { code: UPLOAD_CODE, file });
  if (!header) throw wrong("the file is empty");
  const names = header.cells.map((name) => name.toLowerCase());
  const about = names.includes("email") ? "people" : names.includes("group") ? "groups" : null;
  if (!about)
    throw wrong(
      'the first line names no column "email" (for people) and no column "group" (for groups)',
      header.line,
    );
  const issues = headerIssues(names, about, header.line, file);
  if (issues.length > 0) throw fileError(UPLOAD_CODE, issues);
  if (lines.length === 0) throw wrong("there is nothing below the first line");
  if (lines.length > MOST_ROWS) throw wrong(`there are more than ${MOST_ROWS} rows; upload it in parts`);
  const rows = lines.map((line) => ({ line: line.line, cells: cellsOf(names, line) }));
  return { about, columns: names.filter((name) => name !== ""), rows };
}

function cellsOf(names: string[], { cells }: CsvLine): Map<string, string> {
  return new Map(names.flatMap((name, i) => (name === "" ? [] : [[name, cells[i] ?? ""] as const])));
}

/** Several in one cell: `Sales | Managers`, or with semicolons. */
export function listOf(cell: string | undefined): string[] {
  const parts = (cell ?? "").split(/[|;]/).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ""))];
}
