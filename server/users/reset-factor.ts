import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { operatorIdInput } from "./schemas";

/**
 * Takes a person's second factor away and ends their sessions, inside a transaction; they sign in with the password
 * alone then. The caller checks who may, and audits.
 * @throws `second_factor.off`
 */
export async function dropFactor(ctx: Context, db: Database, userId: string): Promise<void> {
  const { secondFactors: t, sessions } = ctx.store.tables;
  const gone = await db.delete(t).where(eq(t.id, userId)).returning({ confirmedAt: t.confirmedAt });
  if (!gone[0]?.confirmedAt)
    throw new AppError("conflict", "second_factor.off", "This person has no second factor.");
  await db.update(sessions).set({ revokedAt: ctx.clock.now() }).where(eq(sessions.userId, userId));
}

/**
 * For an operator who lost phone and recovery codes. One's own is turned off in the account instead.
 * @throws `operator.not_found`, `second_factor.off`, `second_factor.own`
 */
export async function resetOperatorFactor(
  ctx: Context,
  input: z.input<typeof operatorIdInput>,
): Promise<void> {
  authorize(ctx, "users:write");
  const { id } = parse(operatorIdInput, input);
  if (ctx.actor.id === id)
    throw new AppError("conflict", "second_factor.own", "This is your own second factor.", {
      advice: "Turn it off in your account, with your password and a code.",
    });
  const { users } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    const [row] = await db.select().from(users).where(eq(users.id, id));
    if (!row?.operatorRole) throw notFound("operator", id);
    await dropFactor(ctx, db, id);
    const payload = { email: row.email };
    await append(db, ctx, { tenantId: null, action: "user.reset-factor", target: id, payload });
  });
}
