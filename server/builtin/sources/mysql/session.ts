import { dialects } from "@/server/platform/dialects";
import { splitTableName } from "@/server/platform/table-name";
import { sourceError } from "../errors";
import { tableMissing } from "../missing";
import type { OpenOptions, ReadResult, ReadTarget, SourceColumn, SourceSession, SourceTable } from "../port";
import { selectOnly } from "../select-only";
import { ask, type Connected } from "./connect";
import { queryFailure } from "./failure";
import { columnOf, readRows } from "./read";
import { checkOnlyReads, describe, limitTime } from "./stream";

/**
 * Names and texts are quoted as standard SQL and every other source has it, so that one script serves all of them;
 * times come in UTC; a slow reader is waited for.
 */
const SETTINGS = [
  "SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES', time_zone = '+00:00', net_write_timeout = 3600",
  "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
  "SET SESSION TRANSACTION READ ONLY",
];

const TABLES = `
  SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE = 'VIEW', TABLE_ROWS
  FROM information_schema.TABLES
  WHERE TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
    AND TABLE_TYPE IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')
  ORDER BY TABLE_SCHEMA = DATABASE() DESC, TABLE_SCHEMA, TABLE_NAME LIMIT 5000`;

const { literal } = dialects.mysql;

const columnsOf = (schema: string | null, table: string) => `
  SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE = 'YES' FROM information_schema.COLUMNS
  WHERE TABLE_SCHEMA = ${schema === null ? "DATABASE()" : literal(schema)} AND TABLE_NAME = ${literal(table)}
  ORDER BY ORDINAL_POSITION`;

/** Locks belong to those who change data; a reload must never hold a customer's rows. */
const LOCKS = /\bFOR\s+(UPDATE|SHARE)\b|\bLOCK\s+IN\s+SHARE\s+MODE\b/i;
const TEXTS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`/g;

/** One signed-in connection; it signs in again where a stopped read has used it up. */
export class MysqlSession implements SourceSession {
  readonly dialect = dialects.mysql;
  private spent = false;
  private prepared = false;

  constructor(
    private connected: Connected,
    private readonly again: () => Promise<Connected>,
    private readonly options: Pick<OpenOptions, "statementTimeoutMs">,
  ) {}

  static async open(again: () => Promise<Connected>, options: Pick<OpenOptions, "statementTimeoutMs">) {
    return new MysqlSession(await again(), again, options);
  }

  async tables(): Promise<SourceTable[]> {
    const rows = await this.inTransaction("", () => ask(this.connection, TABLES));
    return rows.map(([schema, name, view, count]) => ({
      name: String(name),
      schema: String(schema),
      kind: Number(view) === 1 ? "view" : "table",
      rows: Number(view) === 1 || count === null ? null : Number(count),
    }));
  }

  async columns(table: string): Promise<SourceColumn[]> {
    const parts = splitTableName(table, this.dialect);
    const columns = await this.inTransaction("", async () => {
      const declared = await ask(this.connection, columnsOf(parts.at(-2) ?? null, parts.at(-1) ?? table));
      if (declared.length === 0) return null;
      const fields = await describe(this.connection, `SELECT * FROM ${this.quoted(table)}`);
      return fields.map((field) => {
        const known = declared.find(([name]) => name === field.name);
        const column = columnOf(field);
        return known ? { ...column, sourceType: String(known[1]), nullable: Number(known[2]) === 1 } : column;
      });
    });
    if (!columns) throw await tableMissing(table, this);
    return columns;
  }

  async sample(table: string, rows: number): Promise<{ columns: string[]; rows: unknown[][] }> {
    const columns = await this.columns(table);
    const sql = `SELECT * FROM ${this.quoted(table)} LIMIT ${Math.max(0, Math.trunc(rows))}`;
    const found = await this.inTransaction(sql, () => ask(this.connection, sql));
    return {
      columns: columns.map((c) => c.name),
      rows: found.map((row) => row.map((value, i) => jsonSafe(value, columns[i]?.type ?? "VARCHAR"))),
    };
  }

  private quoted(table: string): string {
    return splitTableName(table, this.dialect).map(this.dialect.identifier).join(".");
  }

  async read(sql: string, target: ReadTarget): Promise<ReadResult> {
    const select = readOnly(sql);
    return this.inTransaction(select, () => readRows(this.connected, select, target), target.signal);
  }

  /** What the server's planner thinks, where it reads one table only: more of them it can't multiply honestly. */
  async estimate(sql: string): Promise<number | null> {
    const select = readOnly(sql);
    return this.inTransaction(select, async () => {
      await checkOnlyReads(this.connection, select);
      const plan = await ask(this.connection, `EXPLAIN\n${select}`);
      const [only] = plan;
      if (!only || plan.length > 1) return null;
      // MySQL tells how many per cent of the rows it keeps; then the note; MariaDB leaves the percentage out.
      const rows = Number(only.at(-2) ?? Number.NaN);
      const isPercent = only.length > 10;
      const estimate = isPercent ? (Number(only.at(-3)) * rows) / 100 : rows;
      return Number.isFinite(estimate) ? Math.round(estimate) : null;
    });
  }

  async close(): Promise<void> {
    this.connection.destroy();
  }

  private get connection(): Connected["connection"] {
    return this.connected.connection;
  }

  private async begin(): Promise<void> {
    if (this.spent) {
      this.connected = await this.again();
      this.spent = false;
      this.prepared = false;
    }
    if (!this.prepared) {
      for (const setting of SETTINGS) await ask(this.connection, setting);
      await limitTime(this.connection, this.options.statementTimeoutMs);
      this.prepared = true;
    }
    await ask(this.connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
  }

  /** Runs `work` in a read-only transaction. Errors come in the words of all sources. */
  private async inTransaction<T>(sql: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    let failure: unknown;
    try {
      await this.begin();
      const result = await work();
      await ask(this.connection, "COMMIT");
      return result;
    } catch (error) {
      failure = error;
    }
    if (signal?.aborted) {
      this.spent = true;
      throw signal.reason;
    }
    await ask(this.connection, "ROLLBACK").catch(() => {
      this.spent = true;
    });
    throw await queryFailure(failure, this.connected.settings, sql, this);
  }
}

/** A SELECT that locks nothing. Throws `source.read_only`. */
function readOnly(sql: string): string {
  const select = selectOnly(sql);
  if (LOCKS.test(select.replace(TEXTS, "''")))
    throw sourceError("source.read_only", "Sources are only read: a SELECT may not lock rows.");
  return select;
}

/** The driver's value as JSON shows it best without a loss. */
function jsonSafe(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null;
  if (Buffer.isBuffer(value))
    return type === "BOOLEAN" ? value.at(-1) === 1 : `\\x${value.subarray(0, 64).toString("hex")}`;
  if (type === "BOOLEAN") return Number(value) === 1;
  if (typeof value === "string") {
    const number = /^(INTEGER|BIGINT)/.test(type) ? Number(value) : Number.NaN;
    return Number.isSafeInteger(number) ? number : value.slice(0, 500);
  }
  return typeof value === "object" ? JSON.stringify(value).slice(0, 500) : value;
}
