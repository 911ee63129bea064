import type { DuckDBConnection } from "@duckdb/node-api";

/** Does some work on a connection, interrupted when the signal is aborted. @throws the signal's reason then */
export async function interruptedBy<T>(
  signal: AbortSignal,
  db: DuckDBConnection,
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  // An interrupt between two statements is lost: it is repeated until the work is over.
  const repeat = setInterval(() => signal.aborted && db.interrupt(), 50);
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    clearInterval(repeat);
  }
}
