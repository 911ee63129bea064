import type { QvdFile } from "./file";
import type { QvdField } from "./header";
import { headerBytes } from "./header-text";
import { bytesOfRecord, NULL_SHIFT, placed } from "./layout";

/** Whether a file lies just as our writer lays files out, and says nothing our writer does not. */
export async function isOwnLayout(file: QvdFile): Promise<boolean> {
  const { header } = file;
  const body = header.fields[0]?.offset ?? 0;
  const fields: QvdField[] = [];
  for (const field of header.fields) {
    if (field.bias !== 0 && field.bias !== -NULL_SHIFT) return false;
    fields.push(placed(field, fields.at(-1)));
  }
  const last = fields.at(-1);
  const recordsOffset = (last?.offset ?? 0) + (last?.length ?? 0);
  const ours = headerBytes({ ...header, fields, recordBytes: bytesOfRecord(last), recordsOffset });
  if (ours.length !== body) return false;
  const found = Buffer.alloc(body);
  await file.read(found, 0);
  return found.equals(ours);
}
