import { and, eq, gt, isNull } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import type { Actor } from "@/server/auth/actor";
import type { Services } from "@/server/shared/context";
import { factorOf } from "./factor";
import { factorIsRequired } from "./factor-policy";
import { noteUse } from "./last-used";

/** An operator who must have a second factor and has none. */
async function mustSetUpFactor(services: Services, userId: string): Promise<boolean> {
  if (!(await factorIsRequired(services))) return false;
  return !(await factorOf(services, services.store.read, userId))?.confirmedAt;
}

/** The person behind a session, with roles as they are now; null where the session ended. */
export async function actorOfSession(services: Services, sessionId: string): Promise<Actor | null> {
  const { store, clock } = services;
  const { users, sessions } = store.tables;
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
  noteUse(sessionId, clock.now());
  return actorOf(services, user);
}

/** A person with their roles as they are now, without a session: who looks at an embed's preview. Null for nobody. */
export async function actorOfUser(services: Services, userId: string): Promise<Actor | null> {
  const { users } = services.store.tables;
  const [user] = await services.store.read
    .select()
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.disabledAt)));
  return user ? actorOf(services, user) : null;
}

async function actorOf(services: Services, user: Schema["users"]["$inferSelect"]): Promise<Actor> {
  const { members } = services.store.tables;
  const memberships = user.operatorRole
    ? []
    : await services.store.read
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
    mustSetUpFactor: user.operatorRole !== null && (await mustSetUpFactor(services, user.id)),
  };
}
