import type { Catalog } from "@/server/builtin/associative/catalog";
import type { GraphTable } from "@/server/builtin/associative/graph";
import { type Bits, bitsFor } from "./bits";
import type { Filter } from "./scan";
import { type Codes, type FieldCodes, linkField, NotHeld, neighbours } from "./tables";

/** One field's selection: 1 for each selected code. The code of NULL is never selected. */
export interface SelectedCodes {
  field: string;
  isSelected: Uint8Array;
}

/** Fields selected in at once; more go the way of SQL. */
const MOST_SELECTED = 30;

/** Bit of the variant in which all selections hold. */
export const CURRENT = 1;

/**
 * All states of one click come from one pass: besides the selections as they are, each variant leaves one field's own
 * selection out, which is where its alternative values come from. A variant is a bit.
 */
export class Variants {
  /** Bits of all variants. */
  readonly all: number;
  private readonly bits: Map<string, number>;

  constructor(
    private readonly catalog: Catalog,
    private readonly selected: readonly SelectedCodes[],
  ) {
    if (selected.length > MOST_SELECTED) throw new NotHeld("Selections in too many fields.");
    this.bits = new Map(selected.map(({ field }, i) => [field, 2 << i]));
    this.all = 2 ** (selected.length + 1) - 1;
  }

  /** The variant without the field's own selection; the current one where it has none. */
  without(field: string): number {
    return this.bits.get(field) ?? CURRENT;
  }

  /** A table's own selections: a row whose value is not selected stays possible only without that selection. */
  filters(table: GraphTable, codesOf: (field: string) => FieldCodes): Filter[] {
    return this.selected.flatMap(({ field, isSelected }) => {
      if (!table.fields.includes(field)) return [];
      const pass = bitsFor(this.all, isSelected.length);
      const own = this.without(field);
      for (let code = 0; code < isSelected.length; code++) pass[code] = isSelected[code] ? this.all : own;
      return [{ codes: codesIn(codesOf(field), table), pass }];
    });
  }

  /** Bits of the variants in which nothing is selected in the table or beyond it, seen from a link. */
  unrestricted(table: GraphTable, link: number): number {
    const beyond = this.selectedBeyond(table, link);
    if (beyond.size === 0) return this.all;
    const [only] = beyond;
    return beyond.size === 1 && only !== undefined ? this.without(only) : 0;
  }

  /** Bits that matter in a table and beyond it, seen from a link: those without a selection made in there. */
  wanted(table: GraphTable, link: number): number {
    const beyond = table.links
      .filter((l) => l !== link)
      .flatMap((l) => neighbours(this.catalog, table, l).map((t) => this.wanted(t, l)));
    const own = [...this.bits].map(([field, bit]) => (table.fields.includes(field) ? bit : 0));
    return [...own, ...beyond].reduce((bits, bit) => bits | bit, CURRENT);
  }

  /** Fields selected in there; the link's own does not count. */
  private selectedBeyond(table: GraphTable, link: number): Set<string> {
    const shared = linkField(this.catalog, link);
    const own = [...this.bits.keys()].filter((f) => f !== shared && table.fields.includes(f));
    const further = table.links
      .filter((l) => l !== link)
      .flatMap((l) => neighbours(this.catalog, table, l).flatMap((t) => [...this.selectedBeyond(t, l)]));
    return new Set([...own, ...further]);
  }
}

export function codesIn(field: FieldCodes, table: GraphTable): Codes {
  const codes = field.rows.get(table.name);
  if (!codes) throw new NotHeld(`No codes in "${table.name}".`);
  return codes;
}

/** What a table lets through to a link, from the bits its rows gathered by the link's field. */
export function message(marked: Bits, unrestricted: number, size: number): Bits {
  const open = marked.slice();
  // NULL meets nothing.
  open[size] = 0;
  if (unrestricted !== 0)
    for (let code = 0; code <= size; code++) open[code] = (open[code] ?? 0) | unrestricted;
  return open;
}
