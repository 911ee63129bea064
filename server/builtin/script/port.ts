import type { DuckDBConnection } from "@duckdb/node-api";
import type { ReloadProgress } from "@/db/schema";
import type { SourceSession } from "@/server/builtin/sources/port";
import type { RowOrder } from "./row-order";
import type { Kind } from "./types";

/** What the load script's interpreter may reach. The reload child builds it; tests build a small one. */
export interface ScriptHost {
  /** Read-write connection to the new generation's file. Script tables become tables of schema `main`. */
  db: DuckDBConnection;
  /** Session of a connection by the name a script uses in `LIB CONNECT TO 'name'` (a slot or a connection). */
  connect(name: string): Promise<SourceSession>;
  /** The files `lib://Name/path` means, by name: one, several by wildcards, or none. Throws `source.forbidden`. */
  files(libPath: string): Promise<LibFile[]>;
  /** Paths (`lib://Name/folder`) of the folders a path with wildcards means, by name. Throws `source.forbidden`. */
  folders(libPath: string): Promise<string[]>;
  /** Absolute path a `STORE … INTO [lib://…]` may write to, or throws. */
  target(libPath: string): Promise<string>;
  /** Text of a file of the template's `files/`, for `$(Include=…)`; null where there is none. */
  include(path: string): Promise<string | null>;
  /** Where it is there, this is a partial reload: only statements with ADD, REPLACE or MERGE make rows. */
  previous?: PreviousRun;
  /** Tables of an earlier run that a full reload can take over. */
  kept?: KeptTable[];
  /** Its other tables: what comes out as it was there need not be counted again. */
  others?: HiddenTable[];
  /** Set before the first statement: parameters and `$(table)` variables. */
  variables: Record<string, string>;
  now: Date;
  /** IANA zone of `Now()` and `Today()`. */
  zone: string;
  documentName: string;
  signal: AbortSignal;
  limits: ScriptLimits;
  log(level: "debug" | "info" | "warn" | "error", source: string, message: string): void;
  progress(progress: ReloadProgress): void;
}

/** A file a script may read. */
export interface LibFile {
  /** Absolute; never shown to anybody. */
  path: string;
  /** As a script names it: `lib://Name/folder/file.csv`. */
  lib: string;
  bytes: number;
  modified: Date;
}

export interface ScriptLimits {
  rows: number;
  /** Of all sources together. */
  bytes: number;
  statements: number;
  loopRounds: number;
  expansionDepth: number;
  sqlTimeoutMs: number;
}

export interface ScriptResult {
  tables: ScriptTable[];
  rows: number;
  /** Tables of the access section, in schema `main` too until they are made into rules; null: there is no section. */
  access: ScriptTable[] | null;
  /** What stands for all values in these tables. */
  star: string;
  warnings: string[];
  /** By the variables that MERGE statements name for them; a partial reload starts from these. */
  sequences: Record<string, SequenceValue>;
  /** How many rows are as the run before left them, by table that rows were added to at most; its first ones. */
  earlierRows: Record<string, number>;
  /** QVDs that hold a table just as it is: what the next run would read from them is there already. */
  stored: StoredQvd[];
}

/** A QVD that was written from a table and reads as that table, value by value. */
export interface StoredQvd {
  /** Tells this file as it is now from any other: see `fileMark`. */
  mark: string;
  table: string;
  rows: number;
  /** The script's formats it was written with; with others its values may be read as other ones. */
  settings: string;
  /** In their order. `kind`: what reading gives; `isUnique`: each row has a value of its own. */
  fields: { name: string; kind: Kind; format?: string; isUnique?: true }[];
}

/** A table of an earlier run. */
export interface HiddenTable {
  table: ScriptTable;
  /** What it is called meanwhile, in schema `main`. */
  hidden: string;
}

/** One of which a QVD reads as it does. */
export interface KeptTable extends HiddenTable {
  stored: StoredQvd;
}

/** What an earlier run of the script left. */
export interface PreviousRun {
  /** Tables that schema `main` of `db` holds, in their order, as that run told them. */
  tables: ScriptTable[];
  sequences: Record<string, SequenceValue>;
}

/** The largest value of a MERGE's sequence field: how far its table is. */
export interface SequenceValue {
  text: string;
  number?: number;
}

export interface ScriptTable {
  name: string;
  rows: number;
  /** Made by LOAD DISTINCT: rows added later are de-duplicated too. */
  distinct?: boolean;
  /** LOOSEN TABLE names it. */
  loosened?: boolean;
  /** Its rows in load order, where they lie otherwise. */
  order?: RowOrder;
  fields: ScriptField[];
  /** What `COMMENT TABLE` and `TAG TABLE` say. */
  comment?: string;
  tags?: string[];
}

/**
 * Columns are native DuckDB types. A dual column is `STRUCT(num DOUBLE, txt VARCHAR)` and says so in `dual`.
 * `format` is the script's display format (`Date(x, 'DD.MM.YYYY')`), kept beside the column.
 */
export interface ScriptField {
  name: string;
  type: string;
  dual: boolean;
  format?: string;
  /** What `COMMENT FIELD` and `TAG FIELD` say. */
  comment?: string;
  tags?: string[];
}

export interface ScriptErrorPlace {
  /** 1-based, in the script as written. */
  line: number;
  column: number;
  statement: string;
}
