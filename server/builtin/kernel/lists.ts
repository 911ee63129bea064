import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import type { BatchAnswer, ValueState, ValuesAnswer, ValuesQuestion } from "@/server/platform/model";
import type { Bits } from "./bits";
import type { Gatherer } from "./gather";
import { type Compare, firstInOrder } from "./order";
import type { Accumulator, Mark } from "./scan";
import { type FieldCodes, type FieldValues, rowsOf } from "./tables";
import { CURRENT, type SelectedCodes, type Variants } from "./variants";

type Rank = 0 | 1 | 2 | 3 | 4;

/** States of a field's values, from counts of its possible rows in each of its tables. */
export class FieldStates {
  /** By table: the counts or bits of values with possible rows. */
  private readonly possible: (Accumulator | Mark)[];
  /** In the largest table. */
  private readonly frequencies: Accumulator;
  private found: { ranks: Uint8Array; frequencies: Uint32Array; byRank: number[] } | undefined;

  constructor(
    private readonly field: CatalogField,
    private readonly codes: FieldCodes,
    private readonly own: SelectedCodes | undefined,
    private readonly isLocked: boolean,
    from: { catalog: Catalog; variants: Variants; gatherer: Gatherer },
  ) {
    const tables = field.columns.map((c) => from.catalog.table(c.table));
    const rows = (name: string) => rowsOf(from.catalog, name);
    const largest = tables.reduce((a, b) => (rows(b.name) > rows(a.name) ? b : a));
    const { variants, gatherer } = from;
    const variant = variants.without(field.name);
    // Alternative values have no frequency, and rows of a selected one are rows of all selections.
    this.frequencies = gatherer.count(largest, field.name, codes, CURRENT);
    this.possible = tables.map((t) =>
      variant === CURRENT || (variants.free(t) & variant) !== 0
        ? gatherer.count(t, field.name, codes, variant)
        : gatherer.mark(t, codes, variant, variants.all),
    );
  }

  /** Of one value, once the pass is over. */
  stateOf(code: number): ValueState {
    return this.stateOfRank((this.ranked().ranks[code] ?? 4) as Rank);
  }

  counts(): BatchAnswer["fields"][string]["counts"] {
    const { byRank } = this.ranked();
    return Object.fromEntries(
      byRank.flatMap((n, rank) => (n > 0 ? [[this.stateOfRank(rank as Rank), n]] : [])),
    );
  }

  get distinct(): number {
    return this.codes.size;
  }

  list(question: ValuesQuestion, { cells, duals }: FieldValues): ValuesAnswer {
    const { limit = 1_000, offset = 0 } = question;
    const { frequencies } = this.ranked();
    const values = this.page(question, offset + limit, duals?.numeric ?? 0)
      .slice(offset)
      .map((code) => ({
        value: cells[code] ?? null,
        state: this.stateOf(code),
        frequency: frequencies[code] ?? 0,
      }));
    return { kind: "values", field: question.field, values, total: this.codes.size, counts: this.counts() };
  }

  /** @param numeric the code of the first text where numbers come before, both ways; else 0 */
  private page({ sort = "value", order }: ValuesQuestion, count: number, numeric: number): number[] {
    const { ranks, frequencies } = this.ranked();
    if (sort === "state") {
      const found: number[] = [];
      for (const rank of order === "desc" ? [4, 3, 2, 1, 0] : [0, 1, 2, 3, 4])
        for (let code = 0; code < ranks.length && found.length < count; code++)
          if (ranks[code] === rank) found.push(code);
      return found;
    }
    const { size } = this.codes;
    if (sort === "frequency") {
      const all = Uint32Array.from({ length: size }, (_, code) => code);
      const direction = order === "asc" ? 1 : -1;
      const compare: Compare = (a, b) => ((frequencies[a] ?? 0) - (frequencies[b] ?? 0)) * direction || a - b;
      return firstInOrder(all, count, compare);
    }
    const backwards = (i: number) => (i < numeric ? numeric : size + numeric) - 1 - i;
    return Array.from({ length: Math.min(count, size) }, (_, i) => (order === "desc" ? backwards(i) : i));
  }

  private stateOfRank(rank: Rank): ValueState {
    if (rank === 0) return this.isLocked ? "L" : "S";
    return (["S", "O", "A", "XS", "X"] as const)[rank];
  }

  private ranked() {
    this.found ??= this.rank();
    return this.found;
  }

  private rank() {
    const { size } = this.codes;
    const ranks = new Uint8Array(size);
    const frequencies = new Uint32Array(size);
    const byRank = [0, 0, 0, 0, 0];
    const isPossible = new Uint8Array(size);
    for (const one of this.possible) markPossible(isPossible, "counts" in one ? one.counts : one.bits);
    frequencies.set(this.frequencies.counts.subarray(0, size));
    const isSelected = this.own?.isSelected ?? new Uint8Array(size);
    const open = this.own ? 2 : 1;
    for (let code = 0; code < size; code++) {
      const isOpen = isPossible[code] === 1;
      const rank = isSelected[code] === 1 ? (isOpen ? 0 : 3) : isOpen ? open : 4;
      ranks[code] = rank;
      byRank[rank] = (byRank[rank] ?? 0) + 1;
      if (rank > 1) frequencies[code] = 0;
    }
    return { ranks, frequencies, byRank };
  }
}

function markPossible(isPossible: Uint8Array, counts: Uint32Array | Bits): void {
  for (let code = 0; code < isPossible.length; code++) if (counts[code] !== 0) isPossible[code] = 1;
}

/** Whether the kernel sorts and searches as the question asks. */
export function isHeldList({ sort = "value", search = "", measure }: ValuesQuestion): boolean {
  return measure === undefined && search.trim() === "" && ["value", "state", "frequency"].includes(sort);
}
