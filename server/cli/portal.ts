import { readFileSync } from "node:fs";
import { localTokenFile, readLocalToken } from "@/server/api/local-token";
import { lockHolder } from "@/server/shared/data-lock";
import type { Env } from "@/server/shared/env";
import { openHere } from "./here";
import { type Portal, portalOver, type Transport } from "./portal-over";

function apiKey(env: Env, file: string | undefined): string {
  const key = file ? readFileSync(file, "utf8").trim() : env.apiKey;
  if (!key) throw new Error("Give an API key: TENANTRY_API_KEY in the environment, or --api-key-file FILE.");
  return key;
}

/**
 * Finds the portal to speak to: `--url`, else the one that runs on the data folder, else this process opens the
 * folder itself for as long as the command takes.
 */
export async function openPortal(env: Env, options: { url?: string; apiKeyFile?: string }): Promise<Portal> {
  const send: Transport = (request) => fetch(request);
  const nothing = async () => undefined;
  if (options.url) {
    return portalOver(options.url.replace(/\/$/, ""), apiKey(env, options.apiKeyFile), send, nothing);
  }
  const holder = lockHolder(env.data);
  if (!holder) return openHere(env);
  const token = readLocalToken(env.data);
  if (!token)
    throw new Error(`A portal runs on ${env.data}, but ${localTokenFile(env.data)} cannot be read.`);
  return portalOver(holder.url, token, send, nothing);
}

export { type Portal, PortalError } from "./portal-over";
