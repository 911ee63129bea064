import { stat } from "node:fs/promises";
import Database from "better-sqlite3";
import { sourceError, wrongProperties } from "../errors";
import type { Source, SourceTarget, TestResult } from "../port";
import { failedTest } from "../test-result";
import { plainFailure } from "./failure";
import { SqliteSession } from "./session";

async function open({ properties, policy }: SourceTarget): Promise<Database.Database> {
  const path = await policy.resolvePath(String(properties.path));
  if (!(await stat(path)).isFile())
    throw sourceError("source.file_missing", `"${String(properties.path)}" is not a file.`);
  try {
    const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 5000 });
    db.pragma("query_only = ON");
    db.pragma("trusted_schema = OFF");
    // Reads the first page: what is no database says so here.
    db.prepare("SELECT count(*) FROM sqlite_schema").get();
    return db;
  } catch (error) {
    throw plainFailure(error);
  }
}

/** A SQLite file, read only. */
export const sqlite: Source = {
  kind: "sqlite",
  form: {
    title: "SQLite",
    fields: [
      {
        name: "path",
        label: "File",
        type: "file",
        required: true,
        placeholder: "/data/shop.db",
        hint: "Below a folder the operator allows, or an upload.",
      },
    ],
  },

  parse(properties) {
    const { path, ...rest } = properties;
    const issues = Object.keys(rest).map((name) => ({ path: name, message: "is not a property of SQLite" }));
    if (typeof path !== "string" || path.trim() === "")
      issues.push({ path: "path", message: "needs the path of a file" });
    if (issues.length > 0) throw wrongProperties("SQLite", issues);
    return { path };
  },

  async test(target): Promise<TestResult> {
    const start = Date.now();
    try {
      const db = await open(target);
      try {
        const version = String(db.prepare("SELECT sqlite_version()").pluck().get());
        const session = new SqliteSession(db, { statementTimeoutMs: 0 });
        const tables = (await session.tables()).length;
        const warnings = tables === 0 ? ["The database has no tables."] : [];
        return { ok: true, version: `SQLite ${version}`, tables, ms: Date.now() - start, warnings };
      } finally {
        db.close();
      }
    } catch (error) {
      return failedTest(error, Date.now() - start);
    }
  },

  async open(target, options) {
    options.signal.throwIfAborted();
    return new SqliteSession(await open(target), options);
  },
};
