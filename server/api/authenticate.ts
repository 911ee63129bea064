import { actorOfApiKey } from "@/server/api-keys";
import type { Actor } from "@/server/auth/actor";
import type { Services } from "@/server/shared/context";
import { sameText } from "@/server/shared/crypto";
import { AppError } from "@/server/shared/errors";
import { localToken } from "./local-token";

/** The actor of a request's bearer token: an API key, or this data folder's local admin token. */
export async function authenticate(services: Services, request: Request): Promise<Actor> {
  const header = request.headers.get("authorization") ?? "";
  const token = /^Bearer (\S{1,300})$/i.exec(header)?.[1];
  const local = localToken();
  if (token && local && sameText(token, local)) return { type: "local", id: "cli" };
  const actor = token ? await actorOfApiKey(services, token) : null;
  if (actor) return actor;
  throw new AppError(
    "unauthenticated",
    "auth.key",
    token ? "The API key is not valid." : "This needs an API key.",
    { advice: "Send `Authorization: Bearer <key>`; make a key with `tenantry api-keys create`." },
  );
}
