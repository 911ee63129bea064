import { type DuckDBListValue, type DuckDBType, LIST, listValue, VARCHAR } from "@duckdb/node-api";

/** A statement being put together: named sub-queries in order of need, and its parameters. */
export class Statement {
  readonly values: Record<string, DuckDBListValue> = {};
  readonly types: Record<string, DuckDBType> = {};
  private readonly parts = new Map<string, string>();

  /** A parameter holding a list of texts; returns its SQL. Equal lists are not looked for. */
  texts(list: readonly string[]): string {
    const name = `p${Object.keys(this.values).length}`;
    this.values[name] = listValue([...list]);
    this.types[name] = LIST(VARCHAR);
    return `$${name}`;
  }

  /**
   * Defines sub-query `name` unless it is there already, and returns the name.
   * @param sql called once; it may define the sub-queries it stands on
   */
  part(name: string, sql: () => string, hint: "MATERIALIZED" | "NOT MATERIALIZED" = "MATERIALIZED"): string {
    if (!this.parts.has(name)) {
      const body = sql();
      this.parts.set(name, `${name} AS ${hint} (${body})`);
    }
    return name;
  }

  /** The whole statement: all sub-queries, then `select`. */
  sql(select: string): string {
    return this.parts.size === 0 ? select : `WITH ${[...this.parts.values()].join(",\n")}\n${select}`;
  }
}
