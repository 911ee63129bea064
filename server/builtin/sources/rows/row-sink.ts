import { setImmediate as nextTurn } from "node:timers/promises";
import type { DuckDBAppender } from "@duckdb/node-api";
import { dialects } from "@/server/platform/dialects";
import { sourceError } from "../errors";
import type { ReadTarget, SourceColumn } from "../port";
import { createRowWriter, type RowWriter } from "./row-writer";
import { type StorageType, typeName } from "./storage-type";

const quote = dialects.duckdb.identifier;

/** The new table's name as SQL. */
export function targetName(target: Pick<ReadTarget, "schema" | "table">): string {
  return `${quote(target.schema ?? "main")}.${quote(target.table)}`;
}

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

/** A new table that rows are written into: counts, limits, progress, and its end. */
export class RowSink {
  rows = 0;

  private constructor(
    private readonly target: ReadTarget,
    private readonly appender: DuckDBAppender,
    readonly writer: RowWriter,
  ) {}

  /** Creates the table. `types` go with `columns`. */
  static async create(target: ReadTarget, columns: SourceColumn[], types: StorageType[]): Promise<RowSink> {
    checkColumnNames(columns.map((c) => c.name));
    const list = columns.map((c, i) => `${quote(c.name)} ${typeName(types[i] ?? { kind: "VARCHAR" })}`);
    await target.db.run(`CREATE TABLE ${targetName(target)} (${list.join(", ")})`);
    const appender = await target.db.createAppender(target.table, target.schema ?? "main");
    return new RowSink(target, appender, createRowWriter(appender, types));
  }

  /** Counts a row the writer was given. Throws `limits.rows` at the first row too many. */
  countRow(): void {
    if (++this.rows > this.target.maxRows) checkRows(this.rows, this.target);
  }

  /** Reports progress, lets other work of the process run, and stops where the caller wants to. */
  async breathe(bytes: number): Promise<void> {
    this.target.onRows({ rows: this.rows, bytes });
    await nextTurn();
    this.target.signal.throwIfAborted();
  }

  /** Writes what is left. */
  finish(bytes: number): void {
    this.writer.flush();
    this.appender.closeSync();
    this.target.onRows({ rows: this.rows, bytes });
  }

  /** Removes the table with everything in it. */
  async discard(): Promise<void> {
    try {
      this.appender.closeSync();
    } catch {
      // Rows of the last chunk may not fit any more; they go with the table.
    }
    await this.target.db.run(`DROP TABLE IF EXISTS ${targetName(this.target)}`);
  }
}
