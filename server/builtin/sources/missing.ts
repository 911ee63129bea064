import { didYouMean } from "@/server/platform/nearest";
import type { AppError } from "@/server/shared/errors";
import { sourceError } from "./errors";
import type { SourceSession } from "./port";

type Catalog = Pick<SourceSession, "tables" | "columns">;

/** Names a SELECT mentions, lower-cased; texts in quotes are left out. */
function mentioned(sql: string): Set<string> {
  const names = new Set<string>();
  const tokens = sql.matchAll(/'(?:[^']|'')*'|"((?:[^"]|"")+)"|([\p{L}_][\p{L}\p{N}_$]*)/gu);
  for (const [, quoted, plain] of tokens) {
    const name = quoted?.replaceAll('""', '"') ?? plain;
    if (name) names.add(name.toLowerCase());
  }
  return names;
}

/** "There is no column x in orders", with the nearest names of the tables the SELECT mentions. */
export async function columnMissing(column: string, sql: string, catalog: Catalog): Promise<AppError> {
  const names = mentioned(sql);
  const tables = (await catalog.tables()).filter((t) => names.has(t.name.toLowerCase())).slice(0, 10);
  const columns = new Set<string>();
  for (const table of tables) {
    const name = table.schema ? `${quoteName(table.schema)}.${quoteName(table.name)}` : quoteName(table.name);
    for (const c of await catalog.columns(name)) columns.add(c.name);
  }
  const where = tables.map((t) => `"${t.name}"`).join(", ");
  return sourceError(
    "source.column_missing",
    `There is no column "${column}"${where ? ` in ${where}` : ""}.${didYouMean(column, [...columns])}`,
    { params: { column, tables: tables.map((t) => t.name), columns: [...columns].slice(0, 200) } },
  );
}

/** "There is no table x", with the nearest names. */
export async function tableMissing(table: string, catalog: Pick<Catalog, "tables">): Promise<AppError> {
  const names = (await catalog.tables()).map((t) => t.name);
  const bare = table.split(".").at(-1) ?? table;
  return sourceError("source.table_missing", `There is no table "${table}".${didYouMean(bare, names)}`, {
    params: { table, tables: names.slice(0, 200) },
  });
}

/** A name as `columns` and `sample` take it: in double quotes where it has a dot or a quote. */
export function quoteName(name: string): string {
  return /[."]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
