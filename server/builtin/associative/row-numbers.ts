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

/** Where the number of a column lies in a word that several share. */
export interface WordPart {
  /** Of the word. */
  bytes: 1 | 2 | 4;
  shift: number;
  bits: number;
}

/** Keeps words of the numbers of several columns, while these are counted. */
export interface RowWords {
  /** @param words of the rows from `first` on. They stand until the next call. */
  take(first: number, words: Uint8Array): void;
  /** All rows were seen. */
  end(columns: readonly { field: string; meaning: DistanceMeaning; part: WordPart }[]): void;
  /** They are not of all rows. */
  drop(): void;
}

/** Whoever wants to know which row of a table has which value. */
export interface RowNumbering {
  /**
   * @param bounds of whole numbers that are told apart by their distance, else null
   * @returns null where it does not want that
   */
  start(field: string, bounds: Bounds | null): RowNumbers | null;
  /** Whether it wants to know that of whole numbers between two bounds. */
  wants(field: string, bounds: Bounds): boolean;
  /** @param bytes of a word */
  startWords(bytes: 1 | 2 | 4): RowWords;
  /** How many values of a field, at most, it wants told apart by their first sight; 0 where it does not. */
  mostSeen(field: string): number;
}

export interface TableNumbering {
  /** @param rows how many the table has */
  of(table: string, rows: number): RowNumbering;
}
