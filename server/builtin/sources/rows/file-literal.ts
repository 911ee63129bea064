import { dialects } from "@/server/platform/dialects";

const PATTERN = /[*?[]/g;

/**
 * A file's path as a text of DuckDB's SQL that means just this file: a path with `*`, `?` or `[` is a pattern to its
 * readers, which `sales[1].csv` itself does not even fit.
 */
export function fileLiteral(path: string): string {
  return dialects.duckdb.literal(path.replace(PATTERN, (sign) => `[${sign}]`));
}
