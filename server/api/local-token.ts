import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomToken } from "@/server/shared/crypto";

const KEY = Symbol.for("tenantry.local-token");
const holder = globalThis as { [KEY]?: string };

export function localTokenFile(dataFolder: string): string {
  return join(dataFolder, "local-admin-token");
}

/** A fresh token for the command line on this machine, readable by the folder's owner only. Made at every start. */
export function makeLocalToken(dataFolder: string): string {
  const token = `loc_${randomToken(32)}`;
  writeFileSync(localTokenFile(dataFolder), token, { mode: 0o600 });
  holder[KEY] = token;
  return token;
}

export function localToken(): string | undefined {
  return holder[KEY];
}

/** For the command line: the running portal's token, or null. */
export function readLocalToken(dataFolder: string): string | null {
  try {
    return readFileSync(localTokenFile(dataFolder), "utf8").trim();
  } catch {
    return null;
  }
}
