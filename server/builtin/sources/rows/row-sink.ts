import { setImmediate as nextTurn } from "node:timers/promises";
import { sourceError } from "../errors";
import type { ReadTarget, SourceColumn } from "../port";
import { openStore, prepareStores, type RowStore } from "./row-store";
import type { RowWriter } from "./row-writer";
import type { StorageType } from "./storage-type";

/** Throws `source.column_twice` where two columns of a result differ by no more than upper and lower case. */
export function checkColumnNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    const key = name.toLowerCase();
    if (seen.has(key))
      throw sourceError("source.column_twice", `The SELECT returns the column "${name}" twice.`);
    seen.add(key);
  }
}

/** Throws `limits.rows`. */
export function checkRows(rows: number, target: Pick<ReadTarget, "maxRows" | "table">): void {
  if (rows > target.maxRows)
    throw sourceError(
      "limits.rows",
      `"${target.table}" has more than the ${target.maxRows.toLocaleString("en")} rows this reload may still load.`,
      { params: { table: target.table, maxRows: target.maxRows } },
    );
}

/** Throws `limits.bytes`. Asked for every row: a few wide ones can fill the memory. */
export function checkBytes(bytes: number, { maxBytes, table }: Pick<ReadTarget, "maxBytes" | "table">): void {
  if (maxBytes === undefined || bytes <= maxBytes) return;
  const most = Math.floor(maxBytes / 1_000_000).toLocaleString("en");
  throw sourceError("limits.bytes", `"${table}" has more than the ${most} MB this reload may still read.`, {
    params: { table, maxBytes },
  });
}

/** A stream of rows that can be held back. */
export interface Flow {
  pause(): unknown;
  resume(): unknown;
}

/**
 * A new table that rows are written into: counts, limits, progress, and its end. The table and its rows come in one
 * transaction of the target's connection, which nothing else may use until `finish` or `discard`.
 */
export class RowSink {
  rows = 0;
  readonly writer: RowWriter;
  private holding = false;
  private committing = false;

  private constructor(
    private readonly target: ReadTarget,
    private readonly store: RowStore,
    private readonly afterwards: () => Promise<void>,
  ) {
    this.writer = store.writer;
  }

  /** Begins the table. `types` go with `columns`. */
  static async create(target: ReadTarget, columns: SourceColumn[], types: StorageType[]): Promise<RowSink> {
    checkColumnNames(columns.map((c) => c.name));
    const list = columns.map(({ name }, i) => ({ name, type: types[i] ?? ({ kind: "VARCHAR" } as const) }));
    const { db, table, schema = "main" } = target;
    const afterwards = await prepareStores(db);
    await db.run("BEGIN TRANSACTION");
    try {
      const store = await openStore({ db, schema, table, columns: list });
      return new RowSink(target, store, afterwards);
    } catch (error) {
      await db.run("ROLLBACK");
      await afterwards();
      throw error;
    }
  }

  /**
   * Counts a row the writer was given. Throws `limits.rows` at the first row too many, `limits.bytes` at the first
   * byte.
   * @param bytes received so far, where the source knows them
   */
  countRow(bytes = 0): void {
    if (++this.rows > this.target.maxRows) checkRows(this.rows, this.target);
    if (bytes > 0) checkBytes(bytes, this.target);
  }

  /** The same for some rows at once. */
  countRows(count: number): void {
    this.rows += count;
    checkRows(this.rows, this.target);
  }

  /** Reports progress, lets other work of the process run, and stops where the caller wants to. */
  async breathe(bytes: number): Promise<void> {
    this.target.onRows({ rows: this.rows, bytes });
    await nextTurn();
    if (this.store.full) await this.store.room();
    this.target.signal.throwIfAborted();
  }

  /** Lets a stream wait while more rows are here than DuckDB has taken. */
  holdBack(flow: Flow): void {
    if (!this.store.full || this.holding) return;
    this.holding = true;
    flow.pause();
    void this.store.room().then(() => {
      this.holding = false;
      flow.resume();
    });
  }

  /** Writes what is left. */
  async finish(bytes: number): Promise<void> {
    await this.store.end();
    this.committing = true;
    await this.target.db.run("COMMIT");
    await this.afterwards();
    this.target.onRows({ rows: this.rows, bytes });
  }

  /** Removes the table with everything in it. */
  async discard(): Promise<void> {
    await this.store.discard();
    // A COMMIT that fails rolls back by itself.
    if (!this.committing) await this.target.db.run("ROLLBACK");
    await this.afterwards();
  }
}
