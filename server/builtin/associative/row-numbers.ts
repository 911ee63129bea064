/** Keeps the numbers that stand for the values of one column, while these are counted. */
export interface RowNumbers {
  /**
   * @param numbers of `count` rows from `first` on, up to `most`; 0 is NULL. They stand until the next call.
   * @param hasNulls whether NULL is among them
   */
  take(first: number, numbers: Uint32Array, count: number, most: number, hasNulls: boolean): void;
  /** All rows were seen. */
  end(meaning: NumberMeaning): void;
  /** The numbers are of no use: of too many values, or not of all rows. */
  drop(): void;
}

/** Whole numbers: one less than their distance from the least. */
export interface DistanceMeaning {
  kind: "distance";
  least: bigint;
}

/** Values in the order of first sight. */
export interface SeenMeaning {
  kind: "seen";
  /** They are known by DuckDB's hashes of them, else by themselves. */
  byHash: boolean;
  count: number;
  /** By both halves of a value or hash; 0 where it was not seen. */
  numberOf(low: number, high: number): number;
}

/** What numbers stand for. */
export type NumberMeaning = DistanceMeaning | SeenMeaning;

export interface Bounds {
  least: bigint;
  most: bigint;
}

/** Whoever wants to know which row of a table has which value. */
export interface RowNumbering {
  /**
   * @param bounds of whole numbers that are told apart by their distance, else null
   * @returns null where it does not want that
   */
  start(field: string, bounds: Bounds | null): RowNumbers | null;
  /** How many values of a field, at most, it wants told apart by their first sight; 0 where it does not. */
  mostSeen(field: string): number;
}

export interface TableNumbering {
  /** @param rows how many the table has */
  of(table: string, rows: number): RowNumbering;
}
