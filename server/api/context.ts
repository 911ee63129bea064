import { networkAddress } from "@/server/auth/network-address";
import { actorOfCookie } from "@/server/auth/session-cookie";
import type { Context, Services } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";

/** What a tRPC call starts from: the services, and who asks (null before sign-in). */
export interface ApiContext {
  services: Services;
  /** null: nobody is signed in. */
  ctx: Context | null;
  sessionId: string | null;
  requestId: string;
  /** Network address the request came from, where known. */
  address?: string;
  /** A browser says the request comes from another site: nothing may be changed. */
  crossSite: boolean;
}

function isCrossSite(headers: Headers, url: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site && site !== "same-origin" && site !== "none") return true;
  const origin = headers.get("origin");
  return origin !== null && origin !== new URL(url).origin;
}

/** @param url the portal's own address; requests with another Origin change nothing */
export async function createApiContext(
  services: Services,
  headers: Headers,
  url: string,
): Promise<ApiContext> {
  const requestId = newId("request");
  const signedIn = await actorOfCookie(services, headers.get("cookie"));
  const ctx = signedIn
    ? {
        ...services,
        actor: signedIn.actor,
        requestId,
        log: services.log.child({
          requestId,
          actor: `user:${signedIn.actor.type === "user" ? signedIn.actor.id : ""}`,
        }),
      }
    : null;
  return {
    services,
    ctx,
    sessionId: signedIn?.sessionId ?? null,
    requestId,
    address: networkAddress(headers.get("x-forwarded-for")),
    crossSite: isCrossSite(headers, url),
  };
}
