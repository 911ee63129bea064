import { and, eq, gt, isNull } from "drizzle-orm";
import type { z } from "zod";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { type TenantLook, tenantLook } from "@/server/mail";
import type { Services } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import type { UserRow } from "./own-password";
import { FIRST_OWNER_EMAIL, forgetFirstPassword } from "./owner";
import { hashPassword, newPassword } from "./passwords";
import { resetTokenInput } from "./schemas";

export const useResetInput = resetTokenInput.extend({ password: newPassword });

/** One answer for unknown, used and expired: a link tells nothing about others. */
const invalid = () =>
  new AppError("not-found", "reset.invalid", "This link is not valid any more.", {
    advice: "A link works for 30 minutes, and once. Ask for a new one.",
  });

async function find(services: Services, db: Pick<Database, "select">, token: string): Promise<UserRow> {
  const { passwordResets: t, users } = services.store.tables;
  const [row] = await db
    .select({ user: users })
    .from(t)
    .innerJoin(users, eq(users.id, t.userId))
    .where(
      and(
        eq(t.tokenHash, sha256(token)),
        isNull(t.usedAt),
        gt(t.expiresAt, services.clock.now()),
        isNull(users.disabledAt),
      ),
    );
  if (!row) throw invalid();
  return row.user;
}

/** That of the only tenant a person is of. */
async function lookOf(services: Services, user: UserRow): Promise<TenantLook | null> {
  if (user.operatorRole) return null;
  const { members: m } = services.store.tables;
  const [only, ...others] = await services.store.read
    .select({ tenantId: m.tenantId })
    .from(m)
    .where(and(eq(m.userId, user.id), isNull(m.suspendedAt)))
    .limit(2);
  return only && others.length === 0 ? tenantLook(services, only.tenantId) : null;
}

/** Whose password a link is for, and how the page of it looks. @throws `reset.invalid` */
export async function openReset(
  services: Services,
  input: z.input<typeof resetTokenInput>,
): Promise<{ email: string; look: TenantLook | null }> {
  const { token } = parse(resetTokenInput, input);
  const user = await find(services, services.store.read, token);
  return { email: user.email, look: await lookOf(services, user) };
}

/**
 * Sets the new password by a link, which is used up with all others of the person. Ends all their sessions; a second
 * factor stays and is asked for at the next sign-in.
 * @throws `reset.invalid`
 */
export async function resetPassword(
  services: Services,
  input: z.input<typeof useResetInput>,
): Promise<{ email: string }> {
  const { token, password } = parse(useResetInput, input);
  // Hashing costs: only for a link that holds.
  await find(services, services.store.read, token);
  const passwordHash = await hashPassword(password);
  const { passwordResets, users, sessions } = services.store.tables;
  const email = await services.store.tx(async (db) => {
    const user = await find(services, db, token);
    const now = services.clock.now();
    await db
      .update(users)
      .set({ passwordHash, mustChangePassword: false, updatedAt: now })
      .where(eq(users.id, user.id));
    await db
      .update(passwordResets)
      .set({ usedAt: now })
      .where(and(eq(passwordResets.userId, user.id), isNull(passwordResets.usedAt)));
    await db
      .update(sessions)
      .set({ revokedAt: now })
      .where(and(eq(sessions.userId, user.id), isNull(sessions.revokedAt)));
    const { id, name, operatorRole } = user;
    const actor = {
      type: "user",
      id,
      name,
      operatorRole,
      memberships: [],
      mustChangePassword: false,
    } as const;
    await append(
      db,
      { ...services, actor },
      { tenantId: null, action: "user.reset-password", target: id, payload: {} },
    );
    return user.email;
  });
  if (email === FIRST_OWNER_EMAIL) await forgetFirstPassword(services.dataFolder);
  return { email };
}
