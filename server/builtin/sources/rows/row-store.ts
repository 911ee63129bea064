import type { DuckDBAppender, DuckDBConnection } from "@duckdb/node-api";
import { ChunkFeed, prepareFeeds } from "./chunk-feed";
import { ChunkWriter, chunksCanBeWritten } from "./chunk-writer";
import type { RowWriter } from "./row-writer";
import type { StorageType } from "./storage-type";
import { ValueWriter } from "./value-writer";

/** Where the rows of one new table go. */
export interface RowStore {
  readonly writer: RowWriter;
  /** Whether the source should wait for `room`. */
  readonly full: boolean;
  room(): Promise<void>;
  /** Resolves when every row is in the table. */
  end(): Promise<void>;
  /** Stops what still runs; rows that were given are lost. */
  discard(): Promise<void>;
}

export interface StoreTarget {
  db: DuckDBConnection;
  schema: string;
  table: string;
  /** Both as SQL. */
  quoted: string;
}

/** To be called outside of a transaction, before stores are opened inside of one. */
export function prepareStores(db: DuckDBConnection): void {
  if (chunksCanBeWritten()) prepareFeeds(db);
}

/** The fast store where this build of DuckDB's bindings has what it needs, else the one on public calls only. */
export async function openStore(target: StoreTarget, types: readonly StorageType[]): Promise<RowStore> {
  if (chunksCanBeWritten()) return FeedStore.open(target, types);
  return new AppenderStore(await target.db.createAppender(target.table, target.schema), types);
}

class FeedStore implements RowStore {
  readonly writer: RowWriter;

  private constructor(
    private readonly feed: ChunkFeed,
    private readonly restoreThreads: () => Promise<void>,
  ) {
    this.writer = new ChunkWriter(feed.types, (block) => feed.take(block));
  }

  static async open({ db, quoted }: StoreTarget, types: readonly StorageType[]): Promise<FeedStore> {
    const restoreThreads = await oneThread(db);
    return new FeedStore(new ChunkFeed(db, quoted, types), restoreThreads);
  }

  get full(): boolean {
    return this.feed.full;
  }

  room(): Promise<void> {
    return this.feed.room();
  }

  async end(): Promise<void> {
    this.writer.flush();
    await this.feed.end();
    await this.restoreThreads();
  }

  async discard(): Promise<void> {
    await this.feed.discard();
    await this.restoreThreads();
  }
}

/**
 * Leaves the INSERT to the thread that began it: while another one waits for rows, that thread would spin.
 * Gives what brings the others back.
 */
async function oneThread(db: DuckDBConnection): Promise<() => Promise<void>> {
  const [[threads] = []] = (await db.runAndReadAll("SELECT current_setting('threads')::VARCHAR")).getRows();
  if (threads === "1") return async () => undefined;
  await db.run("SET threads = 1");
  return async () => void (await db.run(`SET threads = ${threads}`));
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
