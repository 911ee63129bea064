import { scriptError } from "../../errors";
import type { LoadSource } from "../../statements";
import { checkFieldNames } from "../catalog";
import type { InputScope } from "../input";
import type { Relation } from "../relation";
import type { Run } from "../run";
import { appendTexts, createTexts, textRelation } from "./append-texts";
import { autoTyped } from "./auto-types";
import { guessDelimiter, readRecord } from "./delimited-text";
import { cutBy } from "./file-layout";
import { interpretedNulls } from "./null-interpret";

type Inline = Extract<LoadSource, { kind: "inline" }>;

/** Rows written in the script. Blanks around values and empty lines are left out. */
export async function inlineInput(run: Run, source: Inline, scope: InputScope): Promise<Relation> {
  const { names, rows } = parseInline(source);
  checkFieldNames(names, "INLINE");
  const table = run.db.temporaryName();
  scope.temporary.push(table);
  await createTexts(run, table, names.length);
  await appendTexts(run, table, names.length, rows);
  return autoTyped(run, interpretedNulls(run, textRelation(table, names)), scope.wanted);
}

function parseInline({ data, format, at }: Inline): { names: string[]; rows: string[][] } {
  const text = data.replace(/^\s*\n/, "");
  const how = cutBy(format, format.delimiter ?? guessDelimiter(text.split("\n")[0] ?? ""));
  const records: { values: string[]; line: number }[] = [];
  let line =
    at.line +
    (data.length - text.length > 0 ? data.slice(0, data.length - text.length).split("\n").length - 1 : 0);
  for (let offset = 0, record = readRecord(text, 0, how); record; ) {
    const values = record.values.map((v) => v.trim());
    if (values.some((v) => v !== "") || values.length > 1) records.push({ values, line });
    line += record.lines;
    offset = record.end;
    record = readRecord(text, offset, how);
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
