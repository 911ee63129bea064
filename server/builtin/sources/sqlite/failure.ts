import { isAppError } from "@/server/shared/errors";
import { sourceError } from "../errors";
import { columnMissing, tableMissing } from "../missing";
import type { SourceSession } from "../port";

const BY_CODE: Record<string, Parameters<typeof sourceError>> = {
  SQLITE_NOTADB: ["source.damaged", "The file is not a SQLite database, or it is encrypted."],
  SQLITE_CORRUPT: ["source.damaged", "The SQLite database is damaged."],
  SQLITE_BUSY: ["source.busy", "The SQLite database is locked by another program."],
  SQLITE_LOCKED: ["source.busy", "The SQLite database is locked by another program."],
  SQLITE_READONLY: ["source.read_only", "Sources are only read; this statement writes."],
  SQLITE_CANTOPEN: [
    "source.file_missing",
    "The SQLite database can't be opened.",
    {
      advice:
        "Check the rights of file and folder; a database in WAL mode needs a folder that may be written to, or its -shm file beside it.",
    },
  ],
};

function text(error: unknown, key: "code" | "message"): string {
  if (typeof error !== "object" || error === null) return "";
  const value = (error as Record<string, unknown>)[key];
  return typeof value === "string" ? value : "";
}

/** What SQLite reported, in the words of all sources. With a SELECT, missing names get their nearest ones. */
export async function sqliteFailure(
  error: unknown,
  sql: string,
  catalog: Pick<SourceSession, "tables" | "columns">,
): Promise<unknown> {
  if (isAppError(error)) return error;
  const message = text(error, "message");
  const table = /^no such table: (.+)$/.exec(message)?.[1];
  if (table) return tableMissing(table, catalog);
  const column = /^no such column: (.+?)(?: - should this be a string literal.*)?$/.exec(message)?.[1];
  if (column) return columnMissing(column.split(".").at(-1) ?? column, sql, catalog);
  return plainFailure(error);
}

/** The same without a look at the tables. */
export function plainFailure(error: unknown): unknown {
  if (isAppError(error)) return error;
  const code = text(error, "code");
  const known = BY_CODE[code] ?? BY_CODE[code.split("_").slice(0, 2).join("_")];
  if (known) return sourceError(...known);
  const message = text(error, "message");
  if (/more than one statement/.test(message))
    return sourceError("source.read_only", "Only one SELECT runs at a time.");
  if (code.startsWith("SQLITE_ERROR") || error instanceof RangeError)
    return sourceError("source.syntax", `SQLite can't run the SELECT: ${message}.`);
  if (code.startsWith("SQLITE_")) return sourceError("source.failed", `SQLite stopped: ${message}.`);
  return error;
}
