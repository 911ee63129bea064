import { type DuckDBConnection, type DuckDBDataChunk, DuckDBTableFunction } from "@duckdb/node-api";
import { duckdbType, type StorageType } from "./storage-type";

/** Gives the next rows into an empty chunk; none: there are no more. May throw. */
export type GiveChunk = (output: DuckDBDataChunk) => void;

/** Rows that SQL can select from. */
export interface ChunkSource {
  readonly types: readonly StorageType[];
  /** How many rows there are, where that is known. */
  readonly rows?: number;
  /** Begins with the first row, once for each time SQL reads them. @param columns of `types`, those it asks for */
  open(columns: readonly number[]): GiveChunk;
  /** Told what `open` or what it gave threw; gives the message of DuckDB's error. */
  failed(error: unknown): string;
}

/** The function rows come from, once per connection: DuckDB forgets none. */
const functions = new WeakMap<DuckDBConnection, ChunkFunction>();
let named = 0;

/**
 * A table function that gives the rows of whichever source its argument names; its columns are `c0`, `c1`, …. They
 * are made in JavaScript: nothing may block that thread while SQL reads them.
 */
export class ChunkFunction {
  private readonly name = `rows_on_their_way_${++named}`;
  private readonly sources = new Map<number, ChunkSource>();
  private next = 0;

  /** Must not be called first in a transaction: a rollback would take the function away. */
  static of(db: DuckDBConnection): ChunkFunction {
    const known = functions.get(db);
    if (known) return known;
    const made = new ChunkFunction(db);
    functions.set(db, made);
    return made;
  }

  private constructor(db: DuckDBConnection) {
    const made = DuckDBTableFunction.create({
      name: this.name,
      parameterTypes: [duckdbType({ kind: "INTEGER" })],
      supportsProjectionPushdown: true,
      bindFunction: (info) => {
        const id = Number(info.getParameter(0));
        const source = this.sources.get(id);
        if (!source) return info.setError(`No rows are on their way (${id}).`);
        for (const [i, type] of source.types.entries()) info.addResultColumn(`c${i}`, duckdbType(type));
        if (source.rows !== undefined) info.setCardinality(source.rows, true);
        info.setBindData({ id });
      },
      initFunction: (info) => {
        const { id } = info.getBindData() as { id: number };
        const source = this.sources.get(id);
        this.guarded(id, info, () => {
          if (source) info.setInitData({ give: source.open(info.getColumnIndexes()) });
        });
      },
      mainFunction: (info, output) => {
        const { id } = info.getBindData() as { id: number };
        this.guarded(id, info, () => {
          if (this.sources.has(id)) (info.getInitData() as { give: GiveChunk }).give(output);
          else output.rowCount = 0;
        });
      },
    });
    db.registerTableFunction(made);
    made.destroySync();
  }

  private guarded(id: number, info: { setError(text: string): void }, work: () => void): void {
    try {
      work();
    } catch (error) {
      info.setError(this.sources.get(id)?.failed(error) ?? String(error));
    }
  }

  /** Gives what names the source in `sql` and `remove`. */
  add(source: ChunkSource): number {
    this.sources.set(++this.next, source);
    return this.next;
  }

  remove(id: number): void {
    this.sources.delete(id);
  }

  /** What follows FROM. */
  sql(id: number): string {
    return `${this.name}(${id})`;
  }
}
