import { version } from "@duckdb/node-api";
import { isAppError } from "@/server/shared/errors";
import { sourceError } from "../errors";
import type { Source, TestResult } from "../port";
import { failedTest } from "../test-result";
import { isConverted } from "./formats";
import { CSV_FIELDS, fileProperties } from "./properties";
import { FilesSession } from "./session";
import { fileTables } from "./tables";

/** Tables whose columns *Test connection* looks at. */
const LOOKED_AT = 50;

/** CSV, Parquet, QVD, XLSX and JSON files: in a folder the operator allows, uploaded, or both. Each file or pattern is a table. */
export const files: Source = {
  kind: "files",
  form: {
    title: "CSV, Parquet, XLSX, QVD and JSON files",
    fields: [
      {
        name: "folder",
        label: "Folder",
        type: "path",
        required: false,
        placeholder: "/data/exports",
        hint: "Below a folder the operator allows. Without names below, every CSV, Parquet, QVD, XLSX and JSON file in it is a table.",
      },
      {
        name: "files",
        label: "Files",
        type: "files",
        required: false,
        placeholder: "orders-*.csv",
        hint: "Table and file, pattern, sheet (prices.xlsx#List) or upload:name.csv.",
      },
      ...CSV_FIELDS,
    ],
  },

  parse: (properties) => ({ ...fileProperties(properties) }),

  async test(target, { timeoutMs, signal: asked }): Promise<TestResult> {
    const start = Date.now();
    const late = AbortSignal.timeout(timeoutMs);
    try {
      const properties = fileProperties(target.properties);
      const tables = await fileTables(properties, target.policy);
      const signal = AbortSignal.any([late, ...(asked ? [asked] : [])]);
      const session = await FilesSession.open(tables, properties, { statementTimeoutMs: 0, signal });
      try {
        const warnings = tables.filter((t) => t.bytes === 0).map((t) => `The file of "${t.name}" is empty.`);
        for (const table of tables.slice(0, LOOKED_AT))
          await session.columns(table.name).catch((error: unknown) => {
            if (properties.files || !isConverted(table.format) || !isAppError(error)) throw error;
            warnings.push(`${error.message} The table "${table.name}" can't be read.`);
          });
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
      const reason = late.aborted && error === late.reason ? tookTooLong() : error;
      return failedTest(reason, Date.now() - start);
    }
  },

  async open(target, options) {
    options.signal.throwIfAborted();
    const properties = fileProperties(target.properties);
    return FilesSession.open(await fileTables(properties, target.policy), properties, options);
  },
};

function tookTooLong() {
  return sourceError("source.timeout", "Looking at the files took longer than a test may take.", {
    advice: "Name fewer or smaller files in the connection.",
  });
}
