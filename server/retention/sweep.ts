import { and, eq, isNull, sql } from "drizzle-orm";
import type { Retention } from "@/db/schema";
import { trimGenerations } from "@/server/apps";
import { append } from "@/server/audit";
import { archiveAudit } from "@/server/audit/archive";
import { authorize } from "@/server/auth";
import { forgetOldSessions } from "@/server/embeds";
import { forgetOldMails, forgetUnsent } from "@/server/mail";
import { forgetOldReloads, forgetReloadLogs } from "@/server/reloads";
import type { Context } from "@/server/shared/context";

const DAY_MS = 86_400_000;
const SWEPT = "retention-swept";

/** How many of each a sweep removed; the audit's were archived. */
export type Swept = Record<keyof Retention, number>;

type Work = (ctx: Context, input: { tenantId: string; before: Date }) => Promise<number>;

/** Data files before reloads: a reload whose data are there stays. */
const WORKS: [keyof Retention, Work][] = [
  ["generations", trimGenerations],
  ["reloadLogs", forgetReloadLogs],
  ["reloads", forgetOldReloads],
  ["mails", forgetOldMails],
  ["embedSessions", forgetOldSessions],
  ["audit", archiveAudit],
];

/** Removes of one tenant what it chose not to keep any longer. Choices it has not made touch nothing. */
export async function sweepTenant(ctx: Context, tenantId: string, retention: Retention): Promise<Swept> {
  authorize(ctx, "settings:write");
  const now = ctx.clock.now().getTime();
  const swept: Swept = { generations: 0, reloadLogs: 0, reloads: 0, mails: 0, embedSessions: 0, audit: 0 };
  // Before old reloads go, the rows of data files that went with later reloads are marked; none is dropped for that.
  if (retention.reloads && !retention.generations)
    await trimGenerations(ctx, { tenantId, before: new Date(0) });
  for (const [key, work] of WORKS) {
    const days = retention[key];
    if (days) swept[key] = await work(ctx, { tenantId, before: new Date(now - days * DAY_MS) });
  }
  if (Object.values(swept).some((count) => count > 0))
    await ctx.store.tx((db) =>
      append(db, ctx, { tenantId, action: "retention.sweep", target: tenantId, payload: { ...swept } }),
    );
  return swept;
}

/** Once a day: every tenant that chose how long it keeps something. A tenant that fails does not stop the others. */
export async function sweepRetention(ctx: Context): Promise<void> {
  authorize(ctx, "settings:write");
  if (!(await begin(ctx))) return;
  await forgetUnsent(ctx).catch((error: unknown) => ctx.log.error({ err: error }, "unsent mails were kept"));
  const { tenants: t } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ id: t.id, retention: t.retention })
    .from(t)
    .where(and(isNull(t.deletedAt), sql`${t.retention} is not null`));
  for (const { id, retention } of rows) {
    if (!retention) continue;
    try {
      await sweepTenant(ctx, id, retention);
    } catch (error) {
      ctx.log.error({ err: error, tenant: id }, "retention sweep failed");
    }
  }
}

/** False where one ran within the last day. */
async function begin(ctx: Context): Promise<boolean> {
  const { settings } = ctx.store.tables;
  const now = ctx.clock.now();
  return ctx.store.tx(async (db) => {
    const [last] = await db.select({ at: settings.updatedAt }).from(settings).where(eq(settings.id, SWEPT));
    if (last && now.getTime() - last.at.getTime() < DAY_MS) return false;
    const set = { value: "swept", updatedAt: now };
    await db
      .insert(settings)
      .values({ id: SWEPT, ...set })
      .onConflictDoUpdate({ target: settings.id, set });
    return true;
  });
}
