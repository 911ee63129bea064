import type { Span } from "../ast";
import { nearest, scriptError } from "../errors";
import type { StoredQvd } from "../port";
import { joined, type RowOrder } from "../row-order";
import type { Name } from "../statements";
import type { ValueType } from "../types";

/** One column of a script table. */
export interface ScriptColumn {
  name: string;
  /** DuckDB's type as stored, which may be one the language has no kind for (UUID). */
  stored: string;
  type: ValueType;
  format?: string;
}

export interface TableState {
  name: string;
  columns: ScriptColumn[];
  rows: number;
  /** Made by LOAD DISTINCT: what is added later is de-duplicated too. */
  distinct: boolean;
  /** LOOSEN TABLE names it: its links do not count. */
  loosened?: boolean;
  /** Its rows in load order, where they lie otherwise. */
  order?: RowOrder;
  /** The QVD its rows would have been read from, while only rows were added to it. */
  base?: TableBase;
}

/** Rows that were taken over instead of being read from their QVD. */
export interface TableBase {
  stored: StoredQvd;
  path: string;
  /** The file's records in their order, as places of the table. */
  order: RowOrder;
  /** How many rows were taken over; those that came to it lie behind. */
  rows: number;
  /** Of them the places that were written over, ascending, and the table of what was there. */
  written: { places: Int32Array; before: string } | undefined;
  /** Where the rows that came to it stand in load order. */
  at: "front" | "behind";
}

export type Section = "access" | "application";

/**
 * The tables of the run, in the order they were made. Names are case-sensitive. Tables loaded behind `SECTION ACCESS`
 * are not there for the application's statements; the access section can read both.
 */
export class Catalog {
  section: Section = "application";
  private readonly tables = new Map<string, TableState>();
  private readonly sections = new Map<string, Section>();
  private readonly untouched = new Map<string, number>();
  private readonly stored = new Map<string, StoredQvd>();

  /** The application's tables and, in the access section, its own. */
  all(): TableState[] {
    return [...this.tables.values()].filter((t) => this.section === "access" || !this.isAccess(t.name));
  }

  of(section: Section): TableState[] {
    return [...this.tables.values()].filter((t) => this.sections.get(t.name) === section);
  }

  get(name: string): TableState | undefined {
    return this.section === "application" && this.isAccess(name) ? undefined : this.tables.get(name);
  }

  /** @throws `script.table_missing` with the nearest name */
  find(name: Name): TableState {
    const table = this.get(name.value);
    if (!table)
      throw missingTable(
        name,
        this.all().map((t) => t.name),
      );
    return table;
  }

  last(): TableState | undefined {
    return this.of(this.section).at(-1);
  }

  add({ base, ...table }: TableState): void {
    this.untouched.delete(table.name);
    this.put(table);
  }

  /** A table as the run before left it. */
  addEarlier(table: TableState): void {
    this.put(table);
    this.untouched.set(table.name, table.rows);
  }

  /** The first rows of a table are those the run before left. */
  noteEarlier(name: string, rows: number): void {
    this.untouched.set(name, rows);
  }

  /**
   * A table that rows were added to, behind those it had.
   * @param before its rows without them @param changed the type of a column was changed too
   */
  addRows({ base, ...table }: TableState, { before, changed }: { before: number; changed: boolean }): void {
    const order = table.order && joined(table.order, [[before, table.rows - before]]);
    const state = { ...table, ...(order ? { order } : {}) };
    if (changed) this.add(state);
    else this.put({ ...state, ...(base?.at === "behind" ? { base } : {}) });
  }

  /** A table of which some rows were there already, under this name or another, and may be written over where they lie. */
  addTaken(table: TableState & { base: TableBase }): void {
    const { stored, rows, written } = table.base;
    if (written || stored.table !== table.name) this.untouched.delete(table.name);
    else this.untouched.set(table.name, rows);
    this.put(table);
  }

  /** Notes that a QVD was written from the table as it is. */
  noteStored(stored: StoredQvd): void {
    this.stored.set(stored.table, stored);
  }

  storedAs(table: string): StoredQvd | undefined {
    return this.stored.get(table);
  }

