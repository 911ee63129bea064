import { dialects } from "@/server/platform/dialects";

/** Types that are kept as they are. */
const KEPT = /^(BOOLEAN|INTEGER|BIGINT|DOUBLE|DATE|TIME|TIMESTAMP|VARCHAR|DECIMAL\(\d+,\d+\))$/;

/** DuckDB type → the type it is stored as and the expression that makes it so. */
const CHANGED: [RegExp, string, (value: string) => string][] = [
  [/^(TINYINT|SMALLINT|UTINYINT|USMALLINT)$/, "INTEGER", (v) => `CAST(${v} AS INTEGER)`],
  [/^UINTEGER$/, "BIGINT", (v) => `CAST(${v} AS BIGINT)`],
  // The same number; sums and products of it are then as exact as the source's own.
  [/^FLOAT$/, "DOUBLE", (v) => `CAST(${v} AS DOUBLE)`],
  [/^UBIGINT$/, "DECIMAL(20,0)", (v) => `CAST(${v} AS DECIMAL(20,0))`],
  [/^U?HUGEINT$/, "DECIMAL(38,0)", (v) => `CAST(${v} AS DECIMAL(38,0))`],
  [/^TIMESTAMP WITH TIME ZONE$|^TIMESTAMPTZ$/, "TIMESTAMP", (v) => `timezone('UTC', ${v})`],
  [/^TIMESTAMP_/, "TIMESTAMP", (v) => `CAST(${v} AS TIMESTAMP)`],
  [/^TIME_/, "TIME", (v) => `CAST(${v} AS TIME)`],
  [/^BLOB$/, "VARCHAR", (v) => `'\\x' || lower(hex(${v}))`],
  [/\[\d*\]$|^(STRUCT|MAP|UNION|JSON|VARIANT)/, "VARCHAR", (v) => `CAST(to_json(${v}) AS VARCHAR)`],
];

/** What a column of DuckDB's is stored as; everything unusual becomes its text. */
export function storedAs(type: string): { type: string; expression(column: string): string } {
  const known = CHANGED.find(([pattern]) => pattern.test(type));
  if (KEPT.test(type)) return { type, expression: (column) => column };
  if (known) return { type: known[1], expression: known[2] };
  return { type: "VARCHAR", expression: (column) => `CAST(${column} AS VARCHAR)` };
}

/** The select list that turns result columns into stored ones; null where all are kept as they are. */
export function storedList(columns: readonly { name: string; type: string }[]): string | null {
  if (columns.every((c) => KEPT.test(c.type))) return null;
  return columns
    .map(({ name, type }) => {
      const quoted = dialects.duckdb.identifier(name);
      const expression = storedAs(type).expression(quoted);
      return expression === quoted ? quoted : `${expression} AS ${quoted}`;
    })
    .join(", ");
}
