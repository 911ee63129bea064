import type { DuckDBConnection } from "@duckdb/node-api";
import type { GraphTable } from "@/server/builtin/associative/graph";
import { Breath } from "./breath";
import { crossCodes } from "./cross";
import type { Crossing } from "./cubes";
import { type HeldPart, presence, readsNumbers } from "./measures";
import { type Occurring, occurring, viewOf } from "./occurring";
import { type Route, rollup } from "./rollup";
import { type RowFormula, workOut } from "./row-formula";
import type { KernelStore } from "./store";
import {
  type Codes,
  codesFor,
  type FieldCodes,
  type FieldValues,
  NotHeld,
  type Numbers,
  rowsOf,
} from "./tables";
import { codesIn } from "./variants";

/** Loading may take this long within a click; what is left is loaded by the next, this one goes the way of SQL. */
const LOADING_MS = 8_000;

/** What one click has taken from the store: held until it is over, whatever makes room for others. */
export class HeldColumns {
  private readonly codesByField = new Map<string, FieldCodes>();
  private readonly valuesByField = new Map<string, FieldValues>();
  private readonly numbersByField = new Map<string, Numbers>();
  private readonly formulas = new Map<string, Numbers>();
  /** When loading began, on the clock of `performance`. */
  private began: number | undefined;

  constructor(
    private readonly store: KernelStore,
    private readonly db: DuckDBConnection,
    private readonly signal?: AbortSignal,
  ) {}

  /** @throws NotHeld; an error where it takes too long, or the click was withdrawn */
  async loadCodes(name: string): Promise<void> {
    if (this.codesByField.has(name)) return;
    this.requireTime();
    this.codesByField.set(name, await this.store.codes(this.db, name));
  }

  async loadValues(name: string): Promise<FieldValues> {
    const known = this.valuesByField.get(name);
    if (known) return known;
    this.requireTime();
    const values = await this.store.values(this.db, name);
    this.valuesByField.set(name, values);
    return values;
  }

  async loadNumbers(name: string): Promise<void> {
    if (this.numbersByField.has(name)) return;
    this.requireTime();
    this.numbersByField.set(name, await this.store.numbers(this.db, name));
  }

  /** Works the formula out, where it is not known yet, from numbers that were loaded. */
  async loadFormula(formula: RowFormula, table: string): Promise<void> {
    const key = formulaKey(formula, table);
    if (this.formulas.has(key)) return;
    this.requireTime();
    const columns = formula.fields.map((field) => this.numbers(field));
    const made = await this.store.formula(key, () => workOut(formula, columns, new Breath(this.signal)));
    this.formulas.set(key, made);
  }

  formula(formula: RowFormula, table: string): Numbers {
    return known(this.formulas, formulaKey(formula, table));
  }

  /** Of a field that was loaded. */
  codes(name: string): FieldCodes {
    return known(this.codesByField, name);
  }

  values(name: string): FieldValues {
    return known(this.valuesByField, name);
  }

  numbers(name: string): Numbers {
    return known(this.numbersByField, name);
  }

  /** For each code of the route's entry that of the field; null where they are the same. */
  rollupOf(from: GraphTable, route: Route, field: string): Uint32Array | null {
    const key = JSON.stringify([from.name, field]);
    return this.store.rollup(key, () => rollup(route, field, (f) => this.codes(f)));
  }

  /** Each row's group, of a cube of several dimensions. */
  crossOf(from: GraphTable, dimensions: readonly Crossing[]): FieldCodes {
    return this.store.made(`cross ${keyOf(from, dimensions)}`, (): FieldCodes => {
      const codes = this.crossed(from, dimensions);
      const size = this.codeCounts(dimensions).reduce((product, n) => product * n, 1) - 1;
      return { size, rows: new Map([[from.name, codes]]), bytes: codes.byteLength };
    });
  }

  /** The same, of groups that occur: mostly few, whose figures lie close to each other. */
  occurringOf(from: GraphTable, dimensions: readonly Crossing[]): Occurring {
    return this.store.made(`groups ${keyOf(from, dimensions)}`, (): Occurring => {
      const { codes, groupOf } = occurring(this.crossed(from, dimensions));
      const bytes = codes.byteLength + groupOf.byteLength;
      const rows = new Map([[from.name, codes]]);
      return { codes: { size: Math.max(groupOf.length - 1, 0), rows, bytes }, groupOf, bytes };
    });
  }

  /** For each group that occurs the one it is part of by some of the dimensions. */
  viewOf(from: GraphTable, finest: readonly Crossing[], dimensions: readonly Crossing[]): Uint32Array {
    const { groupOf } = this.occurringOf(from, finest);
    if (finest === dimensions) return groupOf;
    const kept = dimensions.map(({ field }) => finest.findIndex((f) => f.field === field));
    const view = () => viewOf(groupOf, this.codeCounts(finest), kept);
    const made = this.store.rollup(JSON.stringify([keyOf(from, finest), kept]), view);
    return made ?? groupOf;
  }

  /** Codes that are the same for all rows of a table. */
  alikeOf({ name }: GraphTable): FieldCodes {
    return this.store.made(`alike ${name}`, (): FieldCodes => {
      const codes = codesFor(rowsOf(this.store.catalog, name), 0);
      return { size: 0, rows: new Map([[name, codes]]), bytes: codes.byteLength };
    });
  }

  private codeCounts(dimensions: readonly Crossing[]): number[] {
    return dimensions.map((d) => this.codes(d.field).size + 1);
  }

  private crossed(from: GraphTable, dimensions: readonly Crossing[]): Codes {
    const crossed = dimensions.map(({ field, routes }) => {
      const route = routes.get(from.name);
      if (!route) throw new NotHeld("No way to a dimension.");
      const codes = codesIn(this.codes(route.entry), from);
      return { codes, lookup: this.rollupOf(from, route, field) };
    });
    return crossCodes(crossed, this.codeCounts(dimensions), rowsOf(this.store.catalog, from.name));
  }

  /** Of an aggregation. */
  numbersOf(part: HeldPart): Numbers {
    const { field, formula, table } = part;
    if (formula) return this.formula(formula, table.name);
    if (readsNumbers(part)) return this.numbers(field.name);
    const codes = this.codes(field.name);
    return this.store.made(`presence ${field.name}`, () => presence(codesIn(codes, table), codes.size));
  }

  private requireTime(): void {
    this.signal?.throwIfAborted();
    this.began ??= performance.now();
    if (performance.now() - this.began > LOADING_MS) throw new Error("Loading goes on with the next click.");
  }
}

function keyOf(from: GraphTable, dimensions: readonly Crossing[]): string {
  return JSON.stringify([from.name, dimensions.map((d) => d.field)]);
}

function formulaKey({ key }: RowFormula, table: string): string {
  return JSON.stringify([table, key]);
}

function known<T>(loaded: ReadonlyMap<string, T>, name: string): T {
  const found = loaded.get(name);
  if (!found) throw new NotHeld(`Nothing of "${name}" was loaded.`);
  return found;
}
