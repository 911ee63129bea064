import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite from "better-sqlite3";
import type { ColumnType, Table } from "../tables";

/** Declared type of a column, by what it holds. */
export type SqliteTypes = Partial<Record<ColumnType, string>>;

const TYPES: Required<SqliteTypes> = { integer: "INTEGER", text: "TEXT", decimal: "REAL", date: "DATE" };
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Writes the tables into a new SQLite file; a file of that name is replaced, whole or not at all. */
export function writeSqlite(file: string, tables: Table[], types: SqliteTypes = {}): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.part`;
  rmSync(temporary, { force: true });
  const db = new Sqlite(temporary);
  try {
    db.pragma("journal_mode = OFF");
    db.pragma("synchronous = OFF");
    db.transaction(() => {
      for (const table of tables) writeTable(db, table, { ...TYPES, ...types });
    })();
  } finally {
    db.close();
  }
  renameSync(temporary, file);
}

function writeTable(db: Sqlite.Database, table: Table, types: Required<SqliteTypes>): void {
  const columns = table.columns.map((c) => `${quoted(c.name)} ${types[c.type]}`);
  const key = `PRIMARY KEY (${table.key.map(quoted).join(", ")})`;
  db.exec(`CREATE TABLE ${quoted(table.name)} (${[...columns, key].join(", ")})`);
  const marks = table.columns.map(() => "?").join(", ");
  const insert = db.prepare(`INSERT INTO ${quoted(table.name)} VALUES (${marks})`);
  for (const row of table.rows) insert.run(row);
}
