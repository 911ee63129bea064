import { attribution, viewerOf } from "@/server/auth/actor";
import { knownAddress, networkAddress } from "@/server/auth/network-address";
import { actorOfCookie } from "@/server/auth/session-cookie";
import type { Context, Services } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { contextOf } from "@/server/viewing";

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
  /** The request comes from a page that was opened as somebody else than the session is now. */
  otherView?: boolean;
}

/** A page of the portal says by this header which view it was opened in; empty for none. */
const VIEW_HEADER = "x-tenantry-view";

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
  const actor = signedIn?.actor;
  const pageView = headers.get(VIEW_HEADER);
  const log = services.log.child({ requestId, ...(actor ? { actor: attribution(actor) } : {}) });
  const forwardedFor = headers.get("x-forwarded-for");
  const asked = { ...services, requestId, address: knownAddress(forwardedFor) };
  return {
    services: asked,
    ctx: actor ? contextOf(asked, actor, requestId, log) : null,
    sessionId: signedIn?.sessionId ?? null,
    requestId,
    address: networkAddress(forwardedFor),
    crossSite: isCrossSite(headers, url),
    otherView: pageView !== null && pageView !== ((actor && viewerOf(actor)?.viewId) ?? ""),
  };
}
