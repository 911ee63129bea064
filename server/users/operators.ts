import { asc, isNotNull, max } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import type { OperatorRole } from "@/db/schema/states";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";

/** Somebody of the vendor who can sign in, as settings show them. */
export interface Operator {
  id: string;
  email: string;
  name: string;
  role: OperatorRole;
  /** Still has the one-time password. */
  invited: boolean;
  /** Signs in with an authenticator app. */
  hasFactor: boolean;
  disabledAt: Date | null;
  lastSignInAt: Date | null;
  createdAt: Date;
}

type UserRow = Schema["users"]["$inferSelect"];

function toOperator(
  row: UserRow,
  role: OperatorRole,
  more: Pick<Operator, "lastSignInAt" | "hasFactor">,
): Operator {
  const { id, email, name, mustChangePassword: invited, disabledAt, createdAt } = row;
  return { id, email, name, role, invited, disabledAt, createdAt, ...more };
}

/** Everybody with an operator's role, oldest first. An installation has tens of them, never thousands. */
export async function listOperators(ctx: Context): Promise<Operator[]> {
  authorize(ctx, "users:read");
  const { users, sessions, secondFactors } = ctx.store.tables;
  const rows = await ctx.store.read
    .select()
    .from(users)
    .where(isNotNull(users.operatorRole))
    .orderBy(asc(users.createdAt), asc(users.id))
    .limit(1000);
  const seen = await ctx.store.read
    .select({ id: sessions.userId, at: max(sessions.createdAt) })
    .from(sessions)
    .groupBy(sessions.userId);
  const factors = await ctx.store.read
    .select({ id: secondFactors.id })
    .from(secondFactors)
    .where(isNotNull(secondFactors.confirmedAt));
  const last = new Map(seen.map((s) => [s.id, s.at]));
  const having = new Set(factors.map((f) => f.id));
  return rows.flatMap((row) => {
    const more = { lastSignInAt: last.get(row.id) ?? null, hasFactor: having.has(row.id) };
    return row.operatorRole ? [toOperator(row, row.operatorRole, more)] : [];
  });
}
