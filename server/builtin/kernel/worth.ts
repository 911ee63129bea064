import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import { isPlainField, rowsOf } from "./tables";

/** Keys with more values than this are read from the generation when asked for; … */
const MOST_KEYS = 1_000_000;
/** … and other fields with more than this: seldom a list box, and dear to sort. */
export const MOST_VALUES = 200_000;
/** Fields that differ in nearly every row, from this many values on, neither. */
const MOST_IDS = 10_000;
/** Numbers of fields with up to this many values are made of their codes. */
export const FEW_VALUES = 65_536;

/** The fields whose codes are saved. */
export function savedFields(catalog: Catalog): CatalogField[] {
  return catalog.model.fields.flatMap(({ name, distinct }) => {
    const field = catalog.field(name);
    return field && isPlainField(field) && isWorthIt(catalog, field, distinct) ? [field] : [];
  });
}

function isWorthIt(catalog: Catalog, field: CatalogField, distinct: number): boolean {
  const [column, ...others] = field.columns;
  if (!column || others.length > 0) return distinct <= MOST_KEYS;
  if (distinct > MOST_IDS && distinct * 2 > rowsOf(catalog, column.table)) return false;
  return distinct <= mostValues(field);
}

/** Of a field of one table. */
export function mostValues(field: CatalogField): number {
  return isNumeric(field) ? FEW_VALUES : MOST_VALUES;
}

export function isNumeric({ kind }: CatalogField): boolean {
  return kind === "integer" || kind === "decimal" || kind === "number";
}
