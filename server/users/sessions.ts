import { and, desc, eq, gt, isNull, ne } from "drizzle-orm";
import { z } from "zod";
import { append } from "@/server/audit";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { type Device, deviceOf } from "./device";
import { lastUseOf } from "./last-used";
import { ownId } from "./own-password";

export const sessionIdInput = z.strictObject({ id: z.string().min(1).max(60) });

/** One place a person is signed in at. */
export interface OwnSession extends Device {
  id: string;
  ip: string | null;
  signedInAt: Date;
  /** Null where the portal was started anew since. */
  lastUsedAt: Date | null;
  /** The one the request came with. */
  current: boolean;
}

const SHOWN = 100;

/** Where the actor is signed in, newest first. */
export async function listOwnSessions(ctx: Context, currentId: string | null): Promise<OwnSession[]> {
  const { sessions: t } = ctx.store.tables;
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(and(eq(t.userId, ownId(ctx)), isNull(t.revokedAt), gt(t.expiresAt, ctx.clock.now())))
    .orderBy(desc(t.createdAt), desc(t.id))
    .limit(SHOWN);
  return rows.map(({ id, ip, userAgent, createdAt }) => ({
    id,
    ip,
    ...deviceOf(userAgent),
    signedInAt: createdAt,
    lastUsedAt: lastUseOf(id),
    current: id === currentId,
  }));
}

/** Signs the actor out in one place. @throws `session.not_found`, for other people's sessions too */
export async function endOwnSession(ctx: Context, input: z.input<typeof sessionIdInput>): Promise<void> {
  const { id } = parse(sessionIdInput, input);
  const userId = ownId(ctx);
  const { sessions: t } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    const ended = await db
      .update(t)
      .set({ revokedAt: ctx.clock.now() })
      .where(and(eq(t.id, id), eq(t.userId, userId), isNull(t.revokedAt)))
      .returning({ id: t.id });
    if (ended.length === 0) throw notFound("session", id);
    await append(db, ctx, {
      tenantId: null,
      action: "session.end",
      target: userId,
      payload: { session: id },
    });
  });
}

/** Signs the actor out everywhere but here. @returns how many sessions ended */
export async function endOtherSessions(ctx: Context, currentId: string | null): Promise<{ ended: number }> {
  const userId = ownId(ctx);
  const { sessions: t } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const now = ctx.clock.now();
    const open = and(eq(t.userId, userId), isNull(t.revokedAt), gt(t.expiresAt, now));
    const rows = await db
      .update(t)
      .set({ revokedAt: now })
      .where(and(open, ne(t.id, currentId ?? "")))
      .returning({ id: t.id });
    const payload = { ended: rows.length };
    await append(db, ctx, { tenantId: null, action: "session.end-others", target: userId, payload });
    return payload;
  });
}
