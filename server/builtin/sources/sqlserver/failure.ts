import { isAppError } from "@/server/shared/errors";
import { scrub } from "@/server/shared/logger";
import { type SourceErrorCode, sourceError } from "../errors";
import { columnMissing, tableMissing } from "../missing";
import type { SourceSession } from "../port";
import { CLOSED, type NetworkCodes, networkFailure, SILENT } from "../servers/network";
import type { ServerSettings } from "../servers/settings";
import { tlsCause } from "../tls-cause";

/** By the server's error number. */
const NUMBERS: Record<number, SourceErrorCode> = {
  18456: "source.auth",
  18452: "source.auth",
  18470: "source.auth",
  18486: "source.auth",
  18488: "source.auth",
  4060: "source.database_missing",
  911: "source.database_missing",
  916: "source.permission",
  229: "source.permission",
  230: "source.permission",
  297: "source.permission",
  300: "source.permission",
  208: "source.table_missing",
  207: "source.column_missing",
  8156: "source.column_twice",
  1205: "source.busy",
  1222: "source.busy",
  10928: "source.busy",
  10929: "source.busy",
  40197: "source.busy",
  40501: "source.busy",
  40613: "source.busy",
  17809: "source.busy",
  3906: "source.read_only",
  596: "source.lost",
  6005: "source.lost",
  102: "source.syntax",
  105: "source.syntax",
  156: "source.syntax",
  170: "source.syntax",
  195: "source.syntax",
  220: "source.type",
  232: "source.type",
  241: "source.type",
  242: "source.type",
  245: "source.type",
  248: "source.type",
  8114: "source.type",
  8115: "source.type",
  8134: "source.type",
};

const NETWORK: NetworkCodes = {
  ETIMEOUT: SILENT,
  ECLOSE: CLOSED,
  ECONNCLOSED: CLOSED,
  ESOCKET: ["source.not_reachable", "does not answer as SQL Server does"],
};

interface Reported {
  code?: string;
  number?: number;
  message?: string;
  cause?: unknown;
  errors?: unknown[];
}

/** The error and everything the driver wrapped in it, outermost first. */
function chain(error: unknown): Reported[] {
  const found: Reported[] = [];
  const queue: unknown[] = [error];
  while (queue.length > 0 && found.length < 10) {
    const next = queue.shift();
    if (typeof next !== "object" || next === null) continue;
    found.push(next as Reported);
    queue.push((next as Reported).cause, ...((next as Reported).errors ?? []));
  }
  return found;
}

const CERTIFICATE = /CERT|SIGNATURE|^ERR_TLS|^ERR_SSL|ISSUER/;

function certificateError(error: unknown): Reported | undefined {
  return chain(error).find((e) => CERTIFICATE.test(e.code ?? ""));
}

/** Only a SQL Server answers so: with an error of its own, or with a certificate inside of its own protocol. */
export function isServerError(error: unknown): boolean {
  const all = chain(error);
  return (
    certificateError(error) !== undefined ||
    all.some((e) => typeof e.number === "number" || e.code === "ELOGIN" || e.code === "EENCRYPT")
  );
}

/** What the driver or server reported, in the words of all sources. */
export function sqlServerFailure(
  error: unknown,
  settings: Pick<ServerSettings, "host" | "port" | "password">,
): unknown {
  if (isAppError(error) || !(error instanceof Error)) return error;
  const all = chain(error);
  const text = scrub(error.message, [settings.password]).replace(/[.\s]+$/, "");
  const certificate = certificateError(error);
  if (certificate)
    return sourceError("source.tls", `TLS with ${settings.host} failed: ${tlsCause(certificate)}.`);
  const number = all.find((e) => typeof e.number === "number")?.number;
  if (number !== undefined)
    return sourceError(NUMBERS[number] ?? "source.failed", `SQL Server says: ${text}.`, {
      params: { number },
    });
  const codes = all.map((e) => e.code ?? "");
  if (codes.includes("ELOGIN")) return sourceError("source.auth", `SQL Server says: ${text}.`);
  if (codes.includes("EENCRYPT"))
    return sourceError("source.tls", `The server and this connection don't agree on encryption: ${text}.`);
  for (const code of codes.toReversed()) {
    const network = networkFailure(code, settings, NETWORK);
    if (network) return network;
  }
  return codes[0] ? sourceError("source.failed", `SQL Server: ${text}.`) : error;
}

/** The same, with the nearest names where a table or column is missing. */
export async function queryFailure(
  error: unknown,
  settings: ServerSettings,
  sql: string,
  catalog: Pick<SourceSession, "tables" | "columns">,
): Promise<unknown> {
  const { number, message = "" } = chain(error).find((e) => typeof e.number === "number") ?? {};
  const name = /^Invalid (?:object|column) name '(.+?)'/.exec(message)?.[1];
  if (name === undefined) return sqlServerFailure(error, settings);
  try {
    if (number === 208) return await tableMissing(name, catalog);
    if (number === 207) return await columnMissing(name, sql, catalog);
  } catch {
    // Without a look at the catalog the server's own words must do.
  }
  return sqlServerFailure(error, settings);
}
