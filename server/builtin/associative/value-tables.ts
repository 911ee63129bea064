import { type DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import type { Found } from "./counters";
import { readRows } from "./rows";
import { CHUNK_ROWS } from "./tap";
import { wholeBytes } from "./whole-numbers";

/** Smaller tables are read again in no time. */
const LEAST_ROWS = 200_000;

const DOUBLE_BYTES = 8;

let named = 0;

/** Values of fields, found while they were counted and kept as temp tables for whoever needs them next. */
export class ValueTables {
  private readonly tables = new Map<string, string>();

  constructor(
    private readonly db: DuckDBConnection,
    /** Fields with more values are not kept. */
    readonly mostValues: number,
  ) {}

  /**
   * Counts the values of a field that one table holds, and keeps them.
   * @param key SQL of the value of a row `t` of `table`
   * @returns null where it is not worth it
   */
  async count(field: string, table: string, key: string, rows: number): Promise<Found | null> {
    if (rows < LEAST_ROWS) return null;
    const name = `field_values_${named++}`;
    await this.db.run(
      `CREATE TEMP TABLE ${name} AS SELECT v AS k, count(*) AS n FROM (SELECT ${key} AS v FROM ${table} t) GROUP BY v`,
    );
    const [row] = await readRows(
      this.db,
      `SELECT count(k) AS n, coalesce(sum(n) FILTER (k IS NULL), 0) AS nulls FROM ${name}`,
    );
    const distinct = Number(row?.n);
    if (distinct <= this.mostValues) this.tables.set(field, name);
    else await this.db.run(`DROP TABLE ${name}`);
    return { distinct, nulls: Number(row?.nulls) };
  }

  /**
   * Keeps values of a field that were found elsewhere.
   * @param bytes of all values, as they lie in DuckDB's memory
   */
  async keep(field: string, sqlType: string, bytes: Uint8Array): Promise<void> {
    const name = `field_values_${named++}`;
    await this.db.run(`CREATE TEMP TABLE ${name} (k ${sqlType})`);
    this.tables.set(field, name);
    const appender = await this.db.createAppender(name, "main", "temp");
    const chunk = DuckDBDataChunk.create([appender.columnType(0)]);
    const own = bytes.slice().buffer;
    const step = CHUNK_ROWS * (wholeBytes(sqlType) ?? DOUBLE_BYTES);
    for (let at = 0; at < bytes.length; at += step) {
      const length = Math.min(step, bytes.length - at);
      chunk.reset();
      duckdb.copy_data_to_vector(duckdb.data_chunk_get_vector(chunk.chunk, 0), 0, own, at, length);
      chunk.rowCount = (length / step) * CHUNK_ROWS;
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  }

  /** A table of the field's values `k`, perhaps NULL among them, where it was kept. */
  of(field: string): string | undefined {
    return this.tables.get(field);
  }

  async drop(): Promise<void> {
    for (const name of this.tables.values()) await this.db.run(`DROP TABLE ${name}`);
    this.tables.clear();
  }
}
