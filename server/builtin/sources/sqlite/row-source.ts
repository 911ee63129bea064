import { randomBytes } from "node:crypto";
import type Database from "better-sqlite3";
import type { SqliteValue } from "./values";

export type Row = SqliteValue[];

/** Rows of a SELECT, some at a time. */
export interface RowSource {
  /** Gives the next rows, at most as many as the source was made for; false where there are no more behind them. */
  next(take: (row: Row) => void): boolean;
  close(): void;
}

/**
 * @param sql one SELECT without a final semicolon, which `statement` was made of
 * @param exact whole numbers as bigints
 * @param some rows that are given at a time
 */
export function rowsOf(
  db: Database.Database,
  sql: string,
  statement: Database.Statement,
  options: { exact: boolean; some: number },
): RowSource {
  return tapped(db, sql, statement, options) ?? new Iterated(statement, options);
}

/**
 * SQLite calls a function of ours with the values of each row, and gives a row of its own only once in a while, so that
 * other work can be done: takes less than half of what iterating over the rows does.
 * @returns null where the SELECT cannot be put into another one
 */
function tapped(
  db: Database.Database,
  sql: string,
  statement: Database.Statement,
  options: { exact: boolean; some: number },
): RowSource | null {
  // Nobody's SELECT can call it.
  const name = `rows_${randomBytes(12).toString("hex")}`;
  const columns = statement.columns().map((_, i) => `c${i}`);
  const tap = new Tapped(options.some);
  db.function(name, { varargs: true, directOnly: true, safeIntegers: options.exact }, tap.onRow);
  // LIMIT keeps SQLite from asking for the function before the SELECT's own conditions are met.
  const list = columns.join(", ");
  const all = `WITH all_${name}(${list}) AS (\n${sql}\n)
    SELECT 1 FROM (SELECT * FROM all_${name} LIMIT -1) WHERE ${name}(${list})`;
  try {
    tap.rows = db.prepare(all).raw(true).iterate();
    return tap;
  } catch {
    // More columns than a function may have arguments; or no SELECT, as EXPLAIN.
    return null;
  }
}

class Tapped implements RowSource {
  rows: IterableIterator<unknown> = [].values();
  private take: (row: Row) => void = ignore;
  private given = 0;

  constructor(private readonly some: number) {}

  /** @returns 1 for a row that is to be told, 0 for one that is not */
  readonly onRow = (...row: unknown[]): number => {
    this.take(row as Row);
    return ++this.given % this.some === 0 ? 1 : 0;
  };

  next(take: (row: Row) => void): boolean {
    this.take = take;
    return this.rows.next().done !== true;
  }

  close(): void {
    this.rows.return?.();
    this.take = ignore;
  }
}

function ignore(): void {}

class Iterated implements RowSource {
  private readonly rows: IterableIterator<unknown>;

  constructor(
    statement: Database.Statement,
    private readonly options: { exact: boolean; some: number },
  ) {
    this.rows = statement.raw(true).safeIntegers(options.exact).iterate();
  }

  next(take: (row: Row) => void): boolean {
    for (let i = 0; i < this.options.some; i++) {
      const next = this.rows.next();
      if (next.done) return false;
      take(next.value as Row);
    }
    return true;
  }

  close(): void {
    this.rows.return?.();
  }
}
