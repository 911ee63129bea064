import type { DuckDBConnection } from "@duckdb/node-api";
import { sourceError } from "../errors";
import type { ReadResult, ReadTarget, SourceColumn } from "../port";
import { quotedName } from "../rows/new-table";
import { checkBytes, checkRows } from "../rows/row-sink";

/** How often a running statement is asked how far it is. */
const TICK_MS = 250;

export interface NativeRead {
  /** The SELECT that gives the stored columns, files and all. */
  select: string;
  columns: SourceColumn[];
  /** Bytes of the files it reads, and the rows they are thought to give. */
  bytes: number;
  estimate: number | null;
  timeoutMs: number;
}

/** Lets the target's DuckDB read the files itself: the fastest way into it, on all its threads. */
export async function readNatively(target: ReadTarget, read: NativeRead): Promise<ReadResult> {
  const { db } = target;
  target.signal.throwIfAborted();
  checkBytes(read.bytes, target);
  let late = false;
  const stop = () => db.interrupt();
  const timer = setTimeout(
    () => {
      late = true;
      stop();
    },
    Math.min(read.timeoutMs, 2 ** 31 - 1),
  );
  const ticks = setInterval(() => tell(target, read), TICK_MS);
  target.signal.addEventListener("abort", stop, { once: true });
  try {
    await showProgress(db);
    const result = await db.run(`CREATE TABLE ${quotedName(target)} AS ${read.select}`);
    const rows = Number((await result.getRows())[0]?.[0] ?? 0);
    checkRows(rows, target);
    target.onRows({ rows, bytes: read.bytes });
    return { rows, bytes: read.bytes, columns: read.columns, warnings: [] };
  } catch (error) {
    await db.run(`DROP TABLE IF EXISTS ${quotedName(target)}`);
    target.signal.throwIfAborted();
    if (late) throw sourceError("source.timeout", "The SELECT took longer than its time limit.");
    throw error;
  } finally {
    clearTimeout(timer);
    clearInterval(ticks);
    target.signal.removeEventListener("abort", stop);
  }
}

/** Rows so far are an estimate here: DuckDB only says which part of the files it has read. */
function tell(target: ReadTarget, { bytes, estimate }: NativeRead): void {
  const part = Math.max(0, target.db.progress.percentage) / 100;
  target.onRows({ rows: Math.floor(part * (estimate ?? 0)), bytes: Math.floor(part * bytes) });
}

async function showProgress(db: DuckDBConnection): Promise<void> {
  try {
    await db.run("SET enable_progress_bar = true");
    await db.run("SET enable_progress_bar_print = false");
  } catch {
    // A locked configuration: there is no progress then.
  }
}
