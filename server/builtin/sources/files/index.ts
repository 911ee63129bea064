import { version } from "@duckdb/node-api";
import type { Source, TestResult } from "../port";
import { failedTest } from "../test-result";
import { CSV_FIELDS, fileProperties } from "./properties";
import { FilesSession } from "./session";
import { fileTables } from "./tables";

/** Tables whose columns *Test connection* looks at. */
const LOOKED_AT = 50;

/** CSV and Parquet files: in a folder the operator allows, uploaded, or both. Each file or pattern is a table. */
export const files: Source = {
  kind: "files",
  form: {
    title: "CSV and Parquet files",
    fields: [
      {
        name: "folder",
        label: "Folder",
        type: "path",
        required: false,
        placeholder: "/data/exports",
        hint: "Below a folder the operator allows. Without names below, every CSV and Parquet file in it is a table.",
      },
      {
        name: "files",
        label: "Files",
        type: "files",
        required: false,
        placeholder: "orders-*.csv",
        hint: "Table and file, pattern or upload:name.csv.",
      },
      ...CSV_FIELDS,
    ],
  },

  parse: (properties) => ({ ...fileProperties(properties) }),

  async test(target): Promise<TestResult> {
    const start = Date.now();
    try {
      const properties = fileProperties(target.properties);
      const tables = await fileTables(properties, target.policy);
      const session = await FilesSession.open(tables, properties, { statementTimeoutMs: 0 });
      try {
        for (const table of tables.slice(0, LOOKED_AT)) await session.columns(table.name);
        const warnings = tables.filter((t) => t.bytes === 0).map((t) => `The file of "${t.name}" is empty.`);
        return {
          ok: true,
          version: `DuckDB ${version()}`,
          tables: tables.length,
          ms: Date.now() - start,
          warnings,
        };
      } finally {
        await session.close();
      }
    } catch (error) {
      return failedTest(error, Date.now() - start);
    }
  },

  async open(target, options) {
    options.signal.throwIfAborted();
    const properties = fileProperties(target.properties);
    return FilesSession.open(await fileTables(properties, target.policy), properties, options);
  },
};
