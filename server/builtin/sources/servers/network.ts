import { type SourceErrorCode, sourceError } from "../errors";
import type { ServerSettings } from "./settings";

export type NetworkCodes = Readonly<Record<string, readonly [code: SourceErrorCode, what: string]>>;

const REFUSED = ["source.not_reachable", "refused the connection"] as const;
const AWAY = ["source.not_reachable", "is not reachable from here"] as const;
export const SILENT = ["source.not_reachable", "did not answer"] as const;
export const CLOSED = ["source.lost", "closed the connection"] as const;

/** By the system's error code. */
const CODES: NetworkCodes = {
  ECONNREFUSED: REFUSED,
  EHOSTUNREACH: AWAY,
  ENETUNREACH: AWAY,
  ETIMEDOUT: SILENT,
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
};

/** What the network says about a server, in the words of all sources; null where it says nothing. */
export function networkFailure(
  code: string,
  { host, port }: Pick<ServerSettings, "host" | "port">,
  more: NetworkCodes = {},
) {
  const found = Object.hasOwn(more, code) ? more[code] : Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  return found ? sourceError(found[0], `${host}:${port} ${found[1]}.`) : null;
}
