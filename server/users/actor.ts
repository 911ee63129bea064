import { and, eq, gt, isNull } from "drizzle-orm";
import type { Actor } from "@/server/auth/actor";
import type { Services } from "@/server/shared/context";

/** The person behind a session, with roles as they are now; null where the session ended. */
export async function actorOfSession(services: Services, sessionId: string): Promise<Actor | null> {
  const { store, clock } = services;
  const { users, sessions, members } = store.tables;
  const rows = await store.read
    .select({ user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.id, sessionId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, clock.now()),
        isNull(users.disabledAt),
      ),
    );
  const user = rows[0]?.user;
  if (!user) return null;
  const memberships = user.operatorRole
    ? []
    : await store.read
        .select({ tenantId: members.tenantId, role: members.role })
        .from(members)
        .where(and(eq(members.userId, user.id), isNull(members.suspendedAt)));
  return {
    type: "user",
    id: user.id,
    name: user.name,
    operatorRole: user.operatorRole,
    memberships,
    mustChangePassword: user.mustChangePassword,
  };
}
