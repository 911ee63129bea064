import type Database from "better-sqlite3";
import { sourceError } from "../errors";
import type { ReadResult, ReadTarget, SourceColumn } from "../port";
import { checkColumnNames, RowSink } from "../rows/row-sink";
import { type StorageType, typeName } from "../rows/storage-type";
import { intentOf } from "./declared";
import { ColumnProfile } from "./profile";
import { type Row, type RowSource, rowsOf } from "./row-source";
import { put, type SqliteValue } from "./values";

/**
 * Rows between two breaths: a chunk of DuckDB's, which is handed over while this process breathes. As many are looked at
 * before types are chosen.
 */
const BREATH = 2048;

interface Plan {
  columns: SourceColumn[];
  types: StorageType[];
  /** Whole numbers as bigints. */
  exact: boolean;
  /** Types come from all values: what doesn't fit becomes NULL and is counted. */
  final: boolean;
  /** What a person should know about the chosen types. */
  remarks: string[];
}

interface Misfits {
  count: number;
  example: SqliteValue;
}

/** A value that the optimistic types don't hold. */
class Misfit extends Error {}

/**
 * Reads a SELECT. Types come from the declarations and the first rows; should a later value not fit, the table is thrown
 * away, every value is looked at, and the rows are read again with types all of them were weighed for.
 * @param sql one SELECT without a final semicolon, which `statement` was made of
 */
export async function readRows(
  db: Database.Database,
  sql: string,
  statement: Database.Statement,
  target: ReadTarget,
  deadline: number,
): Promise<ReadResult> {
  const declared = statement.columns().map((c) => ({ name: c.name, type: c.type }));
  checkColumnNames(declared.map((c) => c.name));
  const profiles = () => declared.map((c) => new ColumnProfile(intentOf(c.type)));
  const plan = (found: ColumnProfile[], exact: boolean, final: boolean): Plan => {
    const types = found.map((p) => p.storage());
    const columns = declared.map((c, i) => ({
      name: c.name,
      sourceType: c.type ?? "",
      type: typeName(types[i] ?? { kind: "VARCHAR" }),
      nullable: true,
    }));
    const remarks = found.flatMap((p, i) => p.remark(declared[i]?.name ?? "", declared[i]?.type ?? "") ?? []);
    return { columns, types, exact, final, remarks };
  };

  /** Left open, rows would keep the transaction from its end. */
  const reading = async <T>(exact: boolean, read: (rows: RowSource) => Promise<T>): Promise<T> => {
    const rows = rowsOf(db, sql, statement, { exact, some: BREATH });
    return read(rows).finally(() => rows.close());
  };

  const read = await reading(false, async (rows) => {
    const first = profiles();
    const head: Row[] = [];
    rows.next((row) => head.push(row));
    for (const row of head) addTo(first, row);
    const optimistic = plan(first, false, false);
    target.onColumns?.(optimistic.columns);
    return load(head, rows, optimistic, target, deadline).catch((error: unknown) => {
      if (error instanceof Misfit) return null;
      throw error;
    });
  });
  if (read) return read;

  const all = profiles();
  await reading(true, async (rows) => {
    while (rows.next((row) => addTo(all, row))) await pause(target, deadline);
  });
  return reading(true, (rows) => load([], rows, plan(all, true, true), target, deadline));
}

function addTo(profiles: ColumnProfile[], row: Row): void {
  for (let i = 0; i < profiles.length; i++) profiles[i]?.add(row[i] ?? null);
}

function valueBytes(value: SqliteValue): number {
  if (value === null) return 1;
  return typeof value === "string" || Buffer.isBuffer(value) ? value.length : 8;
}

async function load(
  head: Row[],
  rest: RowSource,
  plan: Plan,
  target: ReadTarget,
  deadline: number,
): Promise<ReadResult> {
  const sink = await RowSink.create(target, plan.columns, plan.types);
  const misfits = plan.types.map((): Misfits => ({ count: 0, example: null }));
  let bytes = 0;
  const write = (row: Row) => {
    for (let i = 0; i < plan.types.length; i++) {
      const value = row[i] ?? null;
      bytes += valueBytes(value);
      const type = plan.types[i] as StorageType;
      if (value === null) sink.writer.setNull(i);
      else if (!put(sink.writer, i, type, value, plan.exact)) {
        if (!plan.final) throw new Misfit();
        sink.writer.setNull(i);
        count(misfits[i], value);
      }
    }
    sink.writer.endRow();
    sink.countRow(bytes);
  };
  try {
    for (const row of head) write(row);
    while (rest.next(write)) {
      await sink.breathe(bytes);
      checkTime(deadline);
    }
    await sink.finish(bytes);
    return {
      rows: sink.rows,
      bytes,
      columns: plan.columns,
      warnings: [...plan.remarks, ...warnings(plan, misfits)],
    };
  } catch (error) {
    await sink.discard();
    throw error;
  }
}

function count(misfits: Misfits | undefined, value: SqliteValue): void {
  if (!misfits) return;
  if (misfits.count === 0) misfits.example = value;
  misfits.count++;
}

function warnings(plan: Plan, misfits: Misfits[]): string[] {
  return misfits.flatMap(({ count, example }, i) => {
    const column = plan.columns[i];
    if (count === 0 || !column) return [];
    const shown = Buffer.isBuffer(example) ? "bytes" : JSON.stringify(String(example).slice(0, 40));
    const values = count === 1 ? "1 value" : `${count.toLocaleString("en")} values`;
    return `${values} of "${column.name}" did not fit ${column.type} and became empty, the first one ${shown}.`;
  });
}

async function pause(target: ReadTarget, deadline: number): Promise<void> {
  target.onRows({ rows: 0, bytes: 0 });
  await new Promise((resolve) => setImmediate(resolve));
  target.signal.throwIfAborted();
  checkTime(deadline);
}

function checkTime(deadline: number): void {
  if (Date.now() > deadline)
    throw sourceError("source.timeout", "The SELECT took longer than its time limit.");
}
