import { sha256 } from "@/server/shared/crypto";
import { canonicalJson } from "@/server/shared/json";
import type { ApplyScriptSpec, ConnectionSpec } from "./port";

/**
 * Hash of everything that decides what a reload reads: script, tables, mapping, parameters, files, and the
 * connections themselves (a secret by its HMAC). An app whose generation has another fingerprint is stale.
 * @param connections name → what it is
 */
export function fingerprintOf(
  spec: ApplyScriptSpec,
  connections: Record<string, Pick<ConnectionSpec, "kind" | "properties" | "secretHmac">>,
): string {
  const { app: _app, ...read } = spec;
  return sha256(canonicalJson({ ...read, behind: connections })).slice(0, 32);
}
