import type { DuckDBConnection } from "@duckdb/node-api";
import type { Dialect } from "@/server/platform/dialect";

/**
 * A kind of data source: a form as data, a tester, a schema browser and a fast reader. Adding a source is adding a
 * folder beside `sqlite/` and one line in `index.ts`.
 */
export interface Source {
  readonly kind: string;
  readonly form: SourceForm;
  /** Checks properties; throws an AppError `connections.properties` with one issue per wrong field. */
  parse(properties: Record<string, unknown>): Record<string, unknown>;
  /** Connects and reads nothing. Answers within `timeoutMs`. Never throws: the cause is in the result. */
  test(target: SourceTarget, options: { timeoutMs: number; signal?: AbortSignal }): Promise<TestResult>;
  open(target: SourceTarget, options: OpenOptions): Promise<SourceSession>;
}

export interface SourceTarget {
  properties: Record<string, unknown>;
  secret: string | null;
  /** Who may be reached and which folders may be read; sources ask it before every connection. */
  policy: SourcePolicy;
}

/** Decides where a source may reach. The one place that knows the operator's lists. */
export interface SourcePolicy {
  /** Resolves a host once and returns the pinned address, or throws `source.forbidden`. */
  resolveHost(host: string, port: number): Promise<{ address: string; listed: boolean }>;
  /** Absolute, link-free path of a readable file or folder, or throws `source.forbidden`. */
  resolvePath(path: string): Promise<string>;
}

export interface OpenOptions {
  signal: AbortSignal;
  statementTimeoutMs: number;
  /** Folder for temporary files. */
  scratch: string;
}

export interface SourceSession {
  readonly dialect: Dialect;
  tables(): Promise<SourceTable[]>;
  columns(table: string): Promise<SourceColumn[]>;
  /** First rows of a table, as JSON-safe values. */
  sample(table: string, rows: number): Promise<{ columns: string[]; rows: unknown[][] }>;
  /**
   * Runs one read-only SELECT and appends its rows to `target.table` (created by this call, native types).
   * Calls `onRows` at least every 50,000 rows with the rows and bytes so far.
   */
  read(sql: string, target: ReadTarget): Promise<ReadResult>;
  /** Rows a SELECT will give, if cheaply known. */
  estimate(sql: string): Promise<number | null>;
  close(): Promise<void>;
}

export interface ReadTarget {
  /** The reload's own DuckDB connection. */
  db: DuckDBConnection;
  /** Name of the table to create; unquoted. */
  table: string;
  /** Schema of the new table; unquoted, it must exist. `main` where absent. */
  schema?: string;
  signal: AbortSignal;
  onRows(progress: { rows: number; bytes: number }): void;
  /** Called once, as soon as the result's columns are known. */
  onColumns?(columns: SourceColumn[]): void;
  /** Stop with `limits.rows` beyond this many rows. */
  maxRows: number;
  /** Stop with `limits.bytes` beyond this many bytes received, or of the files read; unlimited where absent. */
  maxBytes?: number;
}

export interface ReadResult {
  rows: number;
  bytes: number;
  columns: SourceColumn[];
  /** Things worth telling that did no harm: "14 values of `price` were not numbers". */
  warnings: string[];
  /** Which contents the rows came from, for sources whose objects can be replaced at any time. */
  origins?: { name: string; version: string; bytes: number }[];
}

export interface SourceTable {
  name: string;
  schema?: string;
  kind: "table" | "view" | "file";
  rows: number | null;
}

export interface SourceColumn {
  name: string;
  /** The source's own type name. */
  sourceType: string;
  /** DuckDB type it is stored as. */
  type: string;
  nullable: boolean;
}

export interface SourceForm {
  title: string;
  fields: SourceField[];
}

export interface SourceField {
  name: string;
  label: string;
  type: "text" | "number" | "secret" | "choice" | "switch" | "file" | "files" | "path";
  required: boolean;
  placeholder?: string;
  hint?: string;
  choices?: { value: string; label: string }[];
  default?: string | number | boolean;
  /** "parameters" or "connection string": fields of one group are alternatives to the other's. */
  group?: string;
}

export type TestResult =
  | { ok: true; version: string; tables: number | null; ms: number; warnings: string[] }
  | { ok: false; code: string; message: string; advice?: string; ms: number };
