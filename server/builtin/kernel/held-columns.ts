import type { DuckDBConnection } from "@duckdb/node-api";
import { Breath } from "./breath";
import { numbersOf, type RowFormula } from "./row-formula";
import type { KernelStore } from "./store";
import { type FieldCodes, type FieldValues, NotHeld, type Numbers } from "./tables";

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
    const made = await this.store.formula(key, () => numbersOf(formula, columns, new Breath(this.signal)));
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

  private requireTime(): void {
    this.signal?.throwIfAborted();
    this.began ??= performance.now();
    if (performance.now() - this.began > LOADING_MS) throw new Error("Loading goes on with the next click.");
  }
}

function formulaKey({ key }: RowFormula, table: string): string {
  return JSON.stringify([table, key]);
}

function known<T>(loaded: ReadonlyMap<string, T>, name: string): T {
  const found = loaded.get(name);
  if (!found) throw new NotHeld(`Nothing of "${name}" was loaded.`);
  return found;
}
