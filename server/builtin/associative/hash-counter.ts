import type { DuckDBConnection } from "@duckdb/node-api";
import { type Counter, SetCounter } from "./counters";
import type { NumberMeaning } from "./row-numbers";
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

  add(chunk: Vectors, column: number, numbers: Uint32Array): Uint32Array | null {
    const { set, noneLow, noneHigh } = this;
    if (!set.hasRoom) return null;
    const { buffer, byteOffset } = chunk.bytes(column, 8);
    const words = new Int32Array(buffer, byteOffset, chunk.rows * 2);
    for (let i = 0; i < chunk.rows; i++) {
      const [low, high] = [words[i * 2] as number, words[i * 2 + 1] as number];
      if (low === noneLow && high === noneHigh) {
        this.nulls++;
        numbers[i] = 0;
      } else numbers[i] = set.insert(low, high);
    }
    return set.hasRoom ? numbers : null;
  }

  meaning(): NumberMeaning {
    return { ...this.set.meaning(), byHash: true };
  }

  /** They are counted elsewhere. */
  found(): null {
    return null;
  }
}
