import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { ColumnType, Table } from "../tables";
import { writeCsv } from "./csv";

const TYPES: Record<ColumnType, string> = {
  integer: "BIGINT",
  text: "VARCHAR",
  decimal: "DECIMAL(14,2)",
  date: "DATE",
};
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Writes each table as `<folder>/<name>.parquet`, through a CSV file that is thrown away. */
export async function writeParquet(folder: string, tables: Table[]): Promise<void> {
  const scratch = mkdtempSync(join(folder, ".parquet-"));
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const db = await instance.connect();
  try {
    for (const table of tables) {
      const csv = join(scratch, `${table.name}.csv`);
      const file = join(folder, `${table.name}.parquet`);
      writeCsv(csv, table);
      const types = table.columns.map((c) => `${literal(c.name)}: ${literal(TYPES[c.type])}`).join(", ");
      await db.run(
        `COPY (SELECT * FROM read_csv(${literal(csv)}, header = true, auto_detect = false, columns = {${types}}))
         TO ${literal(`${file}.part`)} (FORMAT parquet, COMPRESSION zstd)`,
      );
      renameSync(`${file}.part`, file);
    }
  } finally {
    db.closeSync();
    instance.closeSync();
    rmSync(scratch, { recursive: true, force: true });
  }
}
