import { open } from "node:fs/promises";
import { dialects } from "@/server/platform/dialects";
import { tableMissing } from "../missing";
import type { OpenOptions, ReadResult, ReadTarget, SourceColumn, SourceSession, SourceTable } from "../port";
import { checkColumnNames } from "../rows/row-sink";
import { selectOnly } from "../select-only";
import { tablesRead } from "./allowed-select";
import { LockedEngine } from "./engine";
import { filesFailure, isLateMisfit } from "./failure";
import type { CsvProperties } from "./properties";
import { readNatively } from "./read";
import { scan } from "./scan";
import { storedAs, storedList } from "./stored";
import type { FileTable } from "./tables";

const { identifier, literal } = dialects.duckdb;
/** Beginning of a CSV file from which the length of its lines is guessed. */
const HEAD_BYTES = 65_536;

export interface FilesOptions extends Pick<OpenOptions, "statementTimeoutMs"> {
  /** Called with every table before its files are looked at: those that are elsewhere are fetched then. */
  ready?(table: FileTable): Promise<void>;
}

/** Declared tables by the names a SELECT uses for them. */
type Used = Map<string, FileTable>;

/**
 * Declared files as tables. A locked DuckDB holds exactly these files: it says which columns there are, and every
 * SELECT must pass it (parsed, looked through, bound) before the target's DuckDB runs the same SELECT on them.
 */
export class FilesSession implements SourceSession {
  readonly dialect = dialects.duckdb;
  private readonly paths: string[];
  /** Tables whose first rows did not tell their types; looked at as a whole. */
  private readonly thorough = new Set<string>();

  private constructor(
    private readonly declared: readonly FileTable[],
    private readonly properties: CsvProperties,
    private readonly engine: LockedEngine,
    private readonly options: FilesOptions,
  ) {
    this.paths = declared.flatMap((t) => t.paths);
  }

  static async open(
    declared: readonly FileTable[],
    properties: CsvProperties,
    options: FilesOptions,
  ): Promise<FilesSession> {
    const engine = await LockedEngine.open(declared.flatMap((t) => t.paths));
    return new FilesSession(declared, properties, engine, options);
  }

  async tables(): Promise<SourceTable[]> {
    return Promise.all(
      this.declared.map(async (t) => ({ name: t.name, kind: "file", rows: await this.rowsOf(t) })),
    );
  }

  /** Exact for Parquet; for CSV by the length of the first lines; null where that says nothing. */
  private async rowsOf(table: FileTable): Promise<number | null> {
    if (table.format === "csv") return guessRows(table);
    const list = table.paths.map(literal).join(", ");
    const { rows } = await this.engine.rows(`SELECT sum(num_rows) FROM parquet_file_metadata([${list}])`);
    return Number(rows[0]?.[0] ?? 0);
  }

  async columns(table: string): Promise<SourceColumn[]> {
    const found = await this.find(table);
    return this.guarded("", async () => this.describe(`SELECT * FROM ${this.scanOf(found)}`));
  }

  async sample(table: string, rows: number): Promise<{ columns: string[]; rows: unknown[][] }> {
    const found = await this.find(table);
    return this.guarded("", async () => {
      const all = `SELECT * FROM ${this.scanOf(found)}`;
      const list = storedList(await this.raw(all)) ?? "*";
      return this.engine.rows(`SELECT ${list} FROM (${all}) LIMIT ${Math.max(0, Math.trunc(rows))}`);
    });
  }

  private async find(name: string): Promise<FileTable> {
    const found = this.named(name) ?? this.named(name.replace(/^"(.*)"$/, "$1").replaceAll('""', '"'));
    if (!found) throw await tableMissing(name, { tables: () => this.names() });
    await this.options.ready?.(found);
    return found;
  }

  private named(name: string): FileTable | undefined {
    const wanted = name.toLowerCase();
    const { declared } = this;
    return (
      declared.find((t) => t.name.toLowerCase() === wanted) ??
      declared.find((t) => t.file?.toLowerCase() === wanted)
    );
  }

  private async names(): Promise<SourceTable[]> {
    return this.declared.map(({ name }) => ({ name, kind: "file", rows: null }));
  }

