import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import { Block } from "./block";
import { ChunkFunction, type ChunkSource } from "./chunk-function";
import { createTable, type NewTable, quotedName } from "./new-table";
import type { StorageType } from "./storage-type";

/** An INSERT begins with so many blocks or bytes, … */
const START_BLOCKS = 16;
const START_BYTES = 4 * 1024 * 1024;
/** … and from so many bytes on a source is to wait. A row group of DuckDB's is 60 blocks. */
const FULL_BYTES = 24 * 1024 * 1024;

/** Registers the function of a connection's feeds; in a transaction, a rollback would take it away. */
export function prepareFeeds(db: DuckDBConnection): void {
  ChunkFunction.of(db);
}

/**
 * Blocks of rows between a source, which fills them in JavaScript, and INSERTs, which DuckDB runs in threads of its
 * own: rows are compressed and written while the next ones are decoded.
 */
export class ChunkFeed implements ChunkSource {
  readonly types: readonly StorageType[];
  private readonly fn: ChunkFunction;
  private readonly id: number;
  private readonly queue: Block[] = [];
  private readonly spare: Block[] = [];
  private waiting = 0;
  private created = false;
  private ended = false;
  private running: Promise<void> | null = null;
  private failure: { error: unknown } | null = null;
  private wake: (() => void)[] = [];

  /** @param target is created with the first INSERT */
  constructor(private readonly target: NewTable) {
    this.types = target.columns.map(({ type }) => type);
    this.fn = ChunkFunction.of(target.db);
    this.id = this.fn.add(this);
  }

  /** Takes a full block and gives one to fill. Throws what ended an INSERT. */
  take(block: Block): Block {
    if (this.failure) throw this.failure.error;
    this.queue.push(block);
    this.waiting += block.bytes;
    this.pump();
    return this.spare.pop() ?? new Block(this.types);
  }

  /** Whether the source should wait for `room`. */
  get full(): boolean {
    return this.waiting >= FULL_BYTES;
  }

  /** Resolves when there is room again, or none is needed any more. */
  async room(): Promise<void> {
    if (this.full && this.running) await new Promise<void>((resolve) => this.wake.push(resolve));
  }

  /** Resolves when every row is in the table; throws what ended an INSERT. */
  async end(): Promise<void> {
    this.ended = true;
    this.pump();
    while (this.running) await this.running;
    if (!this.failure) await this.create();
    this.fn.remove(this.id);
    if (this.failure) throw this.failure.error;
  }

  /** Lets go of everything; resolves when no INSERT runs any more. */
  async discard(): Promise<void> {
    this.ended = true;
    this.queue.length = 0;
    this.fn.remove(this.id);
    this.rouse();
    await this.running;
  }

  open() {
    return (output: DuckDBDataChunk) => this.give(output);
  }

  failed(error: unknown): string {
    return String(error);
  }

  /** Moves the next block into DuckDB's chunk; an empty chunk ends the INSERT. */
  private give(output: DuckDBDataChunk): void {
    const block = this.queue.shift();
    if (!block) {
      output.rowCount = 0;
      return;
    }
    this.waiting -= block.bytes;
    block.moveTo(output);
    this.spare.push(block);
    if (!this.full) this.rouse();
  }

  private rouse(): void {
    for (const wake of this.wake.splice(0)) wake();
  }

  private pump(): void {
    const { queue, waiting, ended } = this;
    if (this.running || this.failure || queue.length === 0) return;
    if (ended || queue.length >= START_BLOCKS || waiting >= START_BYTES) this.running = this.insert();
  }

  private async create(): Promise<void> {
    if (this.created) return;
    this.created = true;
    await createTable(this.target, this.queue);
  }

  private async insert(): Promise<void> {
    try {
      await this.create();
      await this.target.db.run(`INSERT INTO ${quotedName(this.target)} FROM ${this.fn.sql(this.id)}`);
    } catch (error) {
      this.failure = { error };
    }
    this.running = null;
    this.pump();
    if (!this.running) this.rouse();
  }
}
