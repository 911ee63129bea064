import { localToken } from "@/server/api/local-token";
import { handleRest } from "@/server/api/rest/handler";
import { startContainer } from "@/server/container";
import type { Env } from "@/server/shared/env";
import { type Portal, portalOver } from "./portal-over";

/** Opens the data folder in this process and speaks to it through the same REST handler, without a socket. */
export async function openHere(env: Env): Promise<Portal> {
  const container = await startContainer({ ...env, sample: false, logLevel: "silent" });
  return portalOver(
    "http://tenantry.local",
    localToken() ?? "",
    (request) => handleRest(container.services, request),
    () => container.stop(5_000),
  );
}
