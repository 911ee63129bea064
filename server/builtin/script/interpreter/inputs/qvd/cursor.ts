import duckdb from "@duckdb/node-bindings";
import type { QvdBlock, QvdFile } from "@/server/builtin/formats/qvd/file";
import { CHUNK_ROWS } from "@/server/builtin/sources/rows/columns-writer";
import { GatheredColumn } from "./gathered-column";
import type { ScanColumn } from "./scan";
import { UnknownFilter, type UnknownRows } from "./unknown-rows";

/** Bytes of a chunk without its longer texts, and of those texts; one row alone may take more. */
const CHUNK_BYTES = 16 * 1024 * 1024;
const SLOT_BYTES = 16;
/** Chunks made before they are asked for: those of one of DuckDB's row groups, which are made while it compresses. */
const AHEAD = 64;
const AHEAD_BYTES = 32 * 1024 * 1024;

/** Rows ready for DuckDB; a column of none is one of row numbers, or of nothing. */
interface Chunk {
  columns: (GatheredColumn | undefined)[];
  rows: number;
  /** Number of the first one. */
  first: number;
  bytes: number;
}

/** One pass over the records, a chunk at a time; some are made ahead while DuckDB is busy with others. */
export class QvdCursor {
  private readonly blocks: Generator<QvdBlock, undefined>;
  private readonly places: number[];
  private readonly perChunk: number;
  private readonly textBytes: number;
  private readonly ready: Chunk[] = [];
  private readonly spare: Chunk[] = [];
  private readonly filter: { by: UnknownFilter; place: number } | undefined;
  private block: QvdBlock | undefined;
  /** Rows of the block that are given, and have been. */
  private kept = 0;
  private at = 0;
  private made = 0;
  /** Records read. */
  private reached = 0;
  private ended = false;
  /** Bytes of the chunks that are ready. */
  private waiting = 0;
  private planned: NodeJS.Immediate | undefined;
  private failure: { error: unknown } | undefined;

  constructor(
    file: QvdFile,
    private readonly columns: readonly (ScanColumn | "number" | "none")[],
    private readonly options: {
      rows: number;
      /** Leaves rows out; `rows` is how many records there are then. */
      only?: UnknownRows | undefined;
      onRecords(count: number): void;
    },
  ) {
    const { only } = options;
    const used = columns.flatMap((column) => (typeof column === "string" ? [] : column));
    const fields = [...new Set([...used.map(({ field }) => field), ...(only ? [only.field] : [])])];
    if (only) this.filter = { by: new UnknownFilter(only), place: fields.indexOf(only.field) };
    this.blocks = file.codes(fields);
    this.places = columns.map((column) => (typeof column === "string" ? -1 : fields.indexOf(column.field)));
    const share = CHUNK_BYTES / Math.max(1, used.length);
    this.perChunk = Math.max(1, Math.min(CHUNK_ROWS, Math.floor(share / SLOT_BYTES)));
    this.textBytes = Math.floor(share);
  }

  /** Gives the next rows, none behind the last. Throws what is wrong with the file. */
  give(output: duckdb.DataChunk): void {
    const chunk = this.ready.shift() ?? this.make();
    this.waiting = this.ready.length === 0 ? 0 : this.waiting - chunk.bytes;
    for (const [i, column] of chunk.columns.entries()) {
      if (column) column.moveTo(duckdb.data_chunk_get_vector(output, i), chunk.rows);
      else if (this.columns[i] === "number") writeNumbers(duckdb.data_chunk_get_vector(output, i), chunk);
    }
    duckdb.data_chunk_set_size(output, chunk.rows);
    if (chunk.rows === 0) this.spare.length = 0;
    else this.spare.push(chunk);
    this.plan();
  }

  /** Makes no more chunks. */
  stop(): void {
    clearImmediate(this.planned);
    this.failure = { error: new Error("the scan is closed") };
  }

  private plan(): void {
    const full = this.ready.length >= AHEAD || this.waiting >= AHEAD_BYTES;
    if (full || this.planned || this.failure || this.ended) return;
    this.planned = setImmediate(() => {
      this.planned = undefined;
      try {
        const chunk = this.make();
        this.waiting += chunk.bytes;
        this.ready.push(chunk);
      } catch (error) {
        this.failure = { error };
      }
      this.plan();
    });
  }

  private make(): Chunk {
    if (this.failure) throw this.failure.error;
    const { options, made } = this;
    if (!this.block || this.at === this.kept) this.nextBlock();
    const { block, at, places, kept } = this;
    const chunk = this.spare.pop() ?? this.newChunk();
    chunk.first = made;
    chunk.rows = Math.min(this.perChunk, kept - at, options.rows - made);
    chunk.bytes = 0;
    for (const [i, column] of chunk.columns.entries()) {
      const codes = block?.codes[places[i] ?? -1];
      if (!column || !codes) continue;
      chunk.rows = column.fill(codes, at, chunk.rows);
      chunk.bytes += column.size;
    }
    this.at += chunk.rows;
    this.made += chunk.rows;
    this.ended = chunk.rows === 0 || this.made === options.rows;
    return chunk;
  }

  private nextBlock(): void {
    const { options, filter } = this;
    this.at = 0;
    do {
      this.block = this.made < options.rows ? this.blocks.next().value : undefined;
      const { records = 0, codes } = this.block ?? {};
      this.reached += records;
      const own = filter && codes?.[filter.place];
      this.kept = this.block && filter && own ? filter.by.keep(this.block, own) : records;
      if (this.block) options.onRecords(this.reached);
    } while (this.block && this.kept === 0);
  }

  private newChunk(): Chunk {
    const columns = this.columns.map((column) =>
      typeof column === "string"
        ? undefined
        : new GatheredColumn(column.table, this.perChunk, this.textBytes),
    );
    return { columns, rows: 0, first: 0, bytes: 0 };
  }
}

function writeNumbers(vector: duckdb.Vector, { rows, first }: Chunk): void {
  const data = new BigInt64Array(rows);
  for (let row = 0; row < rows; row++) data[row] = BigInt(first + row);
  duckdb.copy_data_to_vector(vector, 0, data.buffer, 0, rows * 8);
}
