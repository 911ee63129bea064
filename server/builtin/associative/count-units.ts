import type { DuckDBConnection } from "@duckdb/node-api";
import type { CountedColumn, Planned } from "./count-plans";
import { BitCounter, type Counter } from "./counters";
import { distanceOf } from "./distances";
import type { RowNumbering, RowNumbers } from "./row-numbers";
import { CHUNK_ROWS, type Vectors } from "./tap";
import { bitsOf } from "./whole-numbers";
import { areSpread, filledWords, SharedWords, type WordCandidate, type WordColumn } from "./words";

/** What is looked at of each row: a column, or several in a word. */
export interface Unit {
  sql: string;
  /** Somebody wants to know which row has which value. */
  isNumbered: boolean;
  columns: readonly { column: CountedColumn; counter: Counter }[];
  /** @param first of the rows of a chunk; null where they do not follow each other */
  see(chunk: Vectors, at: number, first: number | null): void;
  /** All rows were seen. */
  end(): void;
}

/** @param from FROM clause of the rows `t` */
export async function unitsOf(
  db: DuckDBConnection,
  from: string,
  pass: readonly Planned[],
  numbering: RowNumbering | undefined,
): Promise<Unit[]> {
  const units: Unit[] = numbering ? await wordUnits(db, from, pass, numbering) : [];
  const together = new Set(units.flatMap((unit) => unit.columns.map(({ column }) => column)));
  for (const [column, plan] of pass) {
    if (together.has(column)) continue;
    const counter = await plan.counter();
    const numbers = counter.meaning ? (numbering?.start(column.field, plan.bounds) ?? null) : null;
    if (numbers || !plan.countsNothing) units.push(new OneColumn(column, counter, numbers));
  }
  return units;
}

const scratch = new Uint32Array(CHUNK_ROWS);

class OneColumn implements Unit {
  readonly sql: string;
  readonly isNumbered: boolean;
  readonly columns: Unit["columns"];

  constructor(
    column: CountedColumn,
    private readonly counter: Counter,
    /** As long as all rows can be told. */
    private numbers: RowNumbers | null,
  ) {
    this.sql = counter.sql?.(column.key) ?? column.key;
    this.isNumbered = numbers !== null;
    this.columns = [{ column, counter }];
  }

  see(chunk: Vectors, at: number, first: number | null): void {
    const { counter, numbers } = this;
    const nulls = counter.nulls;
    const told = counter.add(chunk, at, scratch);
    if (!numbers) return;
    if (told && first !== null)
      numbers.take(first, told, chunk.rows, counter.largest ?? 0, counter.nulls > nulls);
    else {
      numbers.drop();
      this.numbers = null;
    }
  }

  end(): void {
    const meaning = this.counter.meaning?.();
    if (meaning) this.numbers?.end(meaning);
  }
}

interface Candidate extends WordCandidate {
  column: CountedColumn;
  least: bigint;
  most: bigint;
}

async function wordUnits(
  db: DuckDBConnection,
  from: string,
  pass: readonly Planned[],
  numbering: RowNumbering,
): Promise<Unit[]> {
  const candidates = pass.flatMap(([column, { bounds }]): Candidate[] => {
    if (!bounds || bounds.hasNulls || !numbering.wants(column.field, bounds)) return [];
    const largest = Number(bounds.most - bounds.least) + 1;
    const distance = distanceOf(column.sqlType, bounds.least, largest);
    return distance ? [{ column, key: column.key, distance, largest, ...bounds }] : [];
  });
  const spread = await areSpread(db, from, candidates);
  const chosen = candidates.filter((_, i) => spread[i]);
  const bits = chosen.map(({ largest }) => bitsOf(largest));
  return filledWords(bits).map(({ bytes, members }) => {
    let shift = 0;
    const first = (i: number) => Number(!chosen[i]?.distance.isDearToShift);
    const ordered = [...members].sort((a, b) => first(a) - first(b));
    const columns = ordered.flatMap((i): WordColumn[] => {
      const [one, own = 0] = [chosen[i], bits[i]];
      if (!one) return [];
      const part = { bytes, shift, bits: own };
      shift += own;
      return [{ column: one.column, counter: new BitCounter(one.least, one.most, one.column.sqlType), part }];
    });
    return new SharedWords(bytes, columns, numbering.startWords(bytes));
  });
}
