import type { DuckDBConnection } from "@duckdb/node-api";
import { BitCounter, type Counter, SetCounter } from "./counters";
import { HashCounter } from "./hash-counter";
import { manyValued, PrintCounter } from "./many-values";
import type { Bounds, RowNumbering } from "./row-numbers";
import { Vectors } from "./tap";
import { wholeBytes, wholeNumbers } from "./whole-numbers";

/** Whole numbers that lie this far apart have a bit each: 16 MB. */
const MOST_SPAN = 2n ** 27n;

/** A column to be counted. */
export interface CountedColumn {
  field: string;
  /** SQL of the value of a row `t`. */
  key: string;
  /** Type of `key`. */
  sqlType: string;
}

/** How a column is to be counted. */
export interface Plan {
  /** Memory it takes meanwhile, about. */
  bytes: number;
  counter(): Counter | Promise<Counter>;
  /** Of whole numbers that are told apart by their distance. */
  bounds: Bounds | null;
  /** It only tells rows apart: of use to somebody who wants that. */
  countsNothing?: true;
}

export type Planned = [CountedColumn, Plan];

/**
 * Plans for the columns of a table that are better counted here than by DuckDB.
 * @param mostValues that are kept of a column
 */
export async function plansOf(
  db: DuckDBConnection,
  table: string,
  columns: readonly CountedColumn[],
  rows: number,
  mostValues: number,
  numbering: RowNumbering | undefined,
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
    const plan = many[i]
      ? { bytes: PrintCounter.bytes(rows), counter: () => new PrintCounter(rows), bounds: null }
      : (setPlan(column, mostValues) ?? hashPlan(db, column, numbering?.mostSeen(column.field) ?? 0));
    if (plan) plans.set(column, plan);
  }
  return columns.flatMap((column): Planned[] => {
    const plan = plans.get(column);
    return plan ? [[column, plan]] : [];
  });
}

/** Values of 8 bytes that are told apart by these. */
function setPlan({ sqlType }: CountedColumn, mostValues: number): Plan | null {
  const isDouble = sqlType === "DOUBLE";
  if (!isDouble && wholeBytes(sqlType) !== 8) return null;
  const counter = () => new SetCounter(mostValues, isDouble);
  return { bytes: SetCounter.bytes(mostValues), counter, bounds: null };
}

function hashPlan(db: DuckDBConnection, { sqlType }: CountedColumn, mostValues: number): Plan | null {
  if (mostValues === 0) return null;
  const counter = () => HashCounter.of(db, sqlType, mostValues);
  return { bytes: HashCounter.bytes(mostValues), counter, bounds: null, countsNothing: true };
}

async function bitPlan(
  db: DuckDBConnection,
  table: string,
  { key, sqlType }: CountedColumn,
  rows: number,
): Promise<Plan | null> {
  const width = wholeBytes(sqlType);
  if (width === null) return null;
  const bounds = sqlType === "BOOLEAN" ? { least: 0n, most: 1n } : await boundsOf(db, table, key, width);
  if (!bounds) return null;
  const { least, most } = bounds;
  // Large unsigned numbers look negative.
  const span = most - least;
  if (span < 0n || span >= MOST_SPAN || span >= BigInt(rows) * 64n) return null;
  return { bytes: Number(span) / 8, counter: () => new BitCounter(least, most, width), bounds };
}

/** Each by itself, DuckDB knows them without reading all rows. */
async function boundsOf(
  db: DuckDBConnection,
  table: string,
  key: string,
  width: number,
): Promise<Bounds | null> {
  const result = await db.run(
    `SELECT (SELECT min(${key}) FROM ${table} t), (SELECT max(${key}) FROM ${table} t)`,
  );
  const found = new Vectors(result.getChunk(0).chunk);
  if (found.validity(0)) return null;
  const [least = 0n] = wholeNumbers(found.bytes(0, width), width);
  const [most = 0n] = wholeNumbers(found.bytes(1, width), width);
  return { least, most };
}
