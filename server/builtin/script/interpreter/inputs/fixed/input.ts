import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { type FixedField, fixedField, fixedValue } from "@/server/builtin/formats/fixed/layout";
import { fixedRecords } from "@/server/builtin/formats/fixed/records";
import { damaged } from "@/server/builtin/formats/format-error";
import { isWide } from "../../../codepages";
import { scriptError, unsupported } from "../../../errors";
import type { FileFormat } from "../../../statements";
import type { InputScope } from "../../input";
import type { Relation } from "../../relation";
import type { Run } from "../../run";
import { appendTexts, createTexts, textRelation } from "../append-texts";
import { autoTyped } from "../auto-types";
import { fileFailure } from "../file-failure";
import { decoderOf } from "../file-layout";
import { interpretedNulls } from "../null-interpret";

const BATCH_ROWS = 20_480;

/** A file of fixed records. The fields are the places the LOAD names: `@1:5`; all of a record where it takes `*`. */
export async function fixedInput(
  run: Run,
  path: string,
  format: FileFormat,
  scope: InputScope,
): Promise<Relation> {
  if (isWide(format.codepage)) throw unsupported("UTF-16 in files of fixed records", format.at);
  const fields = [...(scope.wanted ?? ["@1:n"])].flatMap((name) => fixedField(name) ?? []);
  const table = run.db.temporaryName();
  scope.temporary.push(table);
  const width = Math.max(1, fields.length);
  await createTexts(run, table, width);
  run.progress.addBytes((await stat(path)).size);
  try {
    await keep(run, path, { fields, format, table, width });
  } catch (error) {
    throw fileFailure(error, basename(path));
  }
  const relation = textRelation(
    table,
    fields.map((f) => f.name),
  );
  return autoTyped(run, interpretedNulls(run, relation), scope.wanted);
}

interface Reading {
  fields: FixedField[];
  format: FileFormat;
  table: string;
  width: number;
}

async function keep(run: Run, path: string, { fields, format, table, width }: Reading): Promise<void> {
  const decoder = new TextDecoder(decoderOf(format), { fatal: format.codepage === 65001, ignoreBOM: true });
  const cut = { header: format.headerLines, ...(format.recordBytes ? { bytes: format.recordBytes } : {}) };
  let batch: string[][] = [];
  for await (const { record, number } of fixedRecords(path, cut)) {
    const bytes = number === 1 ? withoutMark(record, format) : record;
    batch.push(fields.map((field) => textAt(bytes, field, number, decoder)));
    if (batch.length < BATCH_ROWS) continue;
    await appendTexts(run, table, width, batch);
    batch = [];
  }
  await appendTexts(run, table, width, batch);
}

/** Without the byte order mark a UTF-8 file may begin with. */
function withoutMark(record: Buffer, { codepage }: FileFormat): Buffer {
  const marked = codepage === 65001 && record.subarray(0, 3).toString("hex") === "efbbbf";
  return marked ? record.subarray(3) : record;
}

function textAt(record: Buffer, field: FixedField, number: number, decoder: TextDecoder): string {
  return fixedValue(record, field, (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch {
      throw damaged(
        `has no whole UTF-8 characters at ${field.name} of its record ${number}: places are counted in bytes`,
      );
    }
  });
}

/** @throws `script.syntax` for a place that can be in no record: `@5:2`, `@0:1` */
export function checkFixedPlace(name: string, at: FileFormat["at"]): void {
  if (/^@\d+:/.test(name) && !fixedField(name))
    throw scriptError("script.syntax", `${name} is no place in a record.`, {
      ...(at ? { at } : {}),
      advice:
        "Write @first:last, counted in bytes from 1: @1:5, or @6:n for the rest; I, U and R take 8 bytes at most.",
    });
}
