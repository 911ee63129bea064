import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { authorize, scopeOf } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { dropFactor } from "@/server/users";
import { memberRow } from "./get";
import { memberIdInput } from "./schemas";

/**
 * Takes the second factor of a member away who lost phone and recovery codes. For operators only: the account is the
 * person's, in all their tenants, and no tenant's.
 * @throws `member.not_found`, `second_factor.off`, `members.operator`
 */
export async function resetMemberFactor(ctx: Context, input: z.input<typeof memberIdInput>): Promise<void> {
  const { id } = parse(memberIdInput, input);
  const member = await memberRow(ctx, id);
  await scopeOf(ctx, "members:write", "member", id, member);
  authorize(ctx, "members:write");
  const { userId, tenantId, email } = member;
  if (!userId) throw new AppError("conflict", "second_factor.off", `${email} has no account yet.`);
  await ctx.store.tx(async (db) => {
    await refuseOperator(ctx, db, userId);
    await dropFactor(ctx, db, userId);
    const payload = { user: userId, email };
    await append(db, ctx, { tenantId, action: "member.reset-factor", target: id, payload });
  });
}

/** Whoever runs the installation is an owner's to reset, also where they are somebody's member as well. */
async function refuseOperator(ctx: Context, db: Database, userId: string): Promise<void> {
  const { users } = ctx.store.tables;
  const [user] = await db.select({ role: users.operatorRole }).from(users).where(eq(users.id, userId));
  if (user?.role)
    throw new AppError("conflict", "members.operator", "This person is an operator too.", {
      advice: "An owner turns their second factor off in Settings, Operators.",
    });
}
