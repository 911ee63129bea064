import type { DuckDBConnection } from "@duckdb/node-api";
import type { Catalog } from "@/server/builtin/associative/catalog";
import type { Held, KernelBudget } from "./budget";
import type { Foreseen } from "./foresight";
import type { Helper } from "./helper/helper";
import type { Joint } from "./joint";
import { Kept } from "./kept";
import { loadCodes, loadNumbers, loadValues } from "./load";
import type { Occurring } from "./occurring";
import type { SavedCodes } from "./saved";
import {
  codesFor,
  type FieldCodes,
  type FieldValues,
  NotHeld,
  type Numbers,
  rowsOf,
  valueBytes,
} from "./tables";

interface Loaded {
  codes: FieldCodes;
  values: FieldValues;
  numbers: Numbers;
}

export interface Tuning {
  /** See `worthJoining`. */
  rowsPerJointCode?: number;
  /** See `shortened`. */
  subtractAbove?: number;
  /** Another thread for large passes. */
  helper?: Helper;
  /** See `scanTogether`. */
  worthSharing?: number;
}

interface Entry<T> {
  loading: Promise<T>;
  held?: Held;
}

/**
 * Code tables of one generation, each column read or made when first needed and kept while the budget allows.
 * What cannot be held at all is remembered, and refused with `NotHeld`.
 */
export class KernelStore {
  private readonly entries = new Map<string, Entry<Loaded[keyof Loaded]>>();
  private readonly refused = new Set<string>();
  /** What was made of columns. */
  readonly kept: Kept;
  /** Questions answered from code tables so far. */
  answered = 0;

  constructor(
    readonly catalog: Catalog,
    private readonly budget: KernelBudget,
    /** Made at reload, where they were. */
    private readonly saved: SavedCodes | null = null,
    /** Where passes take other ways; as measured, where it is not given. */
    readonly tuning: Tuning = {},
  ) {
    this.kept = new Kept(budget);
  }

  codes(db: DuckDBConnection, field: string): Promise<FieldCodes> {
    return this.load(
      `codes ${field}`,
      async () => (await this.saved?.codes(field)) ?? loadCodes(db, this.catalog, this.field(field)),
    );
  }

  values(db: DuckDBConnection, field: string): Promise<FieldValues> {
    return this.load(
      `values ${field}`,
      async () => (await this.saved?.values(field)) ?? loadValues(db, this.field(field)),
    );
  }

  numbers(db: DuckDBConnection, field: string): Promise<Numbers> {
    return this.load(
      `numbers ${field}`,
      async () => (await this.saved?.numbers(field)) ?? loadNumbers(db, this.catalog, this.field(field)),
    );
  }

  /**
   * Reads what was saved of a field before a click needs it. Does nothing where it was not saved, or where anything that
   * is held would have to make room.
   */
  async ahead({ field, values }: Foreseen): Promise<void> {
    const saved = this.saved?.holds(field);
    if (saved?.codes && this.fits(`codes ${field}`, this.codeBytes(field)))
      await this.load(`codes ${field}`, () => this.found(this.saved?.codes(field), field));
    if (values && saved?.values && this.fits(`values ${field}`, valueBytes(this.distinct(field))))
      await this.load(`values ${field}`, () => this.found(this.saved?.values(field), field));
  }

  private async found<T>(reading: Promise<T | null> | undefined, field: string): Promise<T> {
    const found = await reading;
    if (found) return found;
    throw new Error(`What was saved of "${field}" cannot be read.`);
  }

  /** Not there yet, and nothing has to go for it. */
  private fits(key: string, bytes: number): boolean {
    return !this.entries.has(key) && this.budget.used + bytes <= this.budget.maxBytes;
  }

  private rows(name: string): number {
    return this.field(name).columns.reduce((n, c) => n + rowsOf(this.catalog, c.table), 0);
  }

  private distinct(name: string): number {
    return this.catalog.model.fields.find((f) => f.name === name)?.distinct ?? this.rows(name);
  }

  private codeBytes(name: string): number {
    return this.rows(name) * codesFor(0, this.distinct(name)).BYTES_PER_ELEMENT;
  }

  /** Whether all of it fits at once: what a click needs must not push itself out. */
  hasRoomFor(needs: {
    codes: Iterable<string>;
    values: Iterable<string>;
    numbers: Iterable<string>;
    /** Tables that columns are worked out for, once for each. */
    derived: readonly string[];
  }): boolean {
    const sum = (names: Iterable<string>, bytes: (name: string) => number) =>
      [...new Set(names)].reduce((total, name) => total + bytes(name), 0);
    const bytes =
      sum(needs.codes, (name) => this.codeBytes(name)) +
      sum(needs.values, (name) => valueBytes(this.distinct(name))) +
      sum(needs.numbers, (name) => this.rows(name) * 8) +
      needs.derived.reduce((total, table) => total + rowsOf(this.catalog, table) * 8, 0);
    return bytes <= this.budget.maxBytes;
  }

  /** Look-ups from a table's keys to a field. */
  rollup(key: string, make: () => Uint32Array | null): Uint32Array | null {
    const name = `rollup ${key}`;
    const known = this.kept.get<Uint32Array | null>(name);
    if (known !== undefined) return known;
    const made = make();
    this.kept.set(name, made, made?.byteLength ?? 0);
    return made;
  }

  /** Something made of columns, once. */
  made<T extends Joint | Numbers | FieldCodes | Occurring>(key: string, make: () => T): T {
    const known = this.kept.get<T>(key);
    if (known) return known;
    const made = make();
    this.kept.set(key, made, made.bytes);
    return made;
  }

  /** Numbers worked out row by row; like columns, what cannot be held is remembered. */
  formula(key: string, make: () => Promise<Numbers>): Promise<Numbers> {
    return this.load(`formula ${key}`, make);
  }

  /** Columns held. */
  get size(): number {
    return this.entries.size;
  }

  async close(): Promise<void> {
    for (const { held } of this.entries.values()) if (held) this.budget.release(held);
    this.entries.clear();
    this.kept.clear();
    await this.saved?.close();
  }

  private field(name: string) {
    const field = this.catalog.field(name);
    if (!field) throw new NotHeld(`No field "${name}".`);
    return field;
  }

  private load<T extends Loaded[keyof Loaded]>(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.entries.get(key) as Entry<T> | undefined;
    if (known) {
      if (known.held) this.budget.use(known.held);
      return known.loading;
    }
    if (this.refused.has(key)) return Promise.reject(new NotHeld(key));
    const entry: Entry<T> = { loading: load() };
    this.entries.set(key, entry);
    return entry.loading.then(
      ({ bytes }) => {
        const held = { bytes, forget: () => void this.entries.delete(key) };
        entry.held = held;
        if (this.entries.get(key) === entry) this.budget.take(held);
        return entry.loading;
      },
      (error: unknown) => {
        this.entries.delete(key);
        if (error instanceof NotHeld) this.refused.add(key);
        throw error;
      },
    );
  }
}
