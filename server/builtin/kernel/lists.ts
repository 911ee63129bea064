import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import type { BatchAnswer, ValueState, ValuesAnswer, ValuesQuestion } from "@/server/platform/model";
import type { Gatherer } from "./gather";
import { type Compare, firstInOrder } from "./order";
import type { Accumulator } from "./scan";
import { type FieldCodes, type FieldValues, rowsOf } from "./tables";
import type { SelectedCodes, Variants } from "./variants";

type Rank = 0 | 1 | 2 | 3 | 4;

/** States of a field's values, from counts of its possible rows in each of its tables. */
export class FieldStates {
  private readonly counted: { isLargest: boolean; counts: Accumulator }[];
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
    const variant = from.variants.without(field.name);
    this.counted = tables.map((t) => ({
      isLargest: t === largest,
      counts: from.gatherer.count(t, field.name, codes, variant),
    }));
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

  list(question: ValuesQuestion, { cells }: FieldValues): ValuesAnswer {
    const { limit = 1_000, offset = 0 } = question;
    const { frequencies } = this.ranked();
    const values = this.page(question, offset + limit)
      .slice(offset)
      .map((code) => ({
        value: cells[code] ?? null,
        state: this.stateOf(code),
        frequency: frequencies[code] ?? 0,
      }));
    return { kind: "values", field: question.field, values, total: this.codes.size, counts: this.counts() };
  }

  private page({ sort = "value", order }: ValuesQuestion, count: number): number[] {
    const { ranks, frequencies } = this.ranked();
    if (sort === "state") {
      const found: number[] = [];
      for (const rank of order === "desc" ? [4, 3, 2, 1, 0] : [0, 1, 2, 3, 4])
        for (let code = 0; code < ranks.length && found.length < count; code++)
          if (ranks[code] === rank) found.push(code);
      return found;
    }
    const all = Array.from({ length: this.codes.size }, (_, code) => code);
    if (sort === "frequency") {
      const direction = order === "asc" ? 1 : -1;
      const compare: Compare = (a, b) => ((frequencies[a] ?? 0) - (frequencies[b] ?? 0)) * direction || a - b;
      return firstInOrder(all, count, compare);
    }
    return (order === "desc" ? all.reverse() : all).slice(0, count);
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
    for (const { isLargest, counts } of this.counted) {
      if (isLargest) frequencies.set(counts.counts.subarray(0, size));
      markPossible(isPossible, counts.counts);
    }
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

function markPossible(isPossible: Uint8Array, counts: Uint32Array): void {
  for (let code = 0; code < isPossible.length; code++) if (counts[code] !== 0) isPossible[code] = 1;
}

/** Whether the kernel sorts and searches as the question asks. */
export function isHeldList({ sort = "value", search = "", measure }: ValuesQuestion): boolean {
  return measure === undefined && search.trim() === "" && ["value", "state", "frequency"].includes(sort);
}
