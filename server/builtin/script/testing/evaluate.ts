import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { compileExpression } from "../compile";
import { asText, type Typed } from "../convert";
import { parseExpression } from "../expression-parser";
import { defaultSettings, type Settings } from "../settings";
import { typeOf } from "../types";

export const NOW = new Date("2026-03-04T10:20:30Z");

/** An in-memory database of its own, with nothing outside within reach. */
export async function openTestDb(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    threads: "1",
  });
  return instance.connect();
}

export interface TestRow {
  columns: Record<string, { sql: string; type: string; format?: string }>;
}

/** Evaluates an expression over one row of constants and tells the text a person would see; null for NULL. */
export async function show(
  db: DuckDBConnection,
  expression: string,
  row: TestRow["columns"] = {},
  overrides: Partial<Settings> = {},
): Promise<string | null> {
  const settings = { ...defaultSettings(NOW, "UTC"), ...overrides };
  const field = (name: string): Typed | undefined => {
    const column = row[name];
    if (!column || !Object.hasOwn(row, name)) return undefined;
    return { sql: `(${column.sql})`, type: typeOf(column.type), format: column.format };
  };
  const compiled = compileExpression(parseExpression(expression), {
    field,
    fieldNames: () => Object.keys(row),
    settings,
  });
  // A constant NULL has no type of its own in DuckDB; whoever stores a value casts it to the type it claims.
  const reader = await db.runAndReadAll(`SELECT ${asText(compiled, settings)}, typeof(${compiled.sql})`);
  const [text, type] = reader.getRowsJson()[0] ?? [];
  const claimed = compiled.type.sql.replaceAll(", ", ",");
  const real = String(type).replaceAll(", ", ",");
  if (compiled.type.kind !== "null" && real !== '"NULL"' && typeOf(String(type)).kind !== compiled.type.kind)
    throw new Error(`${expression} says ${claimed} and gives ${real}`);
  return text === null || text === undefined ? null : String(text);
}
