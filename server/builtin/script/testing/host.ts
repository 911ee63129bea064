import type { Dirent } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { ReloadProgress } from "@/db/schema";
import type { ReadTarget, SourceSession } from "@/server/builtin/sources/port";
import { AppError } from "@/server/shared/errors";
import { runScript } from "../interpreter/run-script";
import type { ScriptHost, ScriptResult } from "../port";
import { quoteName, quoteText } from "../quoting";
import { NOW, openTestDb } from "./evaluate";

const BATCH = 10_000;

/** A source that is a DuckDB database of its own; it hands rows over in batches, as sources do. */
export async function duckSession(setup: string): Promise<SourceSession & { queries: string[] }> {
  let opened: Promise<DuckDBConnection> | undefined;
  const open = async () => {
    const db = await openTestDb();
    if (setup) await db.run(setup);
    return db;
  };
  const queries: string[] = [];
  return {
    queries,
    dialect: {
      name: "duckdb",
      identifier: quoteName,
      literal: (v) => (typeof v === "string" ? quoteText(v) : String(v)),
    },
    tables: async () => [],
    columns: async () => [],
    sample: async () => ({ columns: [], rows: [] }),
    estimate: async () => null,
    close: async () => {
      const db = await opened;
      opened = undefined;
      db?.closeSync();
    },
    read: async (sql, target) => {
      queries.push(sql);
      opened ??= open();
      return copyRows(await opened, sql, target);
    },
  };
}

async function copyRows(db: DuckDBConnection, sql: string, target: ReadTarget) {
  const read = await db.runAndReadAll(sql).catch((cause: Error) => {
    throw new AppError(
      "invalid",
      "source.query",
      `The database refused the query: ${cause.message.split("\n")[0]}`,
    );
  });
  const names = read.columnNames();
  const types = read.columnTypes();
  const columns = names.map((name, i) => {
    const type = String(types[i]);
    return { name, sourceType: type, type, nullable: true };
  });
  target.onColumns?.(columns);
  const list = columns.map((c) => `${quoteName(c.name)} ${c.type}`).join(", ");
  await target.db.run(`CREATE TABLE ${quoteName(target.table)} (${list})`);
  const rows = read.getRows();
  for (let from = 0; from < rows.length; from += BATCH) {
    target.signal.throwIfAborted();
    const appender = await target.db.createAppender(target.table);
    for (const row of rows.slice(from, from + BATCH)) {
      row.forEach((value, i) => {
        const type = types[i];
        if (type) appender.appendValue(value, type);
      });
      appender.endRow();
    }
    appender.closeSync();
    const count = Math.min(rows.length, from + BATCH);
    if (count > target.maxRows) throw new AppError("limit", "limits.rows", "Too many rows.");
    if (count * 10 > (target.maxBytes ?? Infinity))
      throw new AppError("limit", "limits.bytes", "Too many bytes.");
    target.onRows({ rows: count, bytes: count * 10 });
  }
  return { rows: rows.length, bytes: rows.length * 10, columns, warnings: [] };
}

export interface TestRun {
  db: DuckDBConnection;
  host: ScriptHost;
  logs: string[];
  progress: ReloadProgress[];
  /** Folder behind `lib://Files/`. */
  folder: string;
  session: SourceSession & { queries: string[] };
  run(script: string): Promise<ScriptResult>;
  /** All rows of a table in load order, as DuckDB's JSON-safe values. */
  rows(table: string): Promise<unknown[][]>;
  file(name: string, content: string | Buffer): Promise<string>;
  close(): Promise<void>;
}

export interface TestOptions {
  source?: string;
  variables?: Record<string, string>;
  includes?: Record<string, string>;
  limits?: Partial<ScriptHost["limits"]>;
  signal?: AbortSignal;
}

/** Paths of what is in the folder behind `lib://Files/` and fits, by name; `*` stands for characters of one name. */
async function entriesOf(
  folder: string,
  path: string,
  wanted: (entry: Dirent) => boolean,
): Promise<string[]> {
  const below = /^lib:\/\/Files\/(.+)$/.exec(path)?.[1];
  if (!below || below.split("/").includes(".."))
    throw new AppError("forbidden", "source.forbidden", "Not reachable.");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries.filter(wanted).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const pattern = below
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
  return names
    .filter((name) => new RegExp(`^${pattern}$`).test(name))
    .sort()
    .map((name) => `lib://Files/${name}`);
}

/** A host of its own for one test: an in-memory database, one source `Source`, a folder `lib://Files/`. */
export async function testRun(options: TestOptions = {}): Promise<TestRun> {
  const db = await openTestDb();
  const folder = await mkdtemp(join(tmpdir(), "script-"));
  const session = await duckSession(options.source ?? "");
  const logs: string[] = [];
  const progress: ReloadProgress[] = [];
  const local = (path: string) => join(folder, path.replace(/^lib:\/\/Files\//, ""));
  const below = (path: string, wanted: (entry: Dirent) => boolean) => entriesOf(folder, path, wanted);
  const host: ScriptHost = {
    db,
    connect: async (name) => {
      if (name === "Source") return session;
      throw new AppError("invalid", "source.unknown", `There is no connection "${name}".`);
    },
    files: async (path) => {
      const found = await below(path, (entry) => entry.isFile());
      return Promise.all(
        found.map(async (lib) => {
          const { size, mtime } = await stat(local(lib));
          return { path: local(lib), lib, bytes: size, modified: mtime };
        }),
      );
    },
    folders: (path) => below(path, (entry) => entry.isDirectory()),
    target: async (path) => {
      if (!path.startsWith("lib://Files/"))
        throw new AppError("forbidden", "source.forbidden", "Not reachable.");
      return local(path);
    },
    include: async (path) => options.includes?.[path] ?? null,
    variables: options.variables ?? {},
    now: NOW,
    zone: "UTC",
    documentName: "Test app",
    signal: options.signal ?? new AbortController().signal,
    limits: {
      rows: 1_000_000,
      bytes: 1_000_000_000,
      statements: 10_000,
      loopRounds: 5_000,
      expansionDepth: 50,
      sqlTimeoutMs: 10_000,
      ...options.limits,
    },
    log: (level, source, message) => logs.push(`${level} ${source}: ${message}`),
    progress: (p) => progress.push(p),
  };
  return {
    db,
    host,
    logs,
    progress,
    folder,
    session,
    run: (script) => runScript(script, host),
    rows: async (table) => (await db.runAndReadAll(`SELECT * FROM ${quoteName(table)}`)).getRowsJson(),
    file: async (name, content) => {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
      return `lib://Files/${name}`;
    },
    close: async () => {
      db.closeSync();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
