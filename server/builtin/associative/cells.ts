import { type DuckDBResultReader, DuckDBTypeId, type Json } from "@duckdb/node-api";
import type { CellValue } from "@/server/platform/model";
import { numberIfExact } from "./numbers";

/**
 * Rows as JSON-safe cells: integers and decimals as numbers where exact, else as text; dates `YYYY-MM-DD`, timestamps
 * `YYYY-MM-DDTHH:MM:SS[.ffffff]` without zone; a dual as its text, or its number where the text says no more;
 * NULL, NaN and infinity as null.
 */
export function readCells(reader: DuckDBResultReader): CellValue[][] {
  const convert = reader.columnTypes().map((type) => converter(type.typeId));
  return reader
    .getRowsJson()
    .map((row) => row.map((value, i) => (value === null ? null : (convert[i]?.(value) ?? null))));
}

function converter(type: DuckDBTypeId): (value: Json) => CellValue {
  switch (type) {
    case DuckDBTypeId.BOOLEAN:
      return (value) => value === true;
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
      return finite;
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
    case DuckDBTypeId.DECIMAL:
      return (value) => numberIfExact(String(value));
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
    case DuckDBTypeId.TIMESTAMP_NS:
      return (value) => String(value).replace(" ", "T");
    case DuckDBTypeId.STRUCT:
      return dualJson;
    default:
      return String;
  }
}

/** DuckDB's JSON form tells NaN and infinity as text. */
function finite(value: Json): CellValue {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function dualJson(value: Json): CellValue {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { num, txt } = value;
  return dualCell(typeof num === "number" ? num : null, typeof txt === "string" ? txt : null);
}

/** A dual as it is shown. */
export function dualCell(number: number | null, text: string | null): CellValue {
  if (text === null) return number;
  return number !== null && Number(text) === number && text.trim() !== "" ? number : text;
}
