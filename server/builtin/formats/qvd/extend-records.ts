import type { BufferedFile } from "./buffered-file";
import { type FieldPlan, newCode } from "./extend-field";
import type { QvdFile } from "./file";
import { KeptRecords, type Stretch } from "./kept-records";
import { NULL_STORED } from "./layout";
import type { RecordPacker } from "./record-packer";

const ADDED_AT_A_TIME = 16_384;

/** Writes a file's records with their new codes, but for those that are left out. */
export async function repackRecords(
  file: QvdFile,
  leftOut: Int32Array,
  plans: readonly FieldPlan[],
  packer: RecordPacker,
  into: BufferedFile,
): Promise<void> {
  const kept = new KeptRecords(leftOut);
  let first = 0;
  for (const { records, codes } of file.codes(file.header.fields)) {
    const stretches = kept.stretches(first, records);
    for (const [i, plan] of plans.entries()) recode(codes[i]!, stretches, plan);
    const count = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
    await into.write(packer.pack(count, codes));
    first += records;
  }
}

/** Puts new codes, as stored, in the place of old ones, those of the stretches one behind the other. */
function recode(codes: Int32Array, stretches: readonly Stretch[], plan: FieldPlan): void {
  const { bias } = plan.field;
  let into = 0;
  for (const { from, to } of stretches)
    for (let row = from; row < to; row++) {
      const code = newCode(plan, codes[row]!);
      codes[into++] = code < 0 ? NULL_STORED : code - bias;
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
