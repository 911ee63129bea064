import { actorOfApiKey } from "@/server/api-keys";
import type { Actor } from "@/server/auth/actor";
import { actorOfCookie } from "@/server/auth/session-cookie";
import { requireCapability } from "@/server/capabilities";
import type { Services } from "@/server/shared/context";
import { sameText } from "@/server/shared/crypto";
import { AppError } from "@/server/shared/errors";
import { localToken } from "./local-token";

/** A page of the portal itself sends this; a foreign page cannot without the browser asking us first, and we never agree. */
const SESSION_HEADER = "x-tenantry-session";

/** The signed-in person, for the portal's own API page only. */
async function actorOfPage(services: Services, request: Request): Promise<Actor | null> {
  const { headers } = request;
  if (headers.get(SESSION_HEADER) !== "1" || headers.get("sec-fetch-site") !== "same-origin") return null;
  return (await actorOfCookie(services, headers.get("cookie")))?.actor ?? null;
}

/** The actor of a request's bearer token: an API key, or this data folder's local admin token; else of the session, on the portal's own page. */
export async function authenticate(services: Services, request: Request): Promise<Actor> {
  const header = request.headers.get("authorization") ?? "";
  const token = /^Bearer (\S{1,300})$/i.exec(header)?.[1];
  const local = localToken();
  if (token && local && sameText(token, local)) return { type: "local", id: "cli" };
  const actor = token ? await actorOfApiKey(services, token) : null;
  if (actor?.type === "apiKey" && actor.tenantId) await requireCapability(services, actor.tenantId, "api");
  if (actor) return actor;
  const person = token ? null : await actorOfPage(services, request);
  if (person) return person;
  throw new AppError(
    "unauthenticated",
    "auth.key",
    token ? "The API key is not valid." : "This needs an API key.",
    {
      advice:
        "Send `Authorization: Bearer <key>`; make a key with `npm run --silent tenantry -- api-keys create`.",
    },
  );
}
