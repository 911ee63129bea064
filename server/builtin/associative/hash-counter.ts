import type { DuckDBConnection } from "@duckdb/node-api";
import type { Counter } from "./counters";
import type { NumberMeaning } from "./row-numbers";
import { SetCounter } from "./set-counter";
import { Vectors } from "./tap";

/** Tells values of any type apart by DuckDB's hashes of them, without counting them: two values may have the same. */
export class HashCounter implements Counter {
  nulls = 0;
  private readonly set: SetCounter;

  private constructor(
    mostValues: number,
    /** Both halves of the hash of NULL. */
    private readonly noneLow: number,
    private readonly noneHigh: number,
  ) {
    this.set = new SetCounter(mostValues, false);
  }

  static async of(db: DuckDBConnection, sqlType: string, mostValues: number): Promise<HashCounter> {
    const result = await db.run(`SELECT hash(NULL::${sqlType})`);
    const [low = 0, high = 0] = new Vectors(result.getChunk(0).chunk).words(0, 8);
    return new HashCounter(mostValues, low | 0, high | 0);
  }

  /** Memory it takes. */
  static bytes(mostValues: number): number {
    return SetCounter.bytes(mostValues);
  }

  get largest(): number {
    return this.set.largest;
  }

  sql(key: string): string {
    return `hash(${key})`;
  }

  add(chunk: Vectors, column: number): Uint32Array | null {
    if (!this.set.hasRoom) return null;
    return this.set.numbersOf(chunk.bytes(column, 8), (low, high) => this.isNone(low, high));
  }

  private isNone(low: number, high: number): boolean {
    const isIt = low === this.noneLow && high === this.noneHigh;
    if (isIt) this.nulls++;
    return isIt;
  }

  meaning(): NumberMeaning {
    return { ...this.set.meaning(), byHash: true };
  }

  /** They are counted elsewhere. */
  found(): null {
    return null;
  }
}
