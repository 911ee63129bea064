import { dialects } from "@/server/platform/dialects";
import { splitTableName } from "@/server/platform/table-name";
import { tableMissing } from "../missing";
import type { OpenOptions, ReadResult, ReadTarget, SourceColumn, SourceSession, SourceTable } from "../port";
import { typeName } from "../rows/storage-type";
import { ask, type Connected } from "./connect";
import { queryFailure } from "./failure";
import { onlySelect } from "./only-select";
import { type Described, planOf, type SendRequest, takeRows } from "./read";
import { writingOf } from "./types";

const TABLES = `
  SELECT s.name, o.name, CASE WHEN o.type = 'V' THEN 1 ELSE 0 END,
    (SELECT SUM(p.rows) FROM sys.partitions p WHERE p.object_id = o.object_id AND p.index_id IN (0, 1))
  FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id
  WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0
    AND HAS_PERMS_BY_NAME(QUOTENAME(s.name) + '.' + QUOTENAME(o.name), 'OBJECT', 'SELECT') = 1
  ORDER BY CASE WHEN s.name = SCHEMA_NAME() THEN 0 ELSE 1 END, s.name, o.name
  OFFSET 0 ROWS FETCH NEXT 5000 ROWS ONLY`;

/** One signed-in connection; it signs in again where a stopped read has used it up. */
export class SqlServerSession implements SourceSession {
  readonly dialect = dialects.sqlserver;
  private spent = false;

  constructor(
    private connected: Connected,
    private readonly again: () => Promise<Connected>,
    private readonly options: Pick<OpenOptions, "statementTimeoutMs">,
  ) {}

  static async open(again: () => Promise<Connected>, options: Pick<OpenOptions, "statementTimeoutMs">) {
    return new SqlServerSession(await again(), again, options);
  }

  async tables(): Promise<SourceTable[]> {
    const rows = await this.guarded("", () => ask(this.connected, TABLES));
    return rows.map(([schema, name, view, count]) => ({
      name: String(name),
      schema: String(schema),
      kind: Number(view) === 1 ? "view" : "table",
      rows: Number(view) === 1 || count === null ? null : Number(count),
    }));
  }

  async columns(table: string): Promise<SourceColumn[]> {
    const described = await this.guarded("", async () => {
      const [[id] = []] = await ask(this.connected, "SELECT OBJECT_ID(@p0)", [this.quoted(table)]);
      return id === null || id === undefined ? null : this.describe(`SELECT * FROM ${this.quoted(table)}`);
    });
    if (!described) throw await tableMissing(table, this);
    return described.map((c) => ({ ...c, type: typeName(writingOf(c.sourceType).storage) }));
  }

  async sample(table: string, rows: number): Promise<{ columns: string[]; rows: unknown[][] }> {
    const columns = await this.columns(table);
    const sql = `SELECT TOP (${Math.max(0, Math.trunc(rows))}) * FROM ${this.quoted(table)}`;
    const found = await this.guarded(sql, () => ask(this.connected, sql));
    return { columns: columns.map((c) => c.name), rows: found.map((row) => row.map(jsonSafe)) };
  }

  private quoted(table: string): string {
    return splitTableName(table, this.dialect).map(this.dialect.identifier).join(".");
  }

  /** The columns a SELECT would give, as the server sees them; it isn't run. */
  private async describe(sql: string): Promise<Described[]> {
    const rows = await ask(
      this.connected,
      `SELECT name, COALESCE(system_type_name, user_type_name), is_nullable
       FROM sys.dm_exec_describe_first_result_set(@p0, NULL, 0) WHERE is_hidden = 0 ORDER BY column_ordinal`,
      [sql],
    );
    return rows.map(([name, type, nullable], i) => ({
      name: name === null || name === "" ? `column${i + 1}` : String(name),
      sourceType: String(type ?? ""),
      nullable: nullable !== false,
    }));
  }

  async read(sql: string, target: ReadTarget): Promise<ReadResult> {
    const select = onlySelect(sql);
    return this.guarded(
      select.sql,
      async () => {
        const plan = planOf(select.sql, select.tokens, await this.described(select.sql));
        return this.rolledBack(() => takeRows(this.send, plan, target, this.options.statementTimeoutMs));
      },
      target.signal,
    );
  }

  /** A statement the server can't describe is run without its rows, so that it says itself what is wrong. */
  private async described(sql: string): Promise<Described[]> {
    const found = await this.describe(sql);
    if (found.length > 0 && found.every((c) => c.sourceType !== "")) return found;
    await ask(this.connected, `SET PARSEONLY OFF; SET FMTONLY ON; ${sql}\n; SET FMTONLY OFF`);
    return found;
  }

  private readonly send: SendRequest = (sql, done) => {
    const request = new this.connected.driver.Request(sql, (error) => done(error ?? null));
    this.connection.execSqlBatch(request);
    return request;
  };

  /** There are no read-only transactions: what a SELECT might have changed after all is taken back. */
  private async rolledBack<T>(work: () => Promise<T>): Promise<T> {
    await ask(this.connected, "BEGIN TRANSACTION");
    try {
      return await work();
    } finally {
      await ask(this.connected, "IF @@TRANCOUNT > 0 ROLLBACK").catch(() => {
        this.spent = true;
      });
    }
  }

  /** The planner's guess needs a right few readers have. */
  async estimate(): Promise<number | null> {
    return null;
  }

  async close(): Promise<void> {
    this.connection.close();
  }

  private get connection(): Connected["connection"] {
    return this.connected.connection;
  }

  private async guarded<T>(sql: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.spent) {
      this.connected = await this.again();
      this.spent = false;
    }
    try {
      return await work();
    } catch (error) {
      if (signal?.aborted) {
        this.spent = true;
        this.connection.close();
        throw signal.reason;
      }
      throw await queryFailure(error, this.connected.settings, sql, this);
    }
  }
}

/** The driver's value as JSON shows it best. */
function jsonSafe(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return `\\x${value.subarray(0, 64).toString("hex")}`;
  if (value instanceof Date) return value.toISOString().replace("T", " ").replace("Z", "");
  return typeof value === "string" ? value.slice(0, 500) : (value ?? null);
}
