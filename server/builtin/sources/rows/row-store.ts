import type { DuckDBAppender, DuckDBConnection } from "@duckdb/node-api";
import { ChunkFeed, prepareFeeds } from "./chunk-feed";
import { ChunkWriter, chunksCanBeWritten } from "./chunk-writer";
import { createTable, type NewTable } from "./new-table";
import type { RowWriter } from "./row-writer";
import type { StorageType } from "./storage-type";
import { ValueWriter } from "./value-writer";

/** Where the rows of one new table go. */
export interface RowStore {
  readonly writer: RowWriter;
  /** Whether the source should wait for `room`. */
  readonly full: boolean;
  room(): Promise<void>;
  /** Resolves when the table is there with every row in it. */
  end(): Promise<void>;
  /** Stops what still runs; rows that were given are lost. */
  discard(): Promise<void>;
}

/**
 * To be called before the transaction that stores are opened in; gives what is to be called after it, whatever came of
 * it.
 */
export async function prepareStores(db: DuckDBConnection): Promise<() => Promise<void>> {
  if (!chunksCanBeWritten()) return async () => undefined;
  prepareFeeds(db);
  return withSettings(db, WHILE_ROWS_COME);
}

/**
 * One thread: while the thread that began an INSERT waits for rows, another one would spin. And each row group of rows
 * is compressed as soon as it is full, not five together: the work is done while rows come, not after the last of them.
 */
const WHILE_ROWS_COME = { threads: "1", write_buffer_row_group_count: "1" };

/** Sets settings of DuckDB's; gives what brings back those they had. */
async function withSettings(
  db: DuckDBConnection,
  settings: Readonly<Record<string, string>>,
): Promise<() => Promise<void>> {
  const names = Object.keys(settings);
  const before = await db.runAndReadAll(
    `SELECT ${names.map((name) => `current_setting('${name}')::VARCHAR`).join(", ")}`,
  );
  const back = names.map((name, i) => [name, String(before.getRows()[0]?.[i])] as const);
  const set = async (values: readonly (readonly [string, string])[]) => {
    for (const [name, value] of values) await db.run(`SET ${name} = ${value}`);
  };
  await set(Object.entries(settings));
  return () => set(back);
}

/** The fast store where this build of DuckDB's bindings has what it needs, else the one on public calls only. */
export async function openStore(target: NewTable): Promise<RowStore> {
  if (chunksCanBeWritten()) return new FeedStore(new ChunkFeed(target));
  await createTable(target);
  const { db, table, schema, columns } = target;
  const types = columns.map(({ type }) => type);
  return new AppenderStore(await db.createAppender(table, schema), types);
}

class FeedStore implements RowStore {
  readonly writer: RowWriter;

  constructor(private readonly feed: ChunkFeed) {
    this.writer = new ChunkWriter(feed.types, (block) => feed.take(block));
  }

  get full(): boolean {
    return this.feed.full;
  }

  room(): Promise<void> {
    return this.feed.room();
  }

  end(): Promise<void> {
    this.writer.flush();
    return this.feed.end();
  }

  discard(): Promise<void> {
    return this.feed.discard();
  }
}

/** Writes every chunk as soon as it is full. */
class AppenderStore implements RowStore {
  readonly writer: RowWriter;
  readonly full = false;

  constructor(
    private readonly appender: DuckDBAppender,
    types: readonly StorageType[],
  ) {
    this.writer = new ValueWriter(appender, types);
  }

  async room(): Promise<void> {}

  async end(): Promise<void> {
    this.writer.flush();
    this.appender.closeSync();
  }

  async discard(): Promise<void> {
    try {
      this.appender.closeSync();
    } catch {
      // Rows of the last chunk may not fit any more; they go with the table.
    }
  }
}
