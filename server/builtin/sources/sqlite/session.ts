import type Database from "better-sqlite3";
import { dialects } from "@/server/platform/dialects";
import { splitTableName } from "@/server/platform/table-name";
import { sourceError } from "../errors";
import { tableMissing } from "../missing";
import type { OpenOptions, ReadResult, ReadTarget, SourceColumn, SourceSession, SourceTable } from "../port";
import { typeName } from "../rows/storage-type";
import { selectOnly } from "../select-only";
import { intentOf } from "./declared";
import { sqliteFailure } from "./failure";
import { ColumnProfile } from "./profile";
import { readRows } from "./read";
import { blobText, type SqliteValue } from "./values";

/** Rows whose values tell a column's type in the schema browser. */
const LOOKED_AT = 500;

/** One open SQLite file. */
export class SqliteSession implements SourceSession {
  readonly dialect = dialects.sqlite;

  constructor(
    private readonly db: Database.Database,
    private readonly options: Pick<OpenOptions, "statementTimeoutMs">,
  ) {}

  async tables(): Promise<SourceTable[]> {
    const rows = this.db
      .prepare(
        "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
      )
      .all() as { name: string; type: "table" | "view" }[];
    return rows.map(({ name, type }) => ({
      name,
      kind: type,
      rows: type === "table" ? this.rowSpan(name) : null,
    }));
  }

  /** The span of row numbers: found at once, and the number of rows where none was deleted in between. */
  private rowSpan(table: string): number | null {
    try {
      const from = `FROM ${this.dialect.identifier(table)}`;
      // Two questions, since only one min or max at a time is answered by the index.
      const span = `SELECT (SELECT max(rowid) ${from}) - (SELECT min(rowid) ${from}) + 1`;
      const rows = this.db.prepare(span).pluck().get();
      return typeof rows === "number" ? rows : 0;
    } catch {
      return null;
    }
  }

  async columns(table: string): Promise<SourceColumn[]> {
    const name = await this.find(table);
    const info = this.db.prepare(
      'SELECT name, type, "notnull" AS required FROM pragma_table_xinfo(?) WHERE hidden <> 1',
    );
    const declared = info.all(name) as { name: string; type: string; required: number }[];
    const profiles = declared.map((c) => new ColumnProfile(intentOf(c.type)));
    for (const row of this.head(name, LOOKED_AT).rows)
      for (const [i, p] of profiles.entries()) p.add(row[i] ?? null);
    return declared.map((c, i) => ({
      name: c.name,
      sourceType: c.type,
      type: typeName(profiles[i]?.storage() ?? { kind: "VARCHAR" }),
      nullable: c.required === 0,
    }));
  }

  async sample(table: string, rows: number): Promise<{ columns: string[]; rows: unknown[][] }> {
    const head = this.head(await this.find(table), rows);
    return { columns: head.columns, rows: head.rows.map((row) => row.map(jsonSafe)) };
  }

  private head(table: string, rows: number) {
    const statement = this.db
      .prepare(`SELECT * FROM ${this.dialect.identifier(table)} LIMIT ?`)
      .raw()
      .safeIntegers();
    return { columns: statement.columns().map((c) => c.name), rows: statement.all(rows) as SqliteValue[][] };
  }

  /** The table's own spelling of its name. */
  private async find(table: string): Promise<string> {
    const wanted = splitTableName(table, this.dialect).at(-1) ?? table;
    const tables = await this.tables();
    const found =
      tables.find((t) => t.name === wanted) ??
      tables.find((t) => t.name.toLowerCase() === wanted.toLowerCase());
    if (!found) throw await tableMissing(wanted, { tables: async () => tables });
    return found.name;
  }

  async read(sql: string, target: ReadTarget): Promise<ReadResult> {
    try {
      const select = selectOnly(sql);
      const statement = this.prepare(select);
      // Both looks at the rows see the same ones.
      this.db.exec("BEGIN");
      try {
        return await readRows(
          this.db,
          select,
          statement,
          target,
          Date.now() + this.options.statementTimeoutMs,
        );
      } finally {
        this.db.exec("ROLLBACK");
      }
    } catch (error) {
      throw await sqliteFailure(error, sql, this);
    }
  }

  private prepare(select: string): Database.Statement {
    const statement = this.db.prepare(select);
    if (!statement.reader || !statement.readonly)
      throw sourceError("source.read_only", "Sources are only read; this statement writes.");
    return statement;
  }

  /** SQLite can't tell without counting, except where a SELECT takes a table as it is. */
  async estimate(sql: string): Promise<number | null> {
    if (/\b(where|join|group|distinct|limit|union|having)\b/i.test(sql)) return null;
    const from = /\bfrom\s+(?:"((?:[^"]|"")+)"|(\w+))/i.exec(sql);
    const name = from?.[1]?.replaceAll('""', '"') ?? from?.[2];
    return name ? this.rowSpan(name) : null;
  }

  async close(): Promise<void> {
    this.db.close();
  }
}

function jsonSafe(value: SqliteValue): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return Buffer.isBuffer(value) ? blobText(value.subarray(0, 64)) : value;
}
