import { randomBytes } from "node:crypto";
import type { DuckDBConnection, Json } from "@duckdb/node-api";
import { ChunkFunction, type ChunkSource } from "@/server/builtin/sources/rows/chunk-function";
import { scrub } from "@/server/shared/logger";
import { isUnwritten } from "@/server/shared/unwritable";
import { scriptError } from "../errors";
import { quoteName } from "../quoting";
import { typeOf } from "../types";
import type { ScriptColumn } from "./catalog";

/** Marks an error the generated SQL raises itself, when a limit is passed while a query runs. */
export const LIMIT_MARK = "tenantry-limit:";

/** Errors of rows that are made while SQL reads them, by the mark DuckDB's message has for them. */
const failures = new Map<string, unknown>();
const FAILURE = /tenantry-failure:[0-9a-f]+/;

/** Keeps an error for `explain`, which gives it back for DuckDB's error of the message this gives. */
export function keepFailure(error: unknown): string {
  const mark = `tenantry-failure:${randomBytes(8).toString("hex")}`;
  failures.set(mark, error);
  return mark;
}

/** The reload's DuckDB connection: runs generated SQL, names temporary tables, and turns its errors into ours. */
export class WorkDb {
  readonly connection: DuckDBConnection;
  private readonly prefix = `~work-${randomBytes(6).toString("hex")}-`;
  private readonly temporary = new Set<string>();
  /** What ends a temporary scan. */
  private readonly scans = new Map<string, () => Promise<void>>();
  private counter = 0;
  private readonly signal: AbortSignal;

  constructor(connection: DuckDBConnection, signal: AbortSignal) {
    this.connection = connection;
    this.signal = signal;
  }

  /** Name of a temporary table that no script can have written. */
  temporaryName(): string {
    const name = `${this.prefix}${++this.counter}`;
    this.temporary.add(name);
    return name;
  }

  /** Rows SQL can read until they are dropped, and then closed: gives a name for that, and what follows FROM. */
  addScan(source: ChunkSource & { close(): Promise<void> }): { name: string; sql: string } {
    const name = this.temporaryName();
    const fn = ChunkFunction.of(this.connection);
    const id = fn.add(source);
    this.scans.set(name, async () => {
      this.scans.delete(name);
      fn.remove(id);
      await source.close();
    });
    return { name, sql: fn.sql(id) };
  }

  async dropTemporary(...names: string[]): Promise<void> {
    for (const name of names) {
      await this.scans.get(name)?.();
      await this.run(`DROP TABLE IF EXISTS ${quoteName(name)}`);
      this.temporary.delete(name);
    }
  }

  /** Removes what is left at the end of a run, whatever state the run ended in. */
  async cleanUp(): Promise<void> {
    for (const close of this.scans.values()) await close();
    for (const name of this.temporary) await this.connection.run(`DROP TABLE IF EXISTS ${quoteName(name)}`);
    this.temporary.clear();
  }

  async run(sql: string): Promise<void> {
    await this.guarded(() => this.connection.run(sql));
  }

  /** Rows as JSON-safe values: 64-bit integers and decimals come as text. */
  async rows(sql: string): Promise<Json[][]> {
    return this.guarded(async () => (await this.connection.runAndReadAll(sql)).getRowsJson());
  }

  async count(sql: string): Promise<number> {
    const [row] = await this.rows(`SELECT count(*) FROM ${sql}`);
    return Number(row?.[0] ?? 0);
  }

  /** Columns of a table as they are stored. */
  async describe(table: string): Promise<ScriptColumn[]> {
    const rows = await this.rows(`DESCRIBE ${quoteName(table)}`);
    return rows.map(([name, type]) => ({
      name: String(name),
      stored: String(type),
      type: typeOf(String(type)),
    }));
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      this.signal.throwIfAborted();
      throw explain(error);
    }
  }
}

const OUT_OF_MEMORY = /out of memory/i;

/** Errors of DuckDB in plain words; the SQL it shows is ours and of no use to the author. */
export function explain(error: unknown): unknown {
  if (!(error instanceof Error) || "kind" in error || isUnwritten(error)) return error;
  const failure = FAILURE.exec(error.message)?.[0];
  if (failure && failures.has(failure)) {
    const kept = failures.get(failure);
    failures.delete(failure);
    return kept;
  }
  const text = scrub(error.message.split("\n")[0] ?? "");
  const mark = text.indexOf(LIMIT_MARK);
  if (mark >= 0)
    return scriptError("script.limit", text.slice(mark + LIMIT_MARK.length).trim(), { cause: error });
  if (OUT_OF_MEMORY.test(text))
    return scriptError("script.limit", "The statement needs more memory than this reload may use.", {
      advice: "Load fewer columns or rows, or split the statement; a larger plan has more memory.",
      cause: error,
    });
  const damaged = /CSV Error on Line: (\d+)/i.exec(error.message);
  if (damaged) return damagedFile(error, Number(damaged[1]));
  const cause = text.replace(/^(?:\w+ )*Error:\s*/, "");
  if (/^(?:Conversion|Out of Range|Invalid Input) Error/.test(text))
    return scriptError("script.value", `A value does not fit its expression: ${cause}`, {
      advice: "Check for numbers too large to count with, and for patterns and formats that cannot be read.",
      cause: error,
    });
  return scriptError("script.failed", `The statement could not be run: ${cause}`, { cause: error });
}

function damagedFile(error: Error, line: number) {
  const columns = /Expected Number of Columns: (\d+) Found: (\d+)/i.exec(error.message);
  const cause = columns
    ? `it has ${columns[2]} values for ${columns[1]} columns`
    : "its quotes or its text cannot be read";
  return scriptError("script.file", `The file cannot be read at its line ${line}: ${cause}.`, {
    advice: "Check delimiter, quotes and code page in the format behind the file's name.",
    params: { fileLine: line },
    cause: error,
  });
}
