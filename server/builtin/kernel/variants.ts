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

/** Variants at once; more go the way of SQL. */
const MOST_VARIANTS = 31;

/** Bit of the variant in which all selections hold. */
export const CURRENT = 1;

/** Selections of a variant, by field. */
type Restrictions = ReadonlyMap<string, SelectedCodes>;

/**
 * All states of one click come from one pass: besides the selections as they are, each variant leaves one field's own
 * selection out, which is where its alternative values come from; further ones are the sets of expressions. A variant
 * is a bit.
 */
export class Variants {
  /** Bits of all variants. */
  readonly all: number;
  private readonly restrictions: Restrictions[];
  private readonly own: Map<string, number>;
  private readonly sets = new Map<string, number>();

  constructor(
    private readonly catalog: Catalog,
    selected: readonly SelectedCodes[],
    /** By key. */
    sets: ReadonlyMap<string, readonly SelectedCodes[]> = new Map(),
  ) {
    const byField = (some: readonly SelectedCodes[]) => new Map(some.map((s) => [s.field, s]));
    this.own = new Map(selected.map(({ field }, i) => [field, 2 << i]));
    const withouts = selected.map((one) => byField(selected.filter((s) => s !== one)));
    this.restrictions = [byField(selected), ...withouts];
    for (const [key, some] of sets) {
      this.sets.set(key, 2 ** this.restrictions.length);
      this.restrictions.push(byField(some));
    }
    if (this.restrictions.length > MOST_VARIANTS) throw new NotHeld("Selections in too many fields.");
    this.all = 2 ** this.restrictions.length - 1;
  }

  /** The variant without the field's own selection; the current one where it has none. */
  without(field: string): number {
    return this.own.get(field) ?? CURRENT;
  }

  /** The variant of a set. */
  ofSet(key: string): number {
    const bit = this.sets.get(key);
    if (bit === undefined) throw new NotHeld("An unknown set.");
    return bit;
  }

  /** A table's own selections: a row stays possible under variants that select its value, or nothing in the field. */
  filters(table: GraphTable, codesOf: (field: string) => FieldCodes): Filter[] {
    return this.fields()
      .filter((field) => table.fields.includes(field))
      .map((field) => {
        const codes = codesOf(field);
        const pass = bitsFor(this.all, codes.size + 1).fill(this.bitsWhere((r) => !r.has(field)));
        for (const [i, restriction] of this.restrictions.entries()) {
          const { isSelected } = restriction.get(field) ?? {};
          if (!isSelected) continue;
          for (let code = 0; code < isSelected.length; code++)
            if (isSelected[code]) pass[code] = (pass[code] ?? 0) | (2 ** i);
        }
        return { field, codes: codesIn(codes, table), pass };
      });
  }

  /** Bits of the variants in which nothing is selected in the table or beyond it, seen from a link. */
  unrestricted(table: GraphTable, link: number): number {
    const beyond = this.selectedBeyond(table, link);
    return this.bitsWhere((r) => !beyond.some((field) => r.has(field)));
  }

  /** Bits of the variants in which nothing is selected in the table or any that is connected to it. */
  free({ component }: GraphTable): number {
    const isIn = (field: string) =>
      this.catalog.field(field)?.columns.some((c) => this.catalog.table(c.table).component === component);
    const restricting = this.fields().filter(isIn);
    return this.bitsWhere((r) => !restricting.some((field) => r.has(field)));
  }

  private fields(): string[] {
    return [...new Set(this.restrictions.flatMap((r) => [...r.keys()]))];
  }

  private bitsWhere(holds: (restrictions: Restrictions) => boolean): number {
    return this.restrictions.reduce((bits, r, i) => (holds(r) ? bits | (2 ** i) : bits), 0);
  }

  /** Fields selected in there; the link's own does not count. */
  private selectedBeyond(table: GraphTable, link: number): string[] {
    const shared = linkField(this.catalog, link);
    const own = this.fields().filter((f) => f !== shared && table.fields.includes(f));
    const further = table.links
      .filter((l) => l !== link)
      .flatMap((l) => neighbours(this.catalog, table, l).flatMap((t) => this.selectedBeyond(t, l)));
    return [...own, ...further];
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
