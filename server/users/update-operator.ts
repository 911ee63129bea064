import { and, eq, isNull, ne } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { randomToken } from "@/server/shared/crypto";
import { AppError, notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import type { NewOwner } from "./owner";
import { hashPassword } from "./passwords";
import { operatorIdInput, type UpdateOperatorInput, updateOperatorInput } from "./schemas";

/** The operator's row inside a transaction. @throws `operator.not_found` */
async function operatorRow(ctx: Context, db: Database, id: string) {
  const { users } = ctx.store.tables;
  const [row] = await db.select().from(users).where(eq(users.id, id));
  if (!row?.operatorRole) throw notFound("operator", id);
  return row;
}

/** Somebody must stay who can give roles and keys. */
async function refuseWithoutOwner(ctx: Context, db: Database, id: string): Promise<void> {
  const { users } = ctx.store.tables;
  const [other] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.operatorRole, "owner"), isNull(users.disabledAt), ne(users.id, id)))
    .limit(1);
  if (other) return;
  throw new AppError("conflict", "users.last_owner", "This is the last owner who can sign in.", {
    advice: "Make somebody else an owner first.",
  });
}

/**
 * Changes an operator's role, or whether they may sign in. It counts from their next request on; disabling ends their
 * sessions.
 * @throws `operator.not_found`, `users.last_owner`
 */
export async function updateOperator(ctx: Context, input: UpdateOperatorInput): Promise<void> {
  authorize(ctx, "users:write");
  const { id, role, disabled } = parse(updateOperatorInput, input);
  const { users, sessions } = ctx.store.tables;
  const now = ctx.clock.now();
  await ctx.store.tx(async (db) => {
    const before = await operatorRow(ctx, db, id);
    const wasDisabled = before.disabledAt !== null;
    const next = { role: role ?? before.operatorRole, disabled: disabled ?? wasDisabled };
    if (next.role === before.operatorRole && next.disabled === wasDisabled) return;
    const losesOwner =
      before.operatorRole === "owner" && !wasDisabled && (next.role !== "owner" || next.disabled);
    if (losesOwner) await refuseWithoutOwner(ctx, db, id);
    const disabledAt = next.disabled ? (before.disabledAt ?? now) : null;
    await db
      .update(users)
      .set({ operatorRole: next.role, disabledAt, updatedAt: now })
      .where(eq(users.id, id));
    if (next.disabled) await db.update(sessions).set({ revokedAt: now }).where(eq(sessions.userId, id));
    await append(db, ctx, {
      tenantId: null,
      action: "user.update",
      target: id,
      payload: { before: { role: before.operatorRole, disabled: wasDisabled }, after: next },
    });
  });
}

/** Gives an operator a new one-time password and ends their sessions. @throws `operator.not_found` */
export async function resetOperator(ctx: Context, input: { id: string }): Promise<NewOwner> {
  authorize(ctx, "users:write");
  const { id } = parse(operatorIdInput, input);
  const { users, sessions } = ctx.store.tables;
  const oneTimePassword = randomToken(15);
  const passwordHash = await hashPassword(oneTimePassword);
  const now = ctx.clock.now();
  return ctx.store.tx(async (db) => {
    const row = await operatorRow(ctx, db, id);
    await db
      .update(users)
      .set({ passwordHash, mustChangePassword: true, updatedAt: now })
      .where(eq(users.id, id));
    await db.update(sessions).set({ revokedAt: now }).where(eq(sessions.userId, id));
    await append(db, ctx, {
      tenantId: null,
      action: "user.reset",
      target: id,
      payload: { email: row.email },
    });
    return { id, email: row.email, oneTimePassword };
  });
}
