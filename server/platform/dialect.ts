/** How a database quotes. `$(table)` variables are encoded with it; nothing else rewrites SQL. */
export interface Dialect {
  readonly name: "sqlite" | "postgres" | "duckdb" | "mysql" | "sqlserver";
  identifier(name: string): string;
  literal(value: string | number | boolean | null): string;
}
