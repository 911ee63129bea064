import { dialects } from "@/server/platform/dialects";
import type { CsvProperties } from "./properties";
import type { FileTable } from "./tables";

const text = (value: string) => dialects.duckdb.literal(value);

/**
 * The table as a call of DuckDB's reader.
 * @param thorough look at every row before types are chosen, instead of the first 20,480
 */
export function scan(
  table: Pick<FileTable, "paths" | "format">,
  properties: CsvProperties,
  thorough: boolean,
): string {
  const paths = `[${table.paths.map(text).join(", ")}]`;
  const several = table.paths.length > 1 ? ["union_by_name = true"] : [];
  if (table.format === "parquet") return `read_parquet(${[paths, ...several].join(", ")})`;
  const { delimiter, header, encoding, decimal, dateFormat, nullText } = properties;
  const options = [
    paths,
    ...several,
    ...(delimiter ? [`delim = ${text(delimiter)}`] : []),
    ...(header === undefined ? [] : [`header = ${header}`]),
    ...(encoding ? [`encoding = ${text(encoding)}`] : []),
    ...(decimal ? [`decimal_separator = ${text(decimal)}`] : []),
    ...(dateFormat ? [`dateformat = ${text(dateFormat)}`] : []),
    ...(nullText ? [`nullstr = ['', ${text(nullText)}]`] : []),
    ...(thorough ? ["sample_size = -1"] : []),
  ];
  return `read_csv(${options.join(", ")})`;
}
