import { and, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { append } from "@/server/audit";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { FIRST_OWNER_EMAIL, forgetFirstPassword } from "./owner";
import { checkPassword, hashPassword, newPassword } from "./passwords";

export const changePasswordInput = z.strictObject({ current: z.string().max(200), next: newPassword });

/**
 * Changes the actor's own password and ends their other sessions.
 * @param keepSession the session this request came with; it stays
 * @throws `account.wrong_password`
 */
export async function changePassword(
  ctx: Context,
  input: z.input<typeof changePasswordInput>,
  keepSession?: string,
): Promise<void> {
  const { actor } = ctx;
  if (actor.type !== "user")
    throw new AppError("forbidden", "account.users_only", "Only people have passwords.");
  const { current, next } = parse(changePasswordInput, input);
  const { users, sessions } = ctx.store.tables;
  const [user] = await ctx.store.read.select().from(users).where(eq(users.id, actor.id));
  if (!user || !(await checkPassword(user.passwordHash, current))) {
    throw new AppError("invalid", "account.wrong_password", "The current password is not right.", {
      issues: [{ path: "current", message: "is not right" }],
    });
  }
  if (current === next) {
    throw new AppError(
      "invalid",
      "account.same_password",
      "The new password must differ from the current one.",
      {
        issues: [{ path: "next", message: "must differ from the current one" }],
      },
    );
  }
  const passwordHash = await hashPassword(next);
  const now = ctx.clock.now();
  await ctx.store.tx(async (db) => {
    await db
      .update(users)
      .set({ passwordHash, mustChangePassword: false, updatedAt: now })
      .where(eq(users.id, user.id));
    await db
      .update(sessions)
      .set({ revokedAt: now })
      .where(and(eq(sessions.userId, user.id), ne(sessions.id, keepSession ?? "")));
    await append(db, ctx, { tenantId: null, action: "user.change-password", target: user.id, payload: {} });
  });
  if (user.email === FIRST_OWNER_EMAIL) await forgetFirstPassword(ctx.dataFolder);
}
