import type { AddedValues } from "./extension";
import type { QvdFile } from "./file";
import { findSymbols } from "./find-symbols";
import type { QvdField } from "./header";
import { NULL_SHIFT, type UnplacedField } from "./layout";
import { tagsOf } from "./natures";
import { type ReplacedSymbols, replaceSymbols } from "./replace-symbols";
import { Splices } from "./splices";
import { WantedSymbols } from "./wanted-symbols";

/** How a field of a file becomes that of another one. */
export interface FieldPlan extends Omit<ReplacedSymbols, "count"> {
  field: UnplacedField;
}

/** What a code of the file becomes; NULL stays NULL. */
export function newCode({ field, kept, moved }: FieldPlan, code: number): number {
  if (code < kept) return code;
  const now = moved[code - kept]!;
  if (now < 0) throw new Error(`a record has a value of "${field.name}" that was said to be gone`);
  return now;
}

/** Gives none where the field's values have to be written as a whole. */
export async function planField(
  file: QvdFile,
  old: QvdField,
  { values, codes, gone }: AddedValues,
): Promise<FieldPlan | undefined> {
  const hadNull = old.bias < 0 || (old.symbols === 0 && file.header.records > 0);
  const field = { ...old, bias: hadNull || codes.includes(-1) ? -NULL_SHIFT : 0 };
  if (values.numbers.length === 0 && gone.numbers.length === 0) return copied(field);
  const wanted = WantedSymbols.of(values, gone);
  if (!wanted) return undefined;
  const bytes = Buffer.allocUnsafe(old.length);
  await file.read(bytes, old.offset);
  const found = findSymbols(bytes, old, wanted, values.numbers.length);
  if (!found) return undefined;
  const { count, ...replaced } = replaceSymbols(bytes, old, wanted, found);
  const tags = tagsOf(found.natures, field.format.type);
  return { field: { ...field, symbols: count, length: replaced.symbols.length, tags }, ...replaced };
}

function copied(field: QvdField): FieldPlan {
  const symbols = new Splices(0);
  symbols.keep(field.offset, field.offset + field.length);
  const none = new Int32Array(0);
  return { field, symbols, codes: none, kept: field.symbols, moved: none };
}
