import { randomUUID } from "node:crypto";
import { rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { readFile } from "@/server/builtin/script/interpreter/read-file";
import type { ScriptHost } from "@/server/builtin/script/port";
import type { FileFormat } from "@/server/builtin/script/statements";
import { dialects } from "@/server/platform/dialects";
import { isAppError } from "@/server/shared/errors";
import { sourceError } from "../errors";
import type { SourceColumn } from "../port";
import type { ConvertedKind } from "./formats";
import { interruptedBy } from "./interrupting";
import type { FileTable } from "./tables";

const { identifier, literal } = dialects.duckdb;

const FORMATS: Record<ConvertedKind, FileFormat["type"]> = { qvd: "qvd", xlsx: "ooxml", json: "json" };
/** Rows a look at a file reads, where it can be read in part. */
const LOOK_ROWS = 1000;
const MEMORY = { threads: "1", memory_limit: "512MB" };

export interface ConvertOptions {
  signal: AbortSignal;
  /** Folder for what is converted; without it only looks are possible. */
  scratch?: string;
}

/** What a look at a QVD, XLSX or JSON file shows. */
export interface Look {
  columns: SourceColumn[];
  rows: unknown[][];
}

/**
 * Files that DuckDB does not read itself: the load script's readers read them, with its types and refusals. For a
 * SELECT each becomes a Parquet file beside the reload's other temporary files; a look reads what it shows.
 */
export class ConvertedFiles {
  private readonly made = new Map<string, Promise<void>>();
  private readonly looks = new Map<FileTable, Promise<Look>>();
  private readonly prefix = `files-${randomUUID()}`;
  /** What was odd in files that were read. */
  readonly warnings = new Set<string>();

  constructor(private readonly options: ConvertOptions) {}

  /** Where a table's Parquet files are, once `bring` is done. */
  paths(table: FileTable, at: number): string[] {
    const { scratch } = this.options;
    return scratch === undefined
      ? []
      : table.paths.map((_, part) => join(scratch, `${this.prefix}-${at}-${part}.parquet`));
  }

  async bring(table: FileTable, at: number): Promise<void> {
    const targets = this.paths(table, at);
    if (targets.length === 0) throw new Error("there is no folder for converted files");
    for (const [part, path] of table.paths.entries()) {
      const target = targets[part] ?? "";
      const coming = this.made.get(target) ?? this.convert(table, path, target);
      this.made.set(target, coming);
      await coming;
    }
  }

  /** Columns and first rows of a table. */
  look(table: FileTable): Promise<Look> {
    const known = this.looks.get(table) ?? this.lookAt(table);
    this.looks.set(table, known);
    return known;
  }

  private async lookAt(table: FileTable): Promise<Look> {
    return this.within(":memory:", async (db) => {
      const selects: string[] = [];
      for (const [part, path] of table.paths.entries()) {
        const name = `part${part}`;
        const list = await this.read(db, table, { path, name, first: LOOK_ROWS });
        selects.push(`SELECT ${list} FROM ${identifier(name)}`);
      }
      const all = selects.join(" UNION ALL BY NAME ");
      const described = await db.runAndReadAll(`DESCRIBE ${all}`);
      const rows = await db.runAndReadAll(`SELECT * FROM (${all}) LIMIT ${LOOK_ROWS}`);
      const columns = described.getRowsJson().map(([name, type]) => ({
        name: String(name),
        sourceType: String(type),
        type: String(type),
        nullable: true,
      }));
      return { columns, rows: rows.getRowsJson() as unknown[][] };
    });
  }

  private async convert(table: FileTable, path: string, target: string): Promise<void> {
    const work = `${target}.tmp`;
    try {
      await this.within(work, async (db) => {
        const list = await this.read(db, table, { path, name: "part" });
        await db.run(`COPY (SELECT ${list} FROM "part") TO ${literal(target)} (FORMAT parquet)`);
      });
    } finally {
      for (const left of [work, `${work}.wal`]) await rm(left, { force: true });
      await rm(`${work}.tmp`, { recursive: true, force: true });
    }
  }

  /** Reads a file into a table and gives the list of its columns: of a dual the text, which is what people see. */
  private async read(
    db: DuckDBConnection,
    { format, sheet }: FileTable,
    { path, name, first }: { path: string; name: string; first?: number },
  ): Promise<string> {
    const type = FORMATS[format as ConvertedKind];
    const how: FileFormat = {
      type,
      labels: "embedded",
      quotes: true,
      headerLines: 0,
      codepage: 65001,
      ...(sheet === undefined ? {} : { table: sheet }),
    };
    const wanted = { path, format: how, table: name, ...(first === undefined ? {} : { first }) };
    try {
      const { fields, warnings } = await readFile(readOnlyHost(db, this.options.signal), wanted);
      for (const warning of warnings) this.warnings.add(warning);
      return fields
        .map((f) => (f.dual ? `${identifier(f.name)}.txt AS ${identifier(f.name)}` : identifier(f.name)))
        .join(", ");
    } catch (error) {
      throw refused(error);
    }
  }

  private async within<T>(path: string, work: (db: DuckDBConnection) => Promise<T>): Promise<T> {
    const spill: Record<string, string> =
      path === ":memory:" ? { max_temp_directory_size: "0B" } : { temp_directory: `${path}.tmp` };
    const instance = await DuckDBInstance.create(path, { ...MEMORY, ...spill });
    const db = await instance.connect();
    try {
      return await interruptedBy(this.options.signal, db, () => work(db));
    } finally {
      db.closeSync();
      instance.closeSync();
    }
  }

  async close(): Promise<void> {
    for (const path of this.made.keys()) await rm(path, { force: true });
  }
}

/** What a reader may reach: the one file it is asked for, nothing else. */
function readOnlyHost(db: DuckDBConnection, signal: AbortSignal): ScriptHost {
  const none = () => Promise.reject(new Error("not reachable from a file"));
  return {
    db,
    connect: none,
    files: async (path) => {
      const { size, mtime } = await stat(path);
      return [{ path, lib: basename(path), bytes: size, modified: mtime }];
    },
    folders: none,
    target: none,
    include: none,
    variables: {},
    now: new Date(0),
    zone: "UTC",
    documentName: "",
    signal,
    limits: {
      rows: Number.MAX_SAFE_INTEGER,
      bytes: Number.MAX_SAFE_INTEGER,
      statements: 1,
      loopRounds: 0,
      expansionDepth: 0,
      sqlTimeoutMs: 2 ** 31 - 1,
    },
    log: () => undefined,
    progress: () => undefined,
  };
}

/** What the script's readers say of a file, in the words of sources. */
function refused(error: unknown): unknown {
  if (!isAppError(error) || !error.code.startsWith("script.")) return error;
  const code = error.code === "script.limit" ? "source.too_large" : "source.damaged";
  const { advice } = error.options;
  return sourceError(code, error.message, { cause: error, ...(advice ? { advice } : {}) });
}
