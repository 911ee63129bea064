import type { DuckDBDataChunk } from "@duckdb/node-api";
import type { Run } from "./run";
import { explain } from "./work-db";

/** The rows of a query, a chunk at a time, without keeping them all; stops where the run is stopped. */
export async function* streamed(run: Run, sql: string): AsyncGenerator<DuckDBDataChunk> {
  const { signal } = run.host;
  try {
    signal.throwIfAborted();
    const result = await run.db.connection.stream(sql);
    for (let chunk = await result.fetchChunk(); chunk; chunk = await result.fetchChunk()) {
      if (chunk.rowCount === 0) return;
      yield chunk;
      signal.throwIfAborted();
    }
  } catch (error) {
    signal.throwIfAborted();
    throw explain(error);
  }
}
