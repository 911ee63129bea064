import type { DuckDBConnection } from "@duckdb/node-api";
import { dialects } from "@/server/platform/dialects";
import type { Block } from "./block";
import { type StorageType, typeName } from "./storage-type";

/** A table that is to be created for rows. */
export interface NewTable {
  db: DuckDBConnection;
  schema: string;
  table: string;
  columns: readonly { name: string; type: StorageType }[];
}

/** Fewer texts tell too little of those to come. */
const ENOUGH_TEXTS = 4096;
/** Texts of which more than this part differ are not worth a dictionary. */
const MOSTLY = 3 / 4;

const quote = dialects.duckdb.identifier;

/** The table's name as SQL. */
export function quotedName({ schema = "main", table }: { schema?: string; table: string }): string {
  return `${quote(schema)}.${quote(table)}`;
}

/**
 * @param first the first rows to come: texts that hardly ever repeat there are compressed by FSST, which is what DuckDB
 * itself takes for them after it has made a dictionary of each row group for nothing, a sixth of its work
 */
export async function createTable(table: NewTable, first: readonly Block[] = []): Promise<void> {
  const columns = table.columns.map(({ name, type }, i) => {
    const definition = `${quote(name)} ${typeName(type)}`;
    return type.kind === "VARCHAR" && hardlyRepeats(first, i)
      ? `${definition} USING COMPRESSION fsst`
      : definition;
  });
  await table.db.run(`CREATE TABLE ${quotedName(table)} (${columns.join(", ")})`);
}

function hardlyRepeats(blocks: readonly Block[], column: number): boolean {
  const distinct = new Set<string>();
  let texts = 0;
  for (const { columns, rows } of blocks) texts += columns[column]?.addTexts(rows, distinct) ?? 0;
  return texts >= ENOUGH_TEXTS && distinct.size > texts * MOSTLY;
}
