import { randomBytes } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { FormatError } from "../format-error";
import { BufferedFile } from "./buffered-file";
import { copyRecords } from "./copy-records";
import { type FieldPlan, planField } from "./extend-field";
import { addRecords, repackRecords } from "./extend-records";
import type { Extension } from "./extension";
import type { QvdFile } from "./file";
import { FileCopy } from "./file-copy";
import type { QvdField } from "./header";
import { headerBytes } from "./header-text";
import { bytesOfRecord, placed } from "./layout";
import { isOwnLayout } from "./own-layout";
import { RecordPacker } from "./record-packer";

export type { AddedValues, Extension } from "./extension";

/** Of a file's records, how many may be left out and how many added: one in as many. */
const FEW = 4;
const MOST_RECORDS = 2 ** 31 - 1;
const MOST_SYMBOL_BYTES = 1024 * 1024 * 1024;

/**
 * Writes a QVD of the rows of another one, which stays open, and some more, mostly by copying. The file has its name
 * only when it is complete; that may be the other one's.
 * @returns false where it has to be written as a whole instead; nothing is written then
 */
export async function extendQvd(file: QvdFile, to: string, extension: Extension): Promise<boolean> {
  const part = `${to}.${randomBytes(6).toString("hex")}.part`;
  try {
    const isWritten = await writeExtended(file, part, extension);
    if (isWritten) await rename(part, to);
    return isWritten;
  } catch (error) {
    await rm(part, { force: true });
    if (error instanceof FormatError) return false;
    throw error;
  }
}

async function writeExtended(file: QvdFile, part: string, extension: Extension): Promise<boolean> {
  check(file, extension);
  if (!isSuitable(file, extension) || !(await isOwnLayout(file))) return false;
  const plans: FieldPlan[] = [];
  for (const [i, field] of file.header.fields.entries()) {
    const plan = await planField(file, field, extension.fields[i]!);
    if (!plan) return false;
    plans.push(plan);
  }
  await writePlanned(file, part, extension, plans);
  return true;
}

/** What would otherwise give a file that is damaged. */
function check({ header }: QvdFile, { leftOut, added, fields }: Extension): void {
  if (fields.some(({ codes }) => codes.length !== added)) throw new Error("a field has not all added rows");
  if (leftOut.some((row, i) => row < 0 || row >= header.records || (i > 0 && row <= leftOut[i - 1]!)))
    throw new Error("the records to leave out are not ascending records of the file");
}

function isSuitable({ header }: QvdFile, { leftOut, added, fields }: Extension): boolean {
  const { records } = header;
  return (
    leftOut.length <= records / FEW &&
    added <= records / FEW &&
    records + added <= MOST_RECORDS &&
    fields.length === header.fields.length &&
    header.fields.every(({ name, length }, i) => name === fields[i]?.name && length <= MOST_SYMBOL_BYTES)
  );
}

async function writePlanned(
  file: QvdFile,
  part: string,
  { tableName, createdUtc, leftOut, added, at, fields: addedValues }: Extension,
  plans: readonly FieldPlan[],
): Promise<void> {
  const fields: QvdField[] = [];
  for (const { field } of plans) fields.push(placed(field, fields.at(-1)));
  const into = await BufferedFile.create(part);
  try {
    const last = fields.at(-1)!;
    const [records, recordBytes] = [file.header.records - leftOut.length + added, bytesOfRecord(last)];
    const recordsOffset = last.offset + last.length;
    await into.write(headerBytes({ tableName, createdUtc, records, recordBytes, recordsOffset, fields }));
    const copy = new FileCopy(file, into);
    for (const { symbols } of plans) await symbols.write(copy, into);
    const packer = new RecordPacker(fields);
    const add = () => addRecords(addedValues, plans, packer, into);
    if (at === "front") await add();
    if (fields.every((field, i) => isPlacedAlike(file.header.fields[i]!, field)))
      await copyRecords(file, leftOut, plans, into);
    else await repackRecords(file, leftOut, plans, packer, into);
    if (at === "behind") await add();
  } finally {
    await into.close();
  }
}

/** Whether a field's codes lie in records just as before. */
function isPlacedAlike(old: QvdField, now: QvdField): boolean {
  return old.bitWidth === now.bitWidth && old.bias === now.bias;
}
