import { isAppError } from "@/server/shared/errors";
import { scrub } from "@/server/shared/logger";
import { type SourceErrorCode, sourceError } from "../errors";
import { columnMissing, tableMissing } from "../missing";
import type { SourceSession } from "../port";
import { networkFailure } from "../servers/network";
import type { ServerSettings } from "../servers/settings";

/** By SQLSTATE, else by its class (the first two characters). */
const STATES: Record<string, SourceErrorCode> = {
  "28": "source.auth",
  "3D000": "source.database_missing",
  "53100": "source.failed",
  "53": "source.busy",
  "57P03": "source.busy",
  "57P01": "source.lost",
  "57P02": "source.lost",
  "08": "source.lost",
  "57014": "source.timeout",
  "55P03": "source.timeout",
  "25006": "source.read_only",
  "42P01": "source.table_missing",
  "42703": "source.column_missing",
  "42501": "source.permission",
  "42": "source.syntax",
  "22": "source.type",
};

interface Reported {
  code?: string;
  message?: string;
  hint?: string;
  severity?: string;
}

/** An error the server itself sent: proof that it is PostgreSQL. */
export function isServerError(error: unknown): boolean {
  const { code, severity } = error as Reported;
  return typeof severity === "string" && /^[0-9A-Z]{5}$/.test(code ?? "");
}

/** What the driver or server reported, in the words of all sources. */
export function postgresFailure(
  error: unknown,
  settings: Pick<ServerSettings, "host" | "port" | "password">,
): unknown {
  if (isAppError(error)) return error;
  const { code = "", message = "" } = error as Reported;
  const text = scrub(message, [settings.password]);
  if (isServerError(error)) {
    const found = STATES[code] ?? STATES[code.slice(0, 2)] ?? "source.failed";
    return sourceError(found, `PostgreSQL says: ${text}.`, { params: { sqlstate: code } });
  }
  const network = networkFailure(code, settings);
  if (network) return network;
  if (/Connection terminated|Connection ended/.test(message))
    return sourceError("source.lost", `${settings.host}:${settings.port} closed the connection.`);
  return code || /password|SASL|SCRAM/.test(message)
    ? sourceError("source.failed", `PostgreSQL: ${text}.`)
    : error;
}

/** The same, with the nearest names where a table or column is missing. */
export async function queryFailure(
  error: unknown,
  settings: ServerSettings,
  sql: string,
  catalog: Pick<SourceSession, "tables" | "columns">,
): Promise<unknown> {
  const { code = "", message = "" } = error as Reported;
  const name = /^(?:relation|column) "?(.+?)"? does not exist/.exec(message)?.[1];
  if (!isServerError(error) || !name) return postgresFailure(error, settings);
  try {
    if (code === "42P01") return await tableMissing(name, catalog);
    if (code === "42703") return await columnMissing(name.split(".").at(-1) ?? name, sql, catalog);
  } catch {
    // Without a look at the catalog the server's own words must do.
  }
  return postgresFailure(error, settings);
}
