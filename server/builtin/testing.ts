import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { saveModel } from "./associative/metadata";
import { buildModel } from "./associative/model";
import type { AssociativeModel } from "./associative/types";
import { quoteName, quoteText } from "./script/quoting";
import { DUAL_SQL } from "./script/types";

/** A small table for tests. `DUAL` as a type makes a dual column; its cells are `{ num, txt }`. */
export interface TestTable {
  name: string;
  /** Field → DuckDB type, in order. */
  fields: Record<string, string>;
  rows: TestCell[][];
  /** As LOOSEN TABLE makes it. */
  loosened?: true;
}

export type TestCell = string | number | bigint | boolean | null | { num: number | null; txt: string | null };

/** Creates the tables in schema `main` of an open database and describes them, as a reload would. */
export async function fillGeneration(
  db: DuckDBConnection,
  tables: readonly TestTable[],
): Promise<AssociativeModel> {
  for (const table of tables) await createTable(db, table);
  const model = await buildModel(
    db,
    tables.map(({ name, fields, rows, loosened }) => ({
      name,
      ...(loosened ? { loosened } : {}),
      rows: rows.length,
      fields: Object.entries(fields).map(([field, type]) => ({ name: field, type, dual: type === "DUAL" })),
    })),
  );
  await saveModel(db, model);
  return model;
}

/** Makes a generation's DuckDB file at `path` (which must not exist): tables, model, closed and complete. */
export async function createGenerationFile(
  path: string,
  tables: readonly TestTable[],
): Promise<AssociativeModel> {
  const instance = await DuckDBInstance.create(path, { threads: "1" });
  try {
    const db = await instance.connect();
    const model = await fillGeneration(db, tables);
    await db.run("CHECKPOINT");
    db.closeSync();
    return model;
  } finally {
    instance.closeSync();
  }
}

export async function createTable(db: DuckDBConnection, table: TestTable): Promise<void> {
  const types = Object.values(table.fields).map((type) => (type === "DUAL" ? DUAL_SQL : type));
  const columns = Object.keys(table.fields).map((name, i) => `${quoteName(name)} ${types[i]}`);
  await db.run(`CREATE TABLE main.${quoteName(table.name)} (${columns.join(", ")})`);
  for (let at = 0; at < table.rows.length; at += 500) {
    const rows = table.rows.slice(at, at + 500).map((row) => `(${row.map(literal).join(", ")})`);
    await db.run(`INSERT INTO main.${quoteName(table.name)} VALUES ${rows.join(", ")}`);
  }
}

function literal(cell: TestCell): string {
  if (cell === null) return "NULL";
  if (typeof cell === "string") return quoteText(cell);
  if (typeof cell === "object")
    return `{'num': ${literal(cell.num)}::DOUBLE, 'txt': ${literal(cell.txt)}::VARCHAR}`;
  return String(cell);
}
