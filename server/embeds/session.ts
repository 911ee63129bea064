import { and, eq, isNull } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import { mayIn } from "@/server/auth";
import type { Services } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";
import { actorOfUser } from "@/server/users";
import { noSession } from "./refusal";

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
 * @throws `embeds.session` where it is unknown, over, ended, or of another page: all alike
 */
export async function openSession(
  services: Services,
  session: string,
  origin: string,
): Promise<EmbedSession> {
  if (!SHAPE.test(session)) throw noSession();
  const { embedSessions: t } = services.store.tables;
  const [row] = await services.store.read
    .select()
    .from(t)
    .where(and(eq(t.id, sha256(session)), isNull(t.revokedAt)));
  if (!row || row.expiresAt <= services.clock.now() || row.origin !== origin) throw noSession();
  const { tenantId, appId, kind, subject, groups, expiresAt } = row;
  const opened = { tenantId, appId, kind, subject, groups, origin, expiresAt };
  if (kind === "preview" && !(await stillPreviews(services, opened))) throw noSession();
  return opened;
}
