import type { DuckDBConnection } from "@duckdb/node-api";
import type { Counted } from "./many-values";
import { readRows } from "./rows";

/** Smaller tables are read again in no time. */
const LEAST_ROWS = 200_000;

let named = 0;

/** Values of fields, found while they were counted and kept as temp tables for whoever needs them next. */
export class ValueTables {
  private readonly tables = new Map<string, string>();

  constructor(
    private readonly db: DuckDBConnection,
    /** Fields with more values are not kept. */
    private readonly mostValues: number,
  ) {}

  /**
   * Counts the values of a field that one table holds, and keeps them.
   * @param key SQL of the value of a row `t` of `table`
   * @returns null where it is not worth it
   */
  async count(field: string, table: string, key: string, rows: number): Promise<Counted | null> {
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

  /** A table of the field's values `k`, perhaps NULL among them, where it was kept. */
  of(field: string): string | undefined {
    return this.tables.get(field);
  }

  async drop(): Promise<void> {
    for (const name of this.tables.values()) await this.db.run(`DROP TABLE ${name}`);
    this.tables.clear();
  }
}
