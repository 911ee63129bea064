import { asText } from "../../convert";
import { missingField, scriptError } from "../../errors";
import { quoteName } from "../../quoting";
import type { FileFormat, LoadSource } from "../../statements";
import { readAs } from "../../types";
import { checkFieldNames } from "../catalog";
import type { InputScope } from "../input";
import type { Relation } from "../relation";
import type { Run } from "../run";
import { appendTexts, createTexts, textRelation } from "./append-texts";
import { autoTyped } from "./auto-types";
import { isNoRow } from "./decoded-file";
import { readRecord } from "./delimited-text";
import { cutBy, type Layout, layoutOf } from "./file-layout";
import { interpretedNulls } from "./null-interpret";

type FromField = Extract<LoadSource, { kind: "from-field" }>;

/** Texts that are read at once. */
const BATCH = 2000;

/** The texts of a field, each read as a text file is, one behind the other in load order. NULL holds no rows. */
export async function fromField(run: Run, source: FromField, scope: InputScope): Promise<Relation> {
  const { format } = source;
  let layout: Layout | undefined;
  const table = run.db.temporaryName();
  scope.temporary.push(table);
  for await (const texts of textsOf(run, source)) {
    if (!layout) {
      layout = layoutOf(texts[0] ?? "", format);
      checkFieldNames(layout.names, "FROM_FIELD");
      await createTexts(run, table, layout.names.length);
    }
    const { names } = layout;
    const rows = texts.flatMap((text) => rowsOf(text, format, names));
    await appendTexts(run, table, names.length, rows);
  }
  if (!layout)
    throw scriptError("script.file", `The field "${source.field.value}" holds no text to read.`, {
      at: source.field.at,
    });
  return autoTyped(run, interpretedNulls(run, textRelation(table, layout.names)), scope.wanted);
}

async function* textsOf(run: Run, { table, field }: FromField): AsyncGenerator<string[]> {
  const { name, columns } = run.catalog.find(table);
  const column = columns.find((c) => c.name === field.value);
  if (!column)
    throw missingField(
      field.value,
      columns.map((c) => c.name),
      field.at,
    );
  const value = { ...column, sql: readAs(quoteName(column.name), column.stored) };
  const text = asText(value, run.variables.settings);
  for (let last = -1; ; ) {
    const rows = await run.db.rows(
      `SELECT ${text}, rowid FROM ${quoteName(name)} WHERE ${quoteName(column.name)} IS NOT NULL AND rowid > ${last} ORDER BY rowid LIMIT ${BATCH}`,
    );
    const texts = rows.map(([t]) => String(t)).filter((t) => t.trim() !== "");
    if (texts.length > 0) yield texts;
    if (rows.length < BATCH) return;
    last = Number(rows.at(-1)?.[1]);
  }
}

/** The rows of one text, without its labels. */
function rowsOf(text: string, format: FileFormat, names: readonly string[]): string[][] {
  const layout = layoutOf(text, format);
  const same = layout.names.length === names.length && layout.names.every((n, i) => n === names[i]);
  if (format.labels === "embedded" && !same)
    throw scriptError("script.file", "A text of the field has other labels than the first.", {
      at: format.at,
    });
  const how = cutBy(format, layout.delimiter);
  const rows: string[][] = [];
  let line = 0;
  for (let record = readRecord(text, 0, how); record; record = readRecord(text, record.end, how)) {
    line += record.lines;
    if (line <= layout.skip || isNoRow(record.values, format)) continue;
    if (record.values.length > names.length)
      throw scriptError(
        "script.file",
        `A text of the field has ${record.values.length} values for ${names.length} columns.`,
        { at: format.at, advice: "Check delimiter and quotes in the format behind FROM_FIELD." },
      );
    rows.push(record.values);
  }
  return rows;
}
