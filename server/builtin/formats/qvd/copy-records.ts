import type { BufferedFile } from "./buffered-file";
import { BEHIND, type Records, readCodes, writeCodes } from "./codes";
import { type FieldPlan, newCode } from "./extend-field";
import type { QvdFile } from "./file";
import type { QvdField } from "./header";
import { KeptRecords } from "./kept-records";

const BLOCK_BYTES = 2 * 1024 * 1024;
const BLOCK_RECORDS = 65_536;

/** Copies records that are laid out as before, but for those that are left out; only codes that move are changed. */
export async function copyRecords(
  file: QvdFile,
  leftOut: Int32Array,
  plans: readonly FieldPlan[],
  into: BufferedFile,
): Promise<void> {
  const { recordsOffset, recordBytes, records } = file.header;
  const perBlock = Math.min(records, BLOCK_RECORDS, Math.max(1, Math.floor(BLOCK_BYTES / recordBytes)));
  const block = Buffer.alloc(perBlock * recordBytes + BEHIND);
  const view = new DataView(block.buffer, block.byteOffset, block.length);
  const codes = new Int32Array(perBlock);
  const kept = new KeptRecords(leftOut);
  for (let first = 0; first < records; first += perBlock) {
    const count = Math.min(perBlock, records - first);
    const start = recordsOffset + first * recordBytes;
    await file.read(block.subarray(0, count * recordBytes), start);
    let used = 0;
    for (const { from, to } of kept.stretches(first, count)) {
      block.copyWithin(used * recordBytes, from * recordBytes, to * recordBytes);
      used += to - from;
    }
    for (const [i, plan] of plans.entries())
      if (plan.moved.length > 0)
        moveCodes(view, { recordBytes, records: used, start }, file.header.fields[i]!, plan, codes);
    await into.write(block.subarray(0, used * recordBytes));
  }
}

function moveCodes(block: DataView, of: Records, field: QvdField, plan: FieldPlan, codes: Int32Array): void {
  readCodes(block, of, field, codes);
  for (let row = 0; row < of.records; row++) {
    const code = codes[row]!;
    codes[row] = code < plan.kept ? 0 : (code - field.bias) ^ (newCode(plan, code) - field.bias);
  }
  writeCodes(block, of, field, codes);
}
