import { eq, sql } from "drizzle-orm";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { randomToken } from "@/server/shared/crypto";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import type { NewOwner } from "./owner";
import { hashPassword } from "./passwords";
import { type CreateOperatorInput, createOperatorInput } from "./schemas";

/**
 * Makes a person of the vendor with a role.
 * @returns the one-time password; it is kept as a hash only and must be changed at the first sign-in
 * @throws `users.email_taken`
 */
export async function createOperator(ctx: Context, input: CreateOperatorInput): Promise<NewOwner> {
  authorize(ctx, "users:write");
  const { email, name, role } = parse(createOperatorInput, input);
  const { users } = ctx.store.tables;
  const oneTimePassword = randomToken(15);
  const passwordHash = await hashPassword(oneTimePassword);
  const now = ctx.clock.now();
  const id = newId("user", now.getTime());
  await ctx.store.tx(async (db) => {
    const taken = await db
      .select({ id: users.id })
      .from(users)
      .where(eq(sql`lower(${users.email})`, email));
    if (taken.length > 0)
      throw new AppError("conflict", "users.email_taken", `Somebody signs in with ${email} already.`, {
        advice: "Give them a role in the list, or use another address.",
        issues: [{ path: "email", message: "somebody signs in with this address already" }],
      });
    await db.insert(users).values({
      id,
      email,
      name,
      passwordHash,
      mustChangePassword: true,
      operatorRole: role,
      verifiedAt: now,
      createdAt: now,
      updatedAt: now,
    });
    await append(db, ctx, {
      tenantId: null,
      action: "user.create",
      target: id,
      payload: { email, name, role },
    });
  });
  return { id, email, oneTimePassword };
}
