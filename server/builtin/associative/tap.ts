import { readdirSync } from "node:fs";
import { getPriority, setPriority } from "node:os";
import { ANY, BOOLEAN, type DuckDBConnection, DuckDBScalarFunction } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import { freeBuffer } from "./free-buffer";
import { readRows } from "./rows";

/** Rows of one chunk, at most: DuckDB's vector size. */
export const CHUNK_ROWS = 2048;

type Take = (chunk: Vectors) => void;

interface Tap {
  name: string;
  take: Take;
  failed?: unknown;
}

const taps = new WeakMap<DuckDBConnection, Tap>();
let named = 0;

/** Some rows of a statement, column by column, as DuckDB has them in memory: to be read at once, never written, never kept. */
export class Vectors {
  readonly rows: number;
  /** It costs a while to get one. */
  private last: { column: number; vector: duckdb.Vector } | undefined;
  private readonly read: Uint8Array[] = [];

  constructor(private readonly chunk: duckdb.DataChunk) {
    this.rows = duckdb.data_chunk_get_size(chunk);
  }

  /** The values of a column, of `width` bytes each. */
  bytes(column: number, width: number): Uint8Array {
    return this.lent(duckdb.vector_get_data(this.vector(column), this.rows * width));
  }

  words(column: number, width: number): Uint32Array {
    const { buffer, byteOffset, byteLength } = this.bytes(column, width);
    return new Uint32Array(buffer, byteOffset, byteLength / 4);
  }

  doubles(column: number): Float64Array {
    const { buffer, byteOffset, byteLength } = this.bytes(column, 8);
    return new Float64Array(buffer, byteOffset, byteLength / 8);
  }

  /** A bit per value, 0 for NULL; null where none is. */
  validity(column: number): Uint8Array | null {
    const bytes = Math.ceil(this.rows / 64) * 8;
    const valid = duckdb.vector_get_validity(this.vector(column), bytes);
    return valid ? this.lent(valid) : null;
  }

  /** Gives back what was read. */
  free(): void {
    for (const { buffer } of this.read) freeBuffer(buffer);
    this.read.length = 0;
  }

  private lent(bytes: Uint8Array): Uint8Array {
    this.read.push(bytes);
    return bytes;
  }

  private vector(column: number): duckdb.Vector {
    if (!this.last || this.last.column !== column)
      this.last = { column, vector: duckdb.data_chunk_get_vector(this.chunk, column) };
    return this.last.vector;
  }
}

/**
 * The first of some rows; null where they do not follow each other.
 * @param ids ascending, of 32 bits each
 */
export function firstOfRun(ids: Uint32Array): number | null {
  const [first = 0, last = 0] = [ids[0], ids.at(-1)];
  return last - first === ids.length - 1 ? first : null;
}

/** A table of more rows has several row groups, each of which a thread can read. */
const MANY_ROWS = 200_000;
/**
 * Threads that read many rows: most of them wait for this one, which then has always something to look at, also where others
 * want the processor.
 */
const READERS = 8;
/** They give way to this one: it is what all of them wait for. */
const READERS_NICENESS = 10;
const MOST_NICENESS = 19;

/**
 * Shows all rows of `from` to `take`, some at a time and in any order: a statement whose result is fetched costs about three
 * times as much.
 * @param columns SQL of each column
 * @param rows how many there are
 */
export async function eachVector(
  db: DuckDBConnection,
  from: string,
  columns: readonly string[],
  take: Take,
  rows = 0,
): Promise<void> {
  const tap = taps.get(db) ?? register(db);
  const threads = rows > MANY_ROWS ? await threadsOf(db) : null;
  let failed: unknown;
  try {
    if (threads !== null) await startReaders(db);
    tap.take = take;
    await db.run(`SELECT count(${tap.name}(${columns.join(", ")})) FROM ${from}`);
  } catch (error) {
    failed = tap.failed ?? error;
  }
  tap.take = nobody;
  tap.failed = undefined;
  // Told where nothing else failed before.
  if (threads !== null)
    await endReaders(db, threads).catch((error: unknown) => {
      failed ??= error;
    });
  if (failed !== undefined) throw failed;
}

/**
 * Whoever waits longest is let run first: without this, readers keep this thread from the processor a fifth of the time.
 */
async function startReaders(db: DuckDBConnection): Promise<void> {
  await setThreads(db, 1);
  const others = threadIds();
  await setThreads(db, READERS);
  for (const id of threadIds()) if (!others.has(id)) giveWay(id);
}

/** A thread is ended where there shall be fewer only. */
async function endReaders(db: DuckDBConnection, threads: number): Promise<void> {
  await setThreads(db, 1);
  await setThreads(db, threads);
}

/** Of this process; none where a system does not show them. */
function threadIds(): Set<string> {
  try {
    return new Set(readdirSync("/proc/self/task"));
  } catch {
    return new Set();
  }
}

function giveWay(thread: string): void {
  try {
    setPriority(Number(thread), Math.min(MOST_NICENESS, getPriority() + READERS_NICENESS));
  } catch {
    // It reads all the same.
  }
}

/** @returns null where they stay as they are: an engine host's configuration is locked */
async function threadsOf(db: DuckDBConnection): Promise<number | null> {
  const [row] = await readRows(
    db,
    "SELECT current_setting('threads')::INTEGER AS n, current_setting('lock_configuration') AS locked",
  );
  return row?.locked === true || row?.locked === "true" ? null : Number(row?.n);
}

async function setThreads(db: DuckDBConnection, count: number): Promise<void> {
  await db.run(`SET threads = ${count}`);
}

function nobody(): void {
  throw new Error("Nobody asked for these rows.");
}

/** A function of DuckDB that gives nothing; it is called on this thread while DuckDB's own wait. */
function register(db: DuckDBConnection): Tap {
  const tap: Tap = { name: `tenantry_tap_${named++}`, take: nobody };
  const made = new DuckDBScalarFunction();
  made.setName(tap.name);
  made.setVarArgs(ANY);
  made.setReturnType(BOOLEAN);
  made.setSpecialHandling();
  made.setVolatile();
  duckdb.scalar_function_set_function(made.scalar_function, (_, input) => {
    try {
      const chunk = new Vectors(input);
      tap.take(chunk);
      chunk.free();
    } catch (error) {
      tap.failed ??= error;
      throw error;
    }
  });
  db.registerScalarFunction(made);
  made.destroySync();
  taps.set(db, tap);
  return tap;
}
