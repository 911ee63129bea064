import type { Dialect } from "@/server/platform/dialect";

/** What connections need of the sources; the container gives it. */
export interface ConnectionTester {
  /** Checks properties of a kind; throws `connections.kind` or `connections.properties` with an issue per field. */
  parse(kind: string, properties: Record<string, unknown>): Record<string, unknown>;
  /** Absolute paths of this machine that properties of a kind name. */
  paths(kind: string, properties: Record<string, unknown>): string[];
  /** The same properties with relative paths of this machine made absolute below `folder`; uploads stay. */
  anchored(kind: string, properties: Record<string, unknown>, folder: string): Record<string, unknown>;
  /** Connects and reads nothing. Answers within ten seconds; never throws for a cause at the other end. */
  test(target: {
    tenantId: string;
    kind: string;
    properties: Record<string, unknown>;
    secret: string | null;
  }): Promise<ConnectionTestResult>;
}

export type ConnectionTestResult =
  | { ok: true; version?: string; tables?: number | null; ms: number; warnings?: string[] }
  | { ok: false; code: string; message: string; advice?: string; ms: number };

/** A kind of source as a form, for any page that renders it. The shape of a source's own `form`. */
export interface ConnectionForm {
  kind: string;
  title: string;
  fields: ConnectionField[];
}

export interface ConnectionField {
  name: string;
  label: string;
  type: "text" | "number" | "secret" | "choice" | "switch" | "file" | "files" | "path";
  required: boolean;
  placeholder?: string;
  hint?: string;
  choices?: { value: string; label: string }[];
  default?: string | number | boolean;
  /** Fields of one group are alternatives to the other groups'. */
  group?: string;
}

/** Looks into a source, read only. The container gives it. */
export interface SchemaBrowser {
  /** Every kind of source there is. */
  forms(): ConnectionForm[];
  open(target: ConnectionTarget, options: BrowseOptions): Promise<BrowserSession>;
}

export interface ConnectionTarget {
  tenantId: string;
  kind: string;
  properties: Record<string, unknown>;
  secret: string | null;
}

export interface BrowseOptions {
  signal: AbortSignal;
  statementTimeoutMs: number;
}

export interface BrowserSession {
  dialect: Dialect;
  tables(): Promise<BrowsedTable[]>;
  columns(table: string): Promise<BrowsedColumn[]>;
  /** First rows of a table, as JSON-safe values. */
  sample(table: string, rows: number): Promise<BrowsedRows>;
  /** One read-only SELECT, by the same way a reload reads; more than `maxRows` rows are an error. */
  select(sql: string, maxRows: number): Promise<BrowsedRows>;
  close(): Promise<void>;
}

export interface BrowsedTable {
  name: string;
  schema?: string;
  kind: "table" | "view" | "file";
  /** Estimated. */
  rows: number | null;
}

export interface BrowsedColumn {
  name: string;
  /** The source's own type name. */
  sourceType: string;
  /** DuckDB type it is stored as. */
  type: string;
  nullable: boolean;
}

export interface BrowsedRows {
  columns: string[];
  rows: unknown[][];
}
