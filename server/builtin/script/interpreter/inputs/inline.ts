import { DuckDBDataChunk, VARCHAR } from "@duckdb/node-api";
import { scriptError } from "../../errors";
import { quoteName } from "../../quoting";
import type { LoadSource } from "../../statements";
import { TYPES } from "../../types";
import { checkFieldNames } from "../catalog";
import { type Relation, tableRelation } from "../relation";
import type { Run } from "../run";
import { autoTyped } from "./auto-types";
import { guessDelimiter, readRecord } from "./delimited-text";

type Inline = Extract<LoadSource, { kind: "inline" }>;

/** Rows written in the script. Blanks around values and empty lines are left out. */
export async function inlineInput(run: Run, source: Inline, temporary: string[]): Promise<Relation> {
  const { names, rows } = parseInline(source);
  checkFieldNames(names, "INLINE");
  const table = run.db.temporaryName();
  temporary.push(table);
  await run.db.run(`CREATE TABLE ${quoteName(table)} (${names.map((_, i) => `c${i} VARCHAR`).join(", ")})`);
  await append(run, table, names.length, rows);
  const columns = names.map((_, i) => ({ name: `c${i}`, stored: "VARCHAR", type: TYPES.text }));
  const relation = tableRelation(table, columns);
  const named = {
    ...relation,
    columns: relation.columns.map((c, i) => ({ ...c, name: names[i] ?? c.name })),
  };
  return autoTyped(run, named);
}

function parseInline({ data, format, at }: Inline): { names: string[]; rows: string[][] } {
  const text = data.replace(/^\s*\n/, "");
  const delimiter = format.delimiter ?? (format.spaces ? " " : guessDelimiter(text.split("\n")[0] ?? ""));
  const records: { values: string[]; line: number }[] = [];
  let line =
    at.line +
    (data.length - text.length > 0 ? data.slice(0, data.length - text.length).split("\n").length - 1 : 0);
  for (let offset = 0, record = readRecord(text, 0, { delimiter, quotes: format.quotes }); record; ) {
    const values = record.values.map((v) => v.trim());
    if (values.some((v) => v !== "") || values.length > 1) records.push({ values, line });
    line += record.lines;
    offset = record.end;
    record = readRecord(text, offset, { delimiter, quotes: format.quotes });
  }
  const [first] = records;
  if (!first) throw scriptError("script.syntax", "INLINE holds no line.", { at });
  const labels = format.labels === "embedded";
  const names = labels ? first.values : first.values.map((_, i) => `@${i + 1}`);
  const body = labels ? records.slice(1) : records;
  for (const record of body)
    if (record.values.length > names.length)
      throw scriptError(
        "script.syntax",
        `This line of INLINE has ${record.values.length} values for ${names.length} fields.`,
        {
          at: { line: record.line, column: 1 },
          advice: "Put values that hold the delimiter into double quotes.",
        },
      );
  return { names, rows: body.map((r) => r.values) };
}

async function append(run: Run, table: string, width: number, rows: string[][]): Promise<void> {
  const appender = await run.db.connection.createAppender(table);
  const types = Array.from({ length: width }, () => VARCHAR);
  for (let from = 0; from < rows.length; from += 2048) {
    const batch = rows.slice(from, from + 2048).map((row) => types.map((_, i) => row[i] ?? null));
    const chunk = DuckDBDataChunk.create(types, batch.length);
    chunk.setRows(batch);
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}
