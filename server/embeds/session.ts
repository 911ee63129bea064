import { and, eq, isNull } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import { mayIn } from "@/server/auth";
import type { Services } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";
import { actorOfUser } from "@/server/users";
import { CLOSED, noSession, suspended } from "./refusal";

export type EmbedSession = Pick<
  Schema["embedSessions"]["$inferSelect"],
  "tenantId" | "appId" | "kind" | "subject" | "groups" | "origin" | "expiresAt"
>;

const SHAPE = /^tes_[\w-]{43}$/;

/** A preview shows all there is: whoever was removed, suspended or made a viewer since has it no longer. */
async function stillPreviews(services: Services, { subject, tenantId }: EmbedSession): Promise<boolean> {
  const [type, id = ""] = subject.split(":");
  if (type !== "user") return true;
  const person = await actorOfUser(services, id);
  return person !== null && mayIn(person, "embeds:preview", tenantId);
}

/**
 * The session an opaque text stands for.
 * @param origin of the page around the embed, which must be the one the session was opened for
 * @throws `embeds.session` where it is unknown, over, ended, or of another page: all alike; `embeds.suspended` where it
 * is good and the tenant is suspended
 */
export async function openSession(
  services: Services,
  session: string,
  origin: string,
): Promise<EmbedSession> {
  if (!SHAPE.test(session)) throw noSession();
  const { embedSessions: t, tenants } = services.store.tables;
  const [found] = await services.store.read
    .select({
      row: t,
      tenant: {
        state: tenants.state,
        name: tenants.name,
        language: tenants.language,
        branding: tenants.branding,
      },
    })
    .from(t)
    .innerJoin(tenants, and(eq(tenants.id, t.tenantId), isNull(tenants.deletedAt)))
    .where(and(eq(t.id, sha256(session)), isNull(t.revokedAt)));
  const { row, tenant } = found ?? {};
  if (
    !row ||
    !tenant ||
    CLOSED.has(tenant.state) ||
    row.expiresAt <= services.clock.now() ||
    row.origin !== origin
  )
    throw noSession();
  const { tenantId, appId, kind, subject, groups, expiresAt } = row;
  const opened = { tenantId, appId, kind, subject, groups, origin, expiresAt };
  if (kind === "preview" && !(await stillPreviews(services, opened))) throw noSession();
  if (tenant.state === "suspended") throw suspended(tenant);
  return opened;
}
