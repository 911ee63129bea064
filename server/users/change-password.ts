import { and, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { append } from "@/server/audit";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { withinGuesses } from "./limiter";
import { ownId, provePassword } from "./own-password";
import { FIRST_OWNER_EMAIL, forgetFirstPassword } from "./owner";
import { hashPassword, newPassword } from "./passwords";

export const changePasswordInput = z.strictObject({ current: z.string().max(200), next: newPassword });

/**
 * Changes the actor's own password and ends their other sessions.
 * @param keepSession the session this request came with; it stays
 * @throws `account.wrong_password`, `account.same_password`, `auth.too_many_attempts`
 */
export async function changePassword(
  ctx: Context,
  input: z.input<typeof changePasswordInput>,
  keepSession?: string,
): Promise<void> {
  const { current, next } = parse(changePasswordInput, input);
  const user = await withinGuesses(ownId(ctx), () => provePassword(ctx, current, "current"));
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
  const { users, sessions } = ctx.store.tables;
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
