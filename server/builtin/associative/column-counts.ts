import type { DuckDBConnection } from "@duckdb/node-api";
import { type CountedColumn, type Planned, plansOf } from "./count-plans";
import { type Unit, unitsOf } from "./count-units";
import type { Found } from "./counters";
import type { RowNumbering } from "./row-numbers";
import { readRows } from "./rows";
import { eachVector, firstOfRun, type Vectors } from "./tap";
import type { ValueTables } from "./value-tables";

/** Smaller tables are counted in no time anyhow. */
const LEAST_ROWS = 200_000;
/** What the counters of one pass may take of the memory DuckDB may take. */
const SHARE = 1 / 4;
const MOST_BYTES = 256 * 2 ** 20;
const UNITS: Record<string, number> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

/** Who takes what is found on the way. */
export interface Takers {
  /** Takes the values of columns that have few. */
  values?: ValueTables;
  /** Takes which row has which value. */
  numbering?: RowNumbering;
}

/** What is known of a table beside its columns. */
export interface TableFacts {
  /** It has a field `rowid` of its own, so that its rows have no number. */
  hasOwnRowid?: boolean;
}

/**
 * Counts the values of some columns of a table, as many in one pass over it as memory is well spent on.
 * @param mostBytes for the counters of one pass; a share of DuckDB's memory, unless given
 * @returns by column; null for those that DuckDB has to count
 */
export async function countColumns(
  db: DuckDBConnection,
  table: string,
  columns: readonly CountedColumn[],
  rows: number,
  takers: Takers & TableFacts = {},
  mostBytes?: number,
): Promise<(Found | null)[]> {
  if (rows < LEAST_ROWS || takers.hasOwnRowid) return columns.map(() => null);
  const { values, numbering } = takers;
  const plans = await plansOf(db, table, columns, rows, values?.mostValues ?? 0, numbering);
  const all = new Map<CountedColumn, Found | null>();
  for (const pass of passesOf(plans, mostBytes ?? (await memory(db))))
    for (const [column, found] of await countPass(db, table, pass, rows, takers)) all.set(column, found);
  return columns.map((column) => all.get(column) ?? null);
}

/** Bytes for the counters of one pass. */
async function memory(db: DuckDBConnection): Promise<number> {
  const [row] = await readRows(db, "SELECT current_setting('memory_limit') AS most");
  const [, amount, unit = ""] = /^([\d.]+) (\w+)$/.exec(String(row?.most)) ?? [];
  return Math.min(MOST_BYTES, Number(amount) * (UNITS[unit] ?? 1) * SHARE);
}

function passesOf(plans: readonly Planned[], most: number): Planned[][] {
  const passes: Planned[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const planned of plans) {
    bytes += planned[1].bytes;
    if (bytes <= most) passes.at(-1)?.push(planned);
    else {
      passes.push([planned]);
      bytes = planned[1].bytes;
    }
  }
  return passes;
}

async function countPass(
  db: DuckDBConnection,
  table: string,
  pass: readonly Planned[],
  rows: number,
  { values, numbering }: Takers,
): Promise<[CountedColumn, Found | null][]> {
  const from = `${table} t`;
  const units = await unitsOf(db, from, pass, numbering);
  const isNumbered = units.some((unit) => unit.isNumbered);
  const selected = [isNumbered ? "t.rowid::UINTEGER" : "NULL", ...units.map(({ sql }) => sql)];
  const see = (chunk: Vectors) => {
    const first = isNumbered ? firstOfRun(chunk.words(0, 4)) : null;
    for (let i = 0; i < units.length; i++) units[i]?.see(chunk, i + 1, first);
  };
  await eachVector(db, from, selected, see, rows);
  for (const unit of units) unit.end();
  const left = pass.flatMap(([column, plan]) => (plan.countsNothing ? [column] : []));
  const seen = units.flatMap(({ columns }) => columns.filter(({ column }) => !left.includes(column)));
  // DuckDB counts while this thread compares.
  const [counted, found] = await bothOf(
    (isOver) => countLeft(left, table, rows, values, isOver),
    () => foundOf(db, from, seen),
  );
  for (const [{ column, counter }, facts] of found) {
    const { field, sqlType } = column;
    if (!facts || !values || facts.distinct > values.mostValues) continue;
    const bytes = counter.values?.();
    if (bytes) values.keep(field, { sqlType, areInOrder: counter.isInOrder ?? false, bytes });
  }
  return [...counted, ...found.map(([{ column }, facts]): [CountedColumn, Found | null] => [column, facts])];
}

/** Columns of which only rows were told apart. */
async function countLeft(
  columns: readonly CountedColumn[],
  table: string,
  rows: number,
  values: ValueTables | undefined,
  isOver: () => boolean,
): Promise<[CountedColumn, Found | null][]> {
  const all: [CountedColumn, Found | null][] = [];
  for (const column of columns)
    if (!isOver()) all.push([column, (await values?.count(column.field, table, column.key, rows)) ?? null]);
  return all;
}

/**
 * Does both at once, and is done when both are, also where one fails: the connection may be closed then.
 * @param one is told when there is no need to go on
 */
async function bothOf<A, B>(
  one: (isOver: () => boolean) => Promise<A>,
  other: () => Promise<B>,
): Promise<[A, B]> {
  let isOver = false;
  const first = one(() => isOver);
  const second = other().catch((error: unknown) => {
    isOver = true;
    throw error;
  });
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}

type Seen = Unit["columns"][number];

async function foundOf(
  db: DuckDBConnection,
  from: string,
  seen: readonly Seen[],
): Promise<[Seen, Found | null][]> {
  const all: [Seen, Found | null][] = [];
  for (const one of seen) all.push([one, await one.counter.found(db, from, one.column.key)]);
  return all;
}
