import { dialects } from "@/server/platform/dialects";
import { splitTableName } from "@/server/platform/table-name";
import { tableMissing } from "../missing";
import type { OpenOptions, ReadResult, ReadTarget, SourceColumn, SourceSession, SourceTable } from "../port";
import { typeName } from "../rows/storage-type";
import { selectOnly } from "../select-only";
import type { Connected } from "./connect";
import { describe } from "./describe";
import { queryFailure } from "./failure";
import { readRows } from "./read";
import { readingOf } from "./types";

/**
 * Settings of every transaction. They are LOCAL, and reading only is said in BEGIN, because a session's settings would
 * leak to other programs behind a connection pooler.
 */
const SETTINGS = [
  "synchronize_seqscans = off",
  "standard_conforming_strings = on",
  "timezone = 'UTC'",
  "datestyle = 'ISO, YMD'",
  "intervalstyle = 'postgres'",
  "bytea_output = 'hex'",
  "extra_float_digits = 1",
];

/** PostgreSQL keeps the time-out in 32 bits. */
const LONGEST_MS = 2_147_483_647;

const TABLES = `
  SELECT n.nspname AS schema, c.relname AS name, c.relkind IN ('v', 'm') AS view, c.reltuples::float8 AS rows
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
    AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
    AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
  ORDER BY n.nspname = current_schema() DESC, n.nspname, c.relname LIMIT 5000`;

const COLUMNS = `
  SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable
  FROM pg_attribute a WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`;

/** One signed-in connection; it signs in again where a stopped read has used it up. */
export class PostgresSession implements SourceSession {
  readonly dialect = dialects.postgres;
  private spent = false;

  constructor(
    private connected: Connected,
    private readonly again: () => Promise<Connected>,
    private readonly options: Pick<OpenOptions, "statementTimeoutMs">,
  ) {}

  static async open(again: () => Promise<Connected>, options: Pick<OpenOptions, "statementTimeoutMs">) {
    return new PostgresSession(await again(), again, options);
  }

  async tables(): Promise<SourceTable[]> {
    return this.inTransaction("", async () => {
      const result = await this.client.query<{ schema: string; name: string; view: boolean; rows: number }>(
        TABLES,
      );
      return result.rows.map(({ schema, name, view, rows }) => ({
        name,
        schema,
        kind: view ? "view" : "table",
        // -1: never analyzed.
        rows: view || rows < 0 ? null : rows,
      }));
    });
  }

  async columns(table: string): Promise<SourceColumn[]> {
    const name = this.quoted(table);
    const columns = await this.inTransaction("", async () => {
      const result = await this.client.query<{ name: string; type: string; nullable: boolean }>(COLUMNS, [
        name,
      ]);
      if (result.rows.length === 0) return null;
      const fields = (await describe(this.client, `SELECT * FROM ${name}`)) ?? [];
      return result.rows.map((row) => {
        const field = fields.find((f) => f.name === row.name);
        const reading = readingOf(field?.dataTypeID ?? 25, field?.dataTypeModifier ?? -1);
        return {
          name: row.name,
          sourceType: row.type,
          type: typeName(reading.storage),
          nullable: row.nullable,
        };
      });
    });
    if (!columns) throw await tableMissing(table, this);
    return columns;
  }

  async sample(table: string, rows: number): Promise<{ columns: string[]; rows: unknown[][] }> {
    const columns = await this.columns(table);
    const sql = `SELECT * FROM ${this.quoted(table)} LIMIT ${Math.max(0, Math.trunc(rows))}`;
    return this.inTransaction(sql, async () => {
      const types = { getTypeParser: () => (value: string) => value };
      const result = await this.client.query<(string | null)[]>({ text: sql, rowMode: "array", types });
      const shown = result.rows.map((row) =>
        row.map((value, i) => jsonSafe(value, columns[i]?.type ?? "VARCHAR")),
      );
      return { columns: result.fields.map((f) => f.name), rows: shown };
    });
  }

  private quoted(table: string): string {
    return splitTableName(table, this.dialect).map(this.dialect.identifier).join(".");
  }

  async read(sql: string, target: ReadTarget): Promise<ReadResult> {
    const select = selectOnly(sql);
    return this.inTransaction(select, () => readRows(this.connected, select, target), target.signal);
  }

  async estimate(sql: string): Promise<number | null> {
    const select = selectOnly(sql);
    return this.inTransaction(select, async () => {
      await describe(this.client, select);
      const result = await this.client.query<{ "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] }>(
        `EXPLAIN (FORMAT JSON)\n${select}`,
      );
      return result.rows[0]?.["QUERY PLAN"][0].Plan["Plan Rows"] ?? null;
    });
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }

  private get client(): Connected["client"] {
    return this.connected.client;
  }

  /** Runs `work` in a read-only transaction. Errors come in the words of all sources. */
  private async inTransaction<T>(sql: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.spent) {
      this.connected = await this.again();
      this.spent = false;
    }
    const { settings } = this.connected;
    let failure: unknown;
    try {
      await this.client.query(this.begin());
      const result = await work();
      await this.client.query("COMMIT");
      return result;
    } catch (error) {
      failure = error;
    }
    if (signal?.aborted) {
      this.spent = true;
      throw signal.reason;
    }
    await this.client.query("ROLLBACK").catch(() => {
      this.spent = true;
    });
    throw sql === "" ? failure : await queryFailure(failure, settings, sql, this);
  }

  private begin(): string {
    const { schema } = this.connected.settings;
    const time = `statement_timeout = ${Math.min(Math.max(1, Math.trunc(this.options.statementTimeoutMs)), LONGEST_MS)}`;
    const path = schema ? [`search_path = ${this.dialect.identifier(schema)}, public`] : [];
    return ["BEGIN READ ONLY", ...[...SETTINGS, time, ...path].map((setting) => `SET LOCAL ${setting}`)].join(
      "; ",
    );
  }
}

/** PostgreSQL's text of a value as JSON shows it best without a loss. */
function jsonSafe(text: string | null, type: string): unknown {
  if (text === null) return null;
  if (type === "BOOLEAN") return text === "t";
  if (type === "VARCHAR") return text.slice(0, 500);
  if (!/^(INTEGER|BIGINT|DOUBLE)/.test(type)) return text;
  const number = Number(text);
  return Number.isFinite(number) && (Number.isSafeInteger(number) || !Number.isInteger(number))
    ? number
    : text;
}
