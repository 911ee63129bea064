import type { ConnectionForm } from "@/server/connections/port";
import { type CsvLine, csvLines } from "@/server/shared/csv";
import { didYouMean } from "@/server/shared/nearest";
import { type FileIssue, fileError } from "@/server/shared/yaml";
import { columnOf, entryOfRow, isKnownColumn, PLAIN_COLUMNS } from "./onboard-columns";
import { MANY_CODE, type ManyEntries } from "./onboard-file";
import { MAX_ONBOARD } from "./onboard-schemas";

function headerIssues(header: CsvLine, file: string): FileIssue[] {
  const at = (path: string, message: string) => ({ path, file, line: header.line, message });
  const unknown = header.cells.filter((name) => name !== "" && !isKnownColumn(name));
  const twice = header.cells.filter((name, i) => name !== "" && header.cells.indexOf(name) !== i);
  const missing = ["slug", "name", "plan"].filter((name) => !header.cells.includes(name));
  return [
    ...unknown.map((name) =>
      at(name, `there is no column "${name}".${didYouMean(name, [...PLAIN_COLUMNS])}`),
    ),
    ...twice.map((name) => at(name, `the column "${name}" is there twice`)),
    ...missing.map((name) => at(name, `the column "${name}" is missing`)),
  ];
}

/**
 * Reads a CSV upload: one customer a row, columns by their names in the first line.
 * @param forms kinds of sources, which say what of a connection is a number
 * @throws `tenants.file` where the header is wrong; what is wrong in a row is told by checking its entry
 */
export function manyFromCsv(text: string, file: string, forms: ConnectionForm[]): ManyEntries {
  const [header, ...rows] = csvLines(text, { code: MANY_CODE, file });
  if (!header) throw fileError(MANY_CODE, [{ path: "", file, message: "the file is empty" }]);
  const wrong = headerIssues(header, file);
  if (wrong.length > 0) throw fileError(MANY_CODE, wrong);
  if (rows.length === 0) throw fileError(MANY_CODE, [{ path: "", file, message: "names no tenant" }]);
  if (rows.length > MAX_ONBOARD) {
    const message = `names more than ${MAX_ONBOARD} tenants; use "npm run --silent tenantry -- tenants apply FILE"`;
    throw fileError(MANY_CODE, [{ path: "", file, message }]);
  }
  const cellsOf = ({ cells }: CsvLine) =>
    new Map(header.cells.flatMap((name, i) => (name === "" ? [] : [[name, cells[i] ?? ""] as const])));
  const line = (index: number) => rows[index]?.line ?? null;
  return {
    entries: rows.map((row) => entryOfRow(cellsOf(row), forms)),
    issue: (index, path, message) => ({
      path: columnOf(path),
      file,
      ...(line(index) === null ? {} : { line: line(index) ?? 0 }),
      message,
    }),
    line,
  };
}