  /** What QVDs hold of tables that are as they were stored. */
  storedTables(): StoredQvd[] {
    return [...this.stored.values()];
  }

  /** Whether some of its rows are the run before's. */
  isEarlier(name: string): boolean {
    return this.untouched.has(name);
  }

  /** How many rows the run before left, by table that was added to at most since: these are its first. */
  earlierRows(): Record<string, number> {
    return Object.fromEntries(this.untouched);
  }

  private put(table: TableState): void {
    this.stored.delete(table.name);
    if (!this.tables.has(table.name)) this.sections.set(table.name, this.section);
    this.tables.set(table.name, table);
  }

  remove(name: string): void {
    this.untouched.delete(name);
    this.stored.delete(name);
    this.tables.delete(name);
    this.sections.delete(name);
  }

  /** Keeps the table's place in the order. */
  rename(from: string, to: string): void {
    const renamed = [...this.tables.values()].map((t) => (t.name === from ? { ...t, name: to } : t));
    for (const name of [from, to]) {
      this.untouched.delete(name);
      this.stored.delete(name);
    }
    const section = this.sections.get(from) ?? this.section;
    this.sections.delete(from);
    this.sections.set(to, section);
    this.tables.clear();
    for (const table of renamed) this.tables.set(table.name, table);
  }

  totalRows(): number {
    return [...this.tables.values()].reduce((sum, t) => sum + t.rows, 0);
  }

  private isAccess(name: string): boolean {
    return this.sections.get(name) === "access";
  }

  /** The name, with -1, -2, … where it is taken. DuckDB's names ignore case, so names that differ in case clash. */
  freeName(wanted: string): string {
    const taken = new Set([...this.tables.keys()].map((n) => n.toLowerCase()));
    if (!taken.has(wanted.toLowerCase())) return wanted;
    let n = 1;
    while (taken.has(`${wanted}-${n}`.toLowerCase())) n++;
    return `${wanted}-${n}`;
  }

  /** The table automatic concatenation goes to: the one with exactly these field names. */
  withFields(names: readonly string[], except?: string): TableState | undefined {
    const wanted = new Set(names);
    return this.of(this.section).find(
      (t) =>
        t.name !== except && t.columns.length === wanted.size && t.columns.every((c) => wanted.has(c.name)),
    );
  }

  /** Tables that have a field, in order. */
  withField(field: string): TableState[] {
    return this.all().filter((t) => t.columns.some((c) => c.name === field));
  }
}

/** `script.table_missing` with the nearest name. */
export function missingTable(name: Name, names: Iterable<string>) {
  const known = [...names];
  const guess = nearest(name.value, known);
  return scriptError(
    "script.table_missing",
    `There is no table "${name.value}" at this point of the script.`,
    {
      at: name.at,
      advice: guess
        ? `Did you mean "${guess}"? Table names are case-sensitive.`
        : "It may have been dropped, or added to a table of the same fields (automatic concatenation).",
      params: { table: name.value, ...(guess ? { nearest: guess } : {}) },
    },
  );
}

/** @throws `script.name` where two fields of one table have the same name, or names that differ only in case */
export function checkFieldNames(
  names: readonly string[],
  table?: string,
  places: readonly Span[] = [],
): void {
  const where = table === undefined ? "" : ` in the table "${table}"`;
  const seen = new Map<string, string>();
  for (const [i, name] of names.entries()) {
    const at = places[i];
    const other = seen.get(name.toLowerCase());
    if (other === name)
      throw scriptError("script.name", `The field "${name}" is given twice${where}.`, {
        at,
        advice: "Give one of them another name with AS, or leave it out.",
        params: { field: name },
      });
    if (other !== undefined)
      throw scriptError(
        "script.name",
        `The fields "${other}" and "${name}" differ only in upper and lower case.`,
        {
          at,
          advice: "One table cannot hold both; give one of them another name with AS.",
          params: { field: name },
        },
      );
    if (name === "")
      throw scriptError("script.name", `A field${where} has no name.`, {
        at,
        advice: "Name it with AS.",
      });
    seen.set(name.toLowerCase(), name);
  }
}
