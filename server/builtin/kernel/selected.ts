import type { CatalogField } from "@/server/builtin/associative/catalog";
import { exactNumber } from "@/server/builtin/associative/numbers";
import type { Selection } from "@/server/builtin/associative/selections";
import type { CellValue } from "@/server/platform/model";
import { selectedDuals } from "./selected-duals";
import { type FieldValues, NotHeld } from "./tables";
import type { SelectedCodes } from "./variants";

const indexes = new WeakMap<FieldValues, Map<string, number>>();

/**
 * Which codes of a field a selection names, as SQL would find them (`isSelected`).
 * @throws NotHeld where the way a value is written needs DuckDB to read it
 */
export function selectedCodes({ field, values, keys }: Selection, known: FieldValues): SelectedCodes {
  if (keys) throw new NotHeld("Values found by SQL.");
  if (known.duals) return { field: field.name, isSelected: selectedDuals(values, known.duals) };
  const index = indexes.get(known) ?? indexOf(field, known);
  indexes.set(known, index);
  const isSelected = new Uint8Array(known.cells.length + 1);
  for (const value of values) {
    const key = keyOf(field.kind, value);
    if (key === undefined) throw new NotHeld(`A value written as ${typeof value}.`);
    const code = index.get(key);
    if (code !== undefined) isSelected[code] = 1;
  }
  return { field: field.name, isSelected };
}

function indexOf(field: CatalogField, { cells }: FieldValues): Map<string, number> {
  const index = new Map<string, number>();
  for (const [code, cell] of cells.entries()) {
    const key = keyOf(field.kind, cell);
    if (key === undefined || index.has(key)) throw new NotHeld(`Values of "${field.name}".`);
    index.set(key, code);
  }
  return index;
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?$/;

/** Equal for values that are the same value of the field; undefined where that is not certain. */
function keyOf(kind: CatalogField["kind"], value: CellValue): string | undefined {
  switch (kind) {
    case "text":
      return String(value);
    case "integer":
    case "decimal":
      return typeof value === "boolean" ? undefined : (exactNumber(String(value)) ?? undefined);
    case "number":
      return typeof value === "number" ? String(value + 0) : undefined;
    case "boolean":
      return typeof value === "boolean" ? String(value) : undefined;
    case "date":
      return typeof value === "string" && DAY.test(value) ? value : undefined;
    case "timestamp":
      return typeof value === "string" ? instantKey(value) : undefined;
    default:
      return undefined;
  }
}

function instantKey(text: string): string | undefined {
  if (DAY.test(text)) return `${text}T00:00:00`;
  if (!INSTANT.test(text)) return undefined;
  return text.replace(" ", "T").replace(/\.?0*$/, (end) => (text.includes(".") ? "" : end));
}
