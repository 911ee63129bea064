import type { CellValue, ValueState } from "@/server/platform/model";
import { Links } from "./links";
import type { Row, World } from "./world";

export type Selections = Record<string, CellValue[]>;

export interface Table {
  name: string;
  fields: string[];
  rows: Row[];
}

/** The rows of a world that selections leave, and what follows for fields' values. */
export class PossibleRows {
  protected readonly links: Links;

  constructor(
    protected readonly world: World,
    private readonly selections: Selections,
  ) {
    this.links = new Links(world);
  }

  /** States and frequencies of a field's values. */
  values(field: string): { value: CellValue; state: ValueState; frequency: number }[] {
    const own = this.selections[field];
    const { [field]: _, ...others } = this.selections;
    const without = new PossibleRows(this.world, others);
    const all = new Set(this.holders(field).flatMap((t) => t.rows.flatMap((row) => row[field] ?? [])));
    const holders = this.holders(field).filter((t) => !this.links.isCut(t, field));
    const [home] = [...holders].sort((a, b) => b.rows.length - a.rows.length);
    // Of a loosened table only the values count, wherever the others let them be.
    const loose = holders.length < this.holders(field).length ? without.keyTable(field).rows : [];
    return [...all].map((value) => {
      const rows = holders.map((t) => without.possible(t).filter((row) => row[field] === value).length);
      const possible = rows.some((n) => n > 0) || loose.some((row) => row[field] === value);
      const selected = own?.includes(value) ?? false;
      const state = !own ? (possible ? "O" : "X") : selected ? (possible ? "S" : "XS") : possible ? "A" : "X";
      const frequency = state === "S" || state === "O" ? (rows[holders.indexOf(home ?? table(""))] ?? 0) : 0;
      return { value, state, frequency };
    });
  }

  /** Rows of a table that nothing rules out. */
  possible(of: Table): Row[] {
    return of.rows.filter((row) => this.fits(of, row, null));
  }

  private fits(of: Table, row: Row, from: string | null): boolean {
    const beyond = from === null ? [] : this.links.of(from);
    const open = of.fields.filter((key) => !beyond.includes(key));
    return this.chosen(row, of.fields) && open.every((key) => this.lets(row, key, this.others(of, key)));
  }

  private chosen(row: Row, fields: readonly string[]): boolean {
    return fields.every((f) => this.selections[f]?.includes(row[f] ?? null) ?? true);
  }

  /** Whether every other table with this key, where something was selected there or beyond, has a fitting row. */
  private lets(row: Row, key: string, others: readonly Table[]): boolean {
    return others.every(
      (other) =>
        !this.selectedBeyond(other, key) ||
        other.rows.some((r) => this.links.meet(row, r, key) && this.fits(other, r, key)),
    );
  }

  private selectedBeyond(of: Table, key: string): boolean {
    return of.fields.some(
      (f) =>
        !this.links.of(key).includes(f) &&
        (this.selections[f] !== undefined || this.others(of, f).some((o) => this.selectedBeyond(o, f))),
    );
  }

  protected holders(field: string): Table[] {
    return this.world.tables.filter((t) => t.fields.includes(field));
  }

  private others(of: Table, key: string): Table[] {
    return this.holders(key).filter((t) => t.name !== of.name && this.links.count(of, t, key));
  }

  /** A stand-in table of all possible values of a key; of a key of several fields, their combinations. */
  keyTable(key: string): Table {
    const fields = this.links.of(key);
    const linked = this.holders(key).filter((t) => !this.links.isCut(t, key));
    const found = this.holders(key).flatMap((t) =>
      linked.includes(t)
        ? this.possible(t)
        : t.rows.filter((row) => this.chosen(row, fields) && this.lets(row, key, linked)),
    );
    const rows = found.filter((row) => whole(row, fields));
    const values = new Set(rows.map((row) => JSON.stringify(fields.map((f) => row[f]))));
    const made = [...values].map((text) => JSON.parse(text) as CellValue[]);
    return {
      name: `values of ${fields.join()}`,
      fields,
      rows: made.map((at) => Object.fromEntries(fields.map((f, i) => [f, at[i] ?? null]))),
    };
  }
}

export function whole(row: Row, fields: readonly string[]): boolean {
  return fields.every((f) => (row[f] ?? null) !== null);
}

export function table(name: string): Table {
  return { name, fields: [], rows: [] };
}
