import { and, eq, isNotNull } from "drizzle-orm";
import type { z } from "zod";
import type { Database } from "@/db/store";
import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { noteWelcomeInput, type SetupStep } from "./setup-schemas";

/** How far one person has come in the first steps of one tenant; there is none before they were opened. */
export interface Welcome {
  skipped: SetupStep[];
  /** Saw the first app's dashboard there. */
  looked: boolean;
}

export const welcomeRow = (userId: string, tenantId: string) => `${userId}:welcome:${tenantId}`;

/** The asker's own; null for who is no person, and before they were opened. */
export async function welcomeOf(ctx: Context, tenantId: string): Promise<Welcome | null> {
  return ctx.actor.type === "user" ? stored(ctx, ctx.store.read, ctx.actor.id, tenantId) : null;
}

async function stored(ctx: Context, db: Pick<Database, "select">, userId: string, tenantId: string) {
  const { preferences: p } = ctx.store.tables;
  const [row] = await db
    .select({ value: p.value })
    .from(p)
    .where(eq(p.id, welcomeRow(userId, tenantId)));
  return (row?.value as Welcome | undefined) ?? null;
}

/** Whoever came to this tenant as its admin by an invitation of their own; nobody who only views as them. */
export async function cameAsAdmin(ctx: Context, tenantId: string): Promise<boolean> {
  const { actor } = ctx;
  if (actor.type !== "user" || actor.viewer) return false;
  const { members: m, invitations: i } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select({ id: m.id })
    .from(m)
    .innerJoin(i, eq(i.memberId, m.id))
    .where(
      and(
        eq(m.tenantId, tenantId),
        eq(m.userId, actor.id),
        eq(m.role, "admin"),
        eq(i.tenantId, tenantId),
        isNotNull(i.acceptedAt),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/**
 * Keeps that the asker opened the first steps, and what they skipped or saw there.
 * @unaudited: how far a person has come in a guide, kept for themselves
 */
export async function noteWelcome(ctx: Context, input: z.input<typeof noteWelcomeInput>): Promise<void> {
  const { id, skip, looked } = parse(noteWelcomeInput, input);
  const { tenantId } = await scope(ctx, "tenants:customize", id);
  const { actor } = ctx;
  if (actor.type !== "user")
    throw new AppError("forbidden", "account.users_only", "This is for people only.");
  const { preferences: p } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    const before = (await stored(ctx, db, actor.id, tenantId)) ?? { skipped: [], looked: false };
    const skipped = [...new Set([...before.skipped, ...(skip ? [skip] : [])])];
    const value: Welcome = { skipped, looked: before.looked || looked === true };
    const row = { id: welcomeRow(actor.id, tenantId), value, updatedAt: ctx.clock.now() };
    await db.insert(p).values(row).onConflictDoUpdate({ target: p.id, set: row });
  });
}
