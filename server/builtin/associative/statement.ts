/** A statement being put together: named sub-queries in order of need. */
export class Statement {
  private readonly parts = new Map<string, string>();

  /**
   * Defines sub-query `name` unless it is there already, and returns the name.
   * @param sql called once; it may define the sub-queries it stands on
   */
  part(name: string, sql: () => string): string {
    if (!this.parts.has(name)) {
      const body = sql();
      this.parts.set(name, `${name} AS MATERIALIZED (${body})`);
    }
    return name;
  }

  /** The whole statement: all sub-queries, then `select`. */
  sql(select: string): string {
    return this.parts.size === 0 ? select : `WITH ${[...this.parts.values()].join(",\n")}\n${select}`;
  }
}
