import type { BufferedFile } from "./buffered-file";
import type { FieldPlan } from "./extend-field";
import type { QvdFile } from "./file";
import type { FileCopy } from "./file-copy";
import { NULL_STORED } from "./layout";
import type { RecordPacker } from "./record-packer";

const ADDED_AT_A_TIME = 65_536;

/** Copies records as they are, but for those that are left out. */
export async function copyRecords(file: QvdFile, leftOut: Int32Array, copy: FileCopy): Promise<void> {
  const { recordsOffset, recordBytes, records } = file.header;
  let first = 0;
  for (const row of leftOut) {
    await copy.copy(recordsOffset + first * recordBytes, recordsOffset + row * recordBytes);
    first = row + 1;
  }
  await copy.copy(recordsOffset + first * recordBytes, recordsOffset + records * recordBytes);
}

/** Writes a file's records with their new codes, but for those that are left out. */
export async function repackRecords(
  file: QvdFile,
  leftOut: Int32Array,
  plans: readonly FieldPlan[],
  packer: RecordPacker,
  into: BufferedFile,
): Promise<void> {
  let [first, next] = [0, 0];
  for (const { records, codes } of file.codes(file.header.fields)) {
    const stretches: Stretch[] = [];
    let from = 0;
    for (; next < leftOut.length && leftOut[next]! < first + records; next++) {
      stretches.push({ from, to: leftOut[next]! - first });
      from = leftOut[next]! - first + 1;
    }
    stretches.push({ from, to: records });
    for (const [i, plan] of plans.entries()) recode(codes[i]!, stretches, plan);
    const count = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
    await into.write(packer.pack(count, codes));
    first += records;
  }
}

interface Stretch {
  from: number;
  to: number;
}

/** Puts new codes, as stored, in the place of old ones, those of the stretches one behind the other. */
function recode(codes: Int32Array, stretches: readonly Stretch[], { field, kept, moved }: FieldPlan): void {
  let into = 0;
  for (const { from, to } of stretches)
    for (let i = from; i < to; i++) {
      const code = codes[i]!;
      const now = code < kept ? code : moved[code - kept]!;
      if (now < 0 && code >= 0) throw new Error(`a record has a value of "${field.name}" that is gone`);
      codes[into++] = now < 0 ? NULL_STORED : now - field.bias;
    }
}

/** Writes records with the plans' added values. */
export async function addRecords(
  added: readonly { codes: Int32Array }[],
  plans: readonly FieldPlan[],
  packer: RecordPacker,
  into: BufferedFile,
): Promise<void> {
  const count = added[0]?.codes.length ?? 0;
  for (let first = 0; first < count; first += ADDED_AT_A_TIME) {
    const codes = plans.map((plan, i) =>
      added[i]!.codes.slice(first, first + ADDED_AT_A_TIME).map((of) => storedCode(plan, of)),
    );
    await into.write(packer.pack(codes[0]!.length, codes));
  }
}

function storedCode({ field, codes }: FieldPlan, value: number): number {
  if (value < 0) return NULL_STORED;
  const code = codes[value];
  if (code === undefined) throw new Error(`an added row has the value ${value} of "${field.name}"`);
  return code - field.bias;
}
