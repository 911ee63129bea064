import { isAppError } from "@/server/shared/errors";
import { scrub } from "@/server/shared/logger";
import { type SourceErrorCode, sourceError } from "../errors";
import { columnMissing, tableMissing } from "../missing";
import type { SourceSession } from "../port";
import { CLOSED, type NetworkCodes, networkFailure } from "../servers/network";
import type { ServerSettings } from "../servers/settings";
import { tlsCause } from "../tls-cause";

/** By the server's error number. */
const NUMBERS: Record<number, SourceErrorCode> = {
  1045: "source.auth",
  1130: "source.auth",
  1251: "source.auth",
  1698: "source.auth",
  1862: "source.auth",
  3118: "source.auth",
  1044: "source.database_missing",
  1049: "source.database_missing",
  1040: "source.busy",
  1203: "source.busy",
  1226: "source.busy",
  1053: "source.lost",
  1927: "source.lost",
  1969: "source.timeout",
  3024: "source.timeout",
  1205: "source.timeout",
  1290: "source.read_only",
  1792: "source.read_only",
  1836: "source.read_only",
  1295: "source.read_only",
  1235: "source.syntax",
  1146: "source.table_missing",
  1054: "source.column_missing",
  1060: "source.column_twice",
  1142: "source.permission",
  1143: "source.permission",
  1227: "source.permission",
  1370: "source.permission",
};

/** By SQLSTATE's class where the number isn't listed. */
const CLASSES: Record<string, SourceErrorCode> = {
  "42": "source.syntax",
  "21": "source.syntax",
  "22": "source.type",
  "28": "source.auth",
  "08": "source.lost",
};

const NETWORK: NetworkCodes = {
  PROTOCOL_CONNECTION_LOST: CLOSED,
  PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR: CLOSED,
};

interface Reported {
  code?: string;
  errno?: number;
  sqlState?: string;
  sqlMessage?: string;
  message?: string;
}

/** An error the server itself sent. */
export function isServerError(error: unknown): boolean {
  const { errno, sqlMessage } = error as Reported;
  return typeof errno === "number" && errno > 0 && typeof sqlMessage === "string";
}

/** What the driver or server reported, in the words of all sources. */
export function mysqlFailure(
  error: unknown,
  settings: Pick<ServerSettings, "host" | "port" | "password">,
): unknown {
  if (isAppError(error) || !(error instanceof Error)) return error;
  const { code = "", errno = 0, sqlState = "", message = "" } = error as Reported;
  const text = scrub(message, [settings.password]).replace(/[.\s]+$/, "");
  if (isServerError(error)) {
    const found = NUMBERS[errno] ?? CLASSES[sqlState.slice(0, 2)] ?? "source.failed";
    return sourceError(found, `The database says: ${text}.`, { params: { number: errno } });
  }
  if (code === "HANDSHAKE_SSL_ERROR" || /^ERR_(TLS|SSL)|CERT|SIGNATURE/.test(code))
    return sourceError("source.tls", `TLS with ${settings.host} failed: ${tlsCause(error)}.`);
  const network = networkFailure(code, settings, NETWORK);
  if (network) return network;
  if (/closed state|Connection lost/.test(message))
    return sourceError("source.lost", `${settings.host}:${settings.port} closed the connection.`);
  if (code.startsWith("AUTH_SWITCH"))
    return sourceError("source.auth", `The server asks for a way to sign in that is not supported: ${text}.`);
  return code ? sourceError("source.failed", `MySQL: ${text}.`) : error;
}

/** The same, with the nearest names where a table or column is missing. */
export async function queryFailure(
  error: unknown,
  settings: ServerSettings,
  sql: string,
  catalog: Pick<SourceSession, "tables" | "columns">,
): Promise<unknown> {
  if (!isServerError(error)) return mysqlFailure(error, settings);
  const { errno, message = "" } = error as Reported;
  try {
    const table = errno === 1146 && /Table '(.+?)' doesn't exist/.exec(message)?.[1];
    if (table) return await tableMissing(own(table, settings.database), catalog);
    const column = errno === 1054 && /Unknown column '(.+?)' in/.exec(message)?.[1];
    if (column) return await columnMissing(column.split(".").at(-1) ?? column, sql, catalog);
    const twice = sql !== "" && errno === 1060 && /Duplicate column name '(.+?)'/.exec(message)?.[1];
    if (twice) return sourceError("source.column_twice", `The SELECT returns the column "${twice}" twice.`);
  } catch {
    // Without a look at the catalog the server's own words must do.
  }
  return mysqlFailure(error, settings);
}

/** The server names tables with their database; the connection's own goes without saying. */
function own(table: string, database: string): string {
  return table.startsWith(`${database}.`) ? table.slice(database.length + 1) : table;
}
