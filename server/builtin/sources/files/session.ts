import { dialects } from "@/server/platform/dialects";
import { tableMissing } from "../missing";
import type { OpenOptions, ReadResult, ReadTarget, SourceColumn, SourceSession, SourceTable } from "../port";
import { checkColumnNames } from "../rows/row-sink";
import { selectOnly } from "../select-only";
import { tablesRead } from "./allowed-select";
import { ConvertedFiles } from "./converted";
import { LockedEngine } from "./engine";
import { filesFailure, isLateMisfit } from "./failure";
import { isConverted } from "./formats";
import { interruptedBy } from "./interrupting";
import type { CsvProperties } from "./properties";
import { readNatively } from "./read";
import { rowsOf } from "./row-counts";
import { scan } from "./scan";
import { storedAs, storedList } from "./stored";
import type { FileTable } from "./tables";
import { checkLines, checkPacked, checkZeros } from "./text-checks";

const { identifier, literal } = dialects.duckdb;

export interface FilesOptions extends Pick<OpenOptions, "statementTimeoutMs" | "signal"> {
  /** Folder for files that are converted first; without it QVD, XLSX and JSON files can only be looked at. */
  scratch?: string;
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
  private readonly checked = new Set<FileTable>();

  private constructor(
    private readonly declared: readonly FileTable[],
    private readonly properties: CsvProperties,
    private readonly engine: LockedEngine,
    private readonly converted: ConvertedFiles,
    private readonly options: FilesOptions,
  ) {
    this.paths = declared.flatMap((t) => t.paths);
  }

  static async open(
    declared: readonly FileTable[],
    properties: CsvProperties,
    options: FilesOptions,
  ): Promise<FilesSession> {
    const converted = new ConvertedFiles(options);
    const paths = declared.flatMap((t, at) => (isConverted(t.format) ? converted.paths(t, at) : t.paths));
    const engine = await LockedEngine.open(paths);
    return new FilesSession(declared, properties, engine, converted, options);
  }

  async tables(): Promise<SourceTable[]> {
    return Promise.all(
      this.declared.map(async (t) => ({ name: t.name, kind: "file", rows: await rowsOf(t, this.engine) })),
    );
  }

  async columns(table: string): Promise<SourceColumn[]> {
    const found = await this.find(table);
    if (isConverted(found.format)) return (await this.converted.look(found)).columns;
    return this.guarded("", async () => this.describe(`SELECT * FROM ${this.scanOf(found)}`));
  }

  async sample(table: string, rows: number): Promise<{ columns: string[]; rows: unknown[][] }> {
    const found = await this.find(table);
    if (isConverted(found.format)) {
      const look = await this.converted.look(found);
      return { columns: look.columns.map((c) => c.name), rows: look.rows.slice(0, Math.max(0, rows)) };
    }
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
    if (found.format === "csv" && !this.checked.has(found)) await this.check(found);
    return found;
  }

  private async check(table: FileTable): Promise<void> {
    for (const path of table.paths) {
      if (!this.properties.encoding) await checkZeros(path);
      await checkLines(path);
    }
    this.checked.add(table);
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
    const at = this.declared.indexOf(table);
    const read = isConverted(table.format)
      ? { paths: this.converted.paths(table, at), format: "parquet" as const }
      : table;
    return scan(read, this.properties, this.thorough.has(table.name));
  }

  async read(sql: string, target: ReadTarget): Promise<ReadResult> {
    return this.guarded(sql, async () => {
      const select = selectOnly(sql);
      const used = await this.used(select);
      for (const table of used.values()) await this.bring(table);
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

  private async bring(table: FileTable): Promise<void> {
    if (isConverted(table.format)) return this.converted.bring(table, this.declared.indexOf(table));
    for (const path of table.paths) await checkPacked(path, this.options.signal);
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
    const result = await readNatively(target, {
      select: list === null ? query : `SELECT ${list} FROM (${query})`,
      columns,
      bytes: tables.reduce((sum, t) => sum + t.bytes, 0),
      estimate: only && rest.length === 0 ? await rowsOf(only, this.engine) : null,
      timeoutMs: this.options.statementTimeoutMs,
    });
    return { ...result, warnings: [...result.warnings, ...this.converted.warnings] };
  }

  async estimate(sql: string): Promise<number | null> {
    if (/\b(where|join|group|distinct|limit|union|having|qualify|sample)\b/i.test(sql)) return null;
    return this.guarded(sql, async () => {
      const [table, other] = (await this.used(selectOnly(sql))).values();
      return table && !other ? rowsOf(table, this.engine) : null;
    });
  }

  async close(): Promise<void> {
    this.engine.close();
    await this.converted.close();
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
      return await interruptedBy(this.options.signal, this.engine.db, work);
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
