import { decode } from "next-auth/jwt";
import type { Services } from "@/server/shared/context";
import { actorOfSession } from "@/server/users";
import { throughView } from "@/server/viewing/through-view";
import type { Actor } from "./actor";

export const SESSION_COOKIE = "tenantry.session";

export function sessionSecret(services: Pick<Services, "keyring">): string {
  return services.keyring.purpose("sessions").toString("base64url");
}

function cookieValue(header: string | null, name: string): string | undefined {
  for (const part of (header ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key === name && !value.join("=").includes("%")) return value.join("=");
  }
  return undefined;
}

/** Id of the session a cookie header carries; the cookie holds nothing else. */
export async function sessionIdOf(services: Services, cookieHeader: string | null): Promise<string | null> {
  const token = cookieValue(cookieHeader, SESSION_COOKIE);
  if (!token) return null;
  const claims = await decode({ token, secret: sessionSecret(services) }).catch(() => null);
  return typeof claims?.sid === "string" ? claims.sid : null;
}

/** The signed-in person, or the member they see the portal as, looked up fresh; null for nobody. */
export async function actorOfCookie(
  services: Services,
  cookieHeader: string | null,
): Promise<{ actor: Actor; sessionId: string } | null> {
  const sessionId = await sessionIdOf(services, cookieHeader);
  const person = sessionId ? await actorOfSession(services, sessionId) : null;
  if (!person || !sessionId) return null;
  return { actor: await throughView(services, person, sessionId), sessionId };
}
