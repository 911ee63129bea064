import type { DuckDBConnection } from "@duckdb/node-api";
import { BitCounter, type Counter, type Found, SetCounter } from "./counters";
import { manyValued, PrintCounter } from "./many-values";
import { readRows } from "./rows";
import { eachVector, Vectors } from "./tap";
import type { ValueTables } from "./value-tables";
import { wholeBytes, wholeNumbers } from "./whole-numbers";

/** Smaller tables are counted in no time anyhow. */
const LEAST_ROWS = 200_000;
/** Whole numbers that lie this far apart have a bit each: 16 MB. */
const MOST_SPAN = 2n ** 27n;
/** What the counters of one pass may take of the memory DuckDB may take. */
const SHARE = 1 / 4;
const MOST_BYTES = 256 * 2 ** 20;
const UNITS: Record<string, number> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

/** A column to be counted. */
export interface CountedColumn {
  field: string;
  /** SQL of the value of a row `t`. */
  key: string;
  /** Type of `key`. */
  sqlType: string;
}

/** How a column is to be counted. */
interface Plan {
  /** Memory it takes meanwhile, about. */
  bytes: number;
  counter(): Counter;
}

/**
 * Counts the values of some columns of a table, as many in one pass over it as memory is well spent on.
 * @param values takes the values of columns that have few
 * @param mostBytes for the counters of one pass; a share of DuckDB's memory, unless given
 * @returns by column; null for those that DuckDB has to count
 */
export async function countColumns(
  db: DuckDBConnection,
  table: string,
  columns: readonly CountedColumn[],
  rows: number,
  values?: ValueTables,
  mostBytes?: number,
): Promise<(Found | null)[]> {
  if (rows < LEAST_ROWS) return columns.map(() => null);
  const plans = await plansOf(db, table, columns, rows, values?.mostValues ?? 0);
  const all = new Map<CountedColumn, Found | null>();
  for (const pass of passesOf(plans, mostBytes ?? (await memory(db))))
    for (const [column, found] of await countPass(db, `${table} t`, pass, rows, values))
      all.set(column, found);
  return columns.map((column) => all.get(column) ?? null);
}

/** Bytes for the counters of one pass. */
async function memory(db: DuckDBConnection): Promise<number> {
  const [row] = await readRows(db, "SELECT current_setting('memory_limit') AS most");
  const [, amount, unit = ""] = /^([\d.]+) (\w+)$/.exec(String(row?.most)) ?? [];
  return Math.min(MOST_BYTES, Number(amount) * (UNITS[unit] ?? 1) * SHARE);
}

type Planned = [CountedColumn, Plan];

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
  from: string,
  pass: readonly Planned[],
  rows: number,
  values: ValueTables | undefined,
): Promise<[CountedColumn, Found | null][]> {
  const counters = pass.map(([column, plan]) => ({ column, counter: plan.counter() }));
  const selected = counters.map(({ column, counter }) => counter.sql?.(column.key) ?? column.key);
  const take = (chunk: Vectors) => {
    for (const [i, { counter }] of counters.entries()) counter.add(chunk, i);
  };
  await eachVector(db, from, selected, take, rows);
  const all: [CountedColumn, Found | null][] = [];
  for (const { column, counter } of counters) {
    const found = await counter.found(db, from, column.key);
    all.push([column, found]);
    const kept = found && values && found.distinct <= values.mostValues ? counter.values?.() : null;
    if (kept) await values?.keep(column.field, column.sqlType, kept);
  }
  return all;
}

async function plansOf(
  db: DuckDBConnection,
  table: string,
  columns: readonly CountedColumn[],
  rows: number,
  mostValues: number,
): Promise<Planned[]> {
  const plans = new Map<CountedColumn, Plan>();
  for (const column of columns) {
    const plan = await bitPlan(db, table, column, rows);
    if (plan) plans.set(column, plan);
  }
  const others = columns.filter((column) => !plans.has(column));
  const keys = others.map((c) => c.key);
  const many = await manyValued(db, table, keys, rows);
  for (const [i, column] of others.entries()) {
    const isDouble = column.sqlType === "DOUBLE";
    if (many[i])
      plans.set(column, { bytes: PrintCounter.bytes(rows), counter: () => new PrintCounter(rows) });
    else if (isDouble || wholeBytes(column.sqlType) === 8) {
      const counter = () => new SetCounter(mostValues, isDouble);
      plans.set(column, { bytes: SetCounter.bytes(mostValues), counter });
    }
  }
  return columns.flatMap((column): Planned[] => {
    const plan = plans.get(column);
    return plan ? [[column, plan]] : [];
  });
}

async function bitPlan(
  db: DuckDBConnection,
  table: string,
  { key, sqlType }: CountedColumn,
  rows: number,
): Promise<Plan | null> {
  const width = wholeBytes(sqlType);
  if (width === null) return null;
  if (sqlType === "BOOLEAN") return { bytes: 4, counter: () => new BitCounter(0n, 1n, width) };
  // Each by itself, DuckDB knows them without reading all rows.
  const result = await db.run(
    `SELECT (SELECT min(${key}) FROM ${table} t), (SELECT max(${key}) FROM ${table} t)`,
  );
  const bounds = new Vectors(result.getChunk(0).chunk);
  if (bounds.validity(0)) return null;
  const [least = 0n] = wholeNumbers(bounds.bytes(0, width), width);
  const [most = 0n] = wholeNumbers(bounds.bytes(1, width), width);
  // Large unsigned numbers look negative.
  const span = most - least;
  if (span < 0n || span >= MOST_SPAN || span >= BigInt(rows) * 64n) return null;
  return { bytes: Number(span) / 8, counter: () => new BitCounter(least, most, width) };
}
