import { type DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import type { Found } from "./counters";
import { readRows } from "./rows";
import { CHUNK_ROWS } from "./tap";
import { wholeBytes } from "./whole-numbers";

/** Smaller tables are read again in no time. */
const LEAST_ROWS = 200_000;

const DOUBLE_BYTES = 8;

/** Values of a field as they lie in DuckDB's memory. */
export interface KeptValues {
  sqlType: string;
  /** They ascend. */
  areInOrder: boolean;
  bytes: Uint8Array;
}

let named = 0;

/** Values of fields, found while they were counted and kept as temp tables for whoever needs them next. */
export class ValueTables {
  private readonly tables = new Map<string, string>();
  /** Values that are written once somebody needs them. */
  private readonly kept = new Map<string, KeptValues>();

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

  /** Keeps values of a field that were found elsewhere. */
  keep(field: string, values: KeptValues): void {
    this.kept.set(field, values);
  }

  /** Takes a temp table of the field's values `k`. */
  adopt(field: string, table: string): void {
    this.tables.set(field, table);
  }

  async forget(field: string): Promise<void> {
    const table = this.tables.get(field);
    this.tables.delete(field);
    if (table) await this.db.run(`DROP TABLE ${table}`);
  }

  /** A table of the field's values `k`, perhaps NULL among them, where they were kept. */
  async of(field: string): Promise<string | undefined> {
    const kept = this.kept.get(field);
    if (kept) {
      this.kept.delete(field);
      this.tables.set(field, await this.write(kept));
    }
    return this.tables.get(field);
  }

  /** A table of the field's values `k` and their place in their order, `code`, where that is known; it is the taker's. */
  async takeInOrder(field: string): Promise<string | undefined> {
    const kept = this.kept.get(field);
    if (!kept?.areInOrder) return undefined;
    this.kept.delete(field);
    return this.write(kept);
  }

  private async write(values: KeptValues): Promise<string> {
    const name = `field_values_${named++}`;
    await this.db.run(`CREATE TEMP TABLE ${name} (k ${values.sqlType}, code UINTEGER)`);
    try {
      await this.fill(name, values);
      return name;
    } catch (error) {
      await this.db.run(`DROP TABLE ${name}`);
      throw error;
    }
  }

  private async fill(name: string, { sqlType, bytes }: KeptValues): Promise<void> {
    const own = bytes.slice().buffer;
    const width = wholeBytes(sqlType) ?? DOUBLE_BYTES;
    const codes = Uint32Array.from({ length: bytes.length / width }, (_, i) => i);
    const appender = await this.db.createAppender(name, "main", "temp");
    const chunk = DuckDBDataChunk.create([appender.columnType(0), appender.columnType(1)]);
    for (let at = 0; at < codes.length; at += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, codes.length - at);
      chunk.reset();
      const fill = (column: number, values: ArrayBuffer, each: number) =>
        duckdb.copy_data_to_vector(
          duckdb.data_chunk_get_vector(chunk.chunk, column),
          0,
          values,
          at * each,
          count * each,
        );
      fill(0, own, width);
      fill(1, codes.buffer, codes.BYTES_PER_ELEMENT);
      chunk.rowCount = count;
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  }

  async drop(): Promise<void> {
    for (const name of this.tables.values()) await this.db.run(`DROP TABLE ${name}`);
    this.tables.clear();
    this.kept.clear();
  }
}
