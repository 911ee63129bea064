import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteText } from "@/server/builtin/script/quoting";
import { boundsOfKeys } from "./bounds";
import { BitCounter, type Counter } from "./counters";
import { HashCounter } from "./hash-counter";
import { manyValued, PrintCounter } from "./many-values";
import type { Bounds, RowNumbering } from "./row-numbers";
import { SetCounter } from "./set-counter";
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

/** Of whole numbers. */
export interface ColumnBounds extends Bounds {
  /** False where it is known that none is NULL. */
  hasNulls: boolean;
}

/** How a column is to be counted. */
export interface Plan {
  /** Memory it takes meanwhile, about. */
  bytes: number;
  counter(): Counter | Promise<Counter>;
  /** Of whole numbers that are told apart by their distance. */
  bounds: ColumnBounds | null;
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
  for (const [column, bounds] of await boundsOf(db, table, columns)) {
    const plan = bitPlan(column, bounds, rows);
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

function bitPlan({ sqlType }: CountedColumn, bounds: ColumnBounds, rows: number): Plan | null {
  const { least, most } = bounds;
  // Large unsigned numbers look negative.
  const span = most - least;
  if (span < 0n || span >= MOST_SPAN || span >= BigInt(rows) * 64n) return null;
  return { bytes: Number(span) / 8, counter: () => new BitCounter(least, most, sqlType), bounds };
}

/** Of columns of whole numbers that are not NULL in all rows; none of them lies outside. */
async function boundsOf(
  db: DuckDBConnection,
  table: string,
  columns: readonly CountedColumn[],
): Promise<Map<CountedColumn, ColumnBounds>> {
  const bounds = new Map<CountedColumn, ColumnBounds>();
  const others = columns.filter(({ sqlType }) => wholeBytes(sqlType) !== null);
  const keys = others.map((c) => c.key);
  const found = (await boundsOfKeys(db, `${table} t`, keys)).flatMap((known, i) => {
    const column = others[i];
    return known && column ? [{ column, ...known }] : [];
  });
  if (found.length === 0) return bounds;
  const cast = found.flatMap(({ column: { sqlType }, least, most }) =>
    [least, most].map((text) => `${quoteText(text)}::${sqlType}`),
  );
  const values = new Vectors((await db.run(`SELECT ${cast.join(", ")}`)).getChunk(0).chunk);
  for (const [i, { column, hasNulls }] of found.entries()) {
    const width = wholeBytes(column.sqlType) ?? 8;
    const [least = 0n] = wholeNumbers(values.bytes(2 * i, width), width);
    const [most = 0n] = wholeNumbers(values.bytes(2 * i + 1, width), width);
    bounds.set(column, { least, most, hasNulls });
  }
  return bounds;
}
