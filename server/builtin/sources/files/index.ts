import { version } from "@duckdb/node-api";
import type { Source, TestResult } from "../port";
import { failedTest } from "../test-result";
import { ENCODINGS, fileProperties } from "./properties";
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
      {
        name: "delimiter",
        label: "Delimiter",
        type: "text",
        required: false,
        placeholder: "found by itself",
      },
      { name: "header", label: "First line holds names", type: "switch", required: false, default: true },
      {
        name: "encoding",
        label: "Encoding",
        type: "choice",
        required: false,
        default: "utf-8",
        choices: ENCODINGS.map((value) => ({ value, label: value.toUpperCase() })),
      },
      {
        name: "decimal",
        label: "Decimal mark",
        type: "choice",
        required: false,
        default: ".",
        choices: [
          { value: ".", label: "1.50" },
          { value: ",", label: "1,50" },
        ],
      },
      { name: "dateFormat", label: "Dates", type: "text", required: false, placeholder: "%d.%m.%Y" },
      {
        name: "nullText",
        label: "Text that means empty",
        type: "text",
        required: false,
        placeholder: "NULL",
      },
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
