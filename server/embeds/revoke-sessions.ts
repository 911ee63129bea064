import { and, eq, gt, isNull } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { type RevokeSessionsInput, revokeSessionsInput } from "./schemas";

/** Ends a tenant's open sessions, inside a transaction. @returns how many there were */
export async function endSessions(
  db: Database,
  ctx: Context,
  which: { tenantId: string; origin?: string; subject?: string; kind?: "host" | "preview" },
): Promise<number> {
  const { embedSessions: t } = ctx.store.tables;
  const now = ctx.clock.now();
  const ended = await db
    .update(t)
    .set({ revokedAt: now })
    .where(
      and(
        eq(t.tenantId, which.tenantId),
        which.origin ? eq(t.origin, which.origin) : undefined,
        which.subject ? eq(t.subject, which.subject) : undefined,
        which.kind ? eq(t.kind, which.kind) : undefined,
        gt(t.expiresAt, now),
        isNull(t.revokedAt),
      ),
    )
    .returning({ id: t.id });
  return ended.length;
}

/** Ends every open session of a tenant, or those of one user. Hosts may open new ones with a new token. */
export async function revokeSessions(ctx: Context, input: RevokeSessionsInput): Promise<{ revoked: number }> {
  const { tenantId, subject } = parse(revokeSessionsInput, input);
  const opened = await scope(ctx, "embeds:write", tenantId);
  return ctx.store.tx(async (db) => {
    const revoked = await endSessions(db, ctx, { tenantId: opened.tenantId, subject });
    await append(db, ctx, {
      tenantId: opened.tenantId,
      action: "embed.revoke-sessions",
      target: opened.tenantId,
      payload: { revoked, ...(subject ? { subject } : {}) },
    });
    return { revoked };
  });
}