  private scanOf(table: FileTable): string {
    return scan(table, this.properties, this.thorough.has(table.name));
  }

  async read(sql: string, target: ReadTarget): Promise<ReadResult> {
    return this.guarded(sql, async () => {
      const select = selectOnly(sql);
      const used = await this.used(select);
      try {
        return await this.load(select, used, target);
      } catch (error) {
        const csv = [...used.values()].filter((t) => t.format === "csv" && !this.thorough.has(t.name));
        if (!isLateMisfit(error) || csv.length === 0) throw error;
        for (const table of csv) this.thorough.add(table.name);
        return this.load(select, used, target);
      }
    });
  }

  private async load(select: string, used: Used, target: ReadTarget): Promise<ReadResult> {
    for (const [name, table] of used)
      await this.engine.db.run(
        `CREATE OR REPLACE VIEW ${identifier(name)} AS SELECT * FROM ${this.scanOf(table)}`,
      );
    const raw = await this.raw(select);
    checkColumnNames(raw.map((c) => c.name));
    const columns = raw.map(stored);
    target.onColumns?.(columns);
    const list = storedList(raw);
    const query = this.withTables(select, used);
    const tables = [...used.values()];
    const [only, ...rest] = tables;
    return readNatively(target, {
      select: list === null ? query : `SELECT ${list} FROM (${query})`,
      columns,
      bytes: tables.reduce((sum, t) => sum + t.bytes, 0),
      estimate: only && rest.length === 0 ? await this.rowsOf(only) : null,
      timeoutMs: this.options.statementTimeoutMs,
    });
  }

  async estimate(sql: string): Promise<number | null> {
    if (/\b(where|join|group|distinct|limit|union|having|qualify|sample)\b/i.test(sql)) return null;
    return this.guarded(sql, async () => {
      const [table, other] = (await this.used(selectOnly(sql))).values();
      return table && !other ? this.rowsOf(table) : null;
    });
  }

  async close(): Promise<void> {
    this.engine.close();
  }

  private async used(select: string): Promise<Used> {
    const { rows } = await this.engine.rows(`SELECT json_serialize_sql(${literal(select)})::VARCHAR`);
    const declared = this.declared.flatMap((t) => (t.file ? [t.name, t.file] : [t.name]));
    const used: Used = new Map();
    for (const name of await tablesRead(String(rows[0]?.[0]), declared))
      used.set(name, await this.find(name));
    return used;
  }

  /** The SELECT with the files it reads in front of it: declared names mean them, whatever else the target holds. */
  private withTables(select: string, used: Used): string {
    if (used.size === 0) return select;
    const tables = [...used].map(
      ([name, table]) => `${identifier(name)} AS NOT MATERIALIZED (SELECT * FROM ${this.scanOf(table)})`,
    );
    return `WITH ${tables.join(", ")} SELECT * FROM (\n${select}\n)`;
  }

  private async raw(query: string): Promise<{ name: string; type: string }[]> {
    const { rows } = await this.engine.rows(`DESCRIBE ${query}`);
    return rows.map(([name, type]) => ({ name: String(name), type: String(type) }));
  }

  private async describe(query: string): Promise<SourceColumn[]> {
    return (await this.raw(query)).map(stored);
  }

  private async guarded<T>(sql: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw await filesFailure(error, sql, this.paths, {
        tables: () => this.names(),
        columns: (t) => this.columns(t),
      });
    }
  }
}

function stored({ name, type }: { name: string; type: string }): SourceColumn {
  return { name, sourceType: type, type: storedAs(type).type, nullable: true };
}

async function guessRows(table: FileTable): Promise<number | null> {
  const [path = ""] = table.paths;
  if (/\.(gz|zst)$/i.test(path)) return null;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead).toString("latin1");
    const lines = head.split("\n").length - 1;
    if (lines < 2) return null;
    return bytesRead < HEAD_BYTES && table.paths.length === 1
      ? lines - 1
      : Math.round((table.bytes / (head.lastIndexOf("\n") + 1)) * lines);
  } finally {
    await file.close();
  }
}
