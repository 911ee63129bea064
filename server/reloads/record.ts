import { and, count, desc, eq, gt, notInArray, type SQL } from "drizzle-orm";
import type { ReloadProgress, StepError } from "@/db/schema";
import { scope, within } from "@/server/auth";
import type { ReloadLogLine } from "@/server/platform/port";
import type { Context } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { type OwnEvent, recordIn, type UsageStore } from "@/server/usage";
import { ENDED, type ReloadRow } from "./reload";

export interface NewReload {
  tenantId: string;
  appId: string;
  runId: string;
  trigger: ReloadRow["trigger"];
}

/**
 * The reload a run's step watches: the one it began and that has not ended, else a new one with the id of the
 * generation it shall make. A step that is retried after a failed reload therefore gets a row of its own.
 */
export async function beginReload(ctx: Context, input: NewReload): Promise<ReloadRow> {
  const opened = await scope(ctx, "reloads:start", input.tenantId);
  const { reloads: t } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const [open] = await db
      .select()
      .from(t)
      .where(and(within(opened, t), eq(t.runId, input.runId), notInArray(t.state, ENDED)))
      .orderBy(desc(t.createdAt), desc(t.id))
      .limit(1);
    const now = ctx.clock.now();
    const generationId = open?.generationId ?? newId("generation", now.getTime());
    if (open?.generationId) return open;
    const values = { ...input, generationId, state: "queued" as const, createdAt: now };
    const [row] = open
      ? await db.update(t).set({ generationId }).where(eq(t.id, open.id)).returning()
      : await db
          .insert(t)
          .values({ id: newId("reload", now.getTime()), ...values })
          .returning();
    if (!row) throw new Error("write returned no row");
    return row;
  });
}

/** Writes what is known of a reload now, and new lines of its log. @unaudited: the run that began it is audited. */
export async function recordReload(
  ctx: Context,
  row: ReloadRow,
  news: Partial<Pick<ReloadRow, "state" | "attempt" | "error" | "startedAt" | "endedAt">> & {
    progress?: ReloadProgress;
  },
  lines: ReloadLogLine[] = [],
): Promise<void> {
  const opened = await scope(ctx, "reloads:start", row.tenantId);
  const { reloads: t, reloadLog } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    const [now] = await db
      .update(t)
      .set(news)
      .where(and(within(opened, t), eq(t.id, row.id)))
      .returning();
    if (now && news.state === "succeeded") await meterReload({ db, tables: ctx.store.tables }, now);
    for (const { at, level, source, message } of lines)
      await db
        .insert(reloadLog)
        .values({ tenantId: row.tenantId, reloadId: row.id, at: new Date(at), level, source, message });
  });
}

/** What a reload that ended well took, named by it: exactly once, with its row. */
async function meterReload(
  to: UsageStore,
  { id, tenantId, startedAt, endedAt, progress }: ReloadRow,
): Promise<void> {
  if (!endedAt) return;
  const event = { tenantId, id, time: endedAt };
  const ms = endedAt.getTime() - (startedAt ?? endedAt).getTime();
  const { rows = 0, bytes = 0 } = progress ?? {};
  const events: OwnEvent[] = [
    { ...event, meter: "reload_rows", quantity: rows },
    { ...event, meter: "reload_bytes", quantity: bytes },
    { ...event, meter: "reload_seconds", quantity: Math.max(0, ms) / 1000 },
  ];
  await recordIn(to, events, endedAt);
}

/** Ends a reload that nobody watches any more, unless it has ended. @unaudited: the run that began it is audited. */
export async function endReload(
  ctx: Context,
  row: ReloadRow,
  error: StepError | null,
  state: "failed" | "cancelled" = "failed",
): Promise<void> {
  const opened = await scope(ctx, "reloads:start", row.tenantId);
  const { reloads: t } = ctx.store.tables;
  await ctx.store.tx((db) =>
    db
      .update(t)
      .set({ state, error, endedAt: ctx.clock.now() })
      .where(and(within(opened, t), eq(t.id, row.id), notInArray(t.state, ENDED))),
  );
}

/** Lines of a reload's log that are kept already: the platform numbers them from 1. */
export async function countReloadLog(ctx: Context, row: ReloadRow): Promise<number> {
  const opened = await scope(ctx, "reloads:read", row.tenantId);
  const { reloadLog: t } = ctx.store.tables;
  const [found] = await ctx.store.read
    .select({ n: count() })
    .from(t)
    .where(and(within(opened, t), eq(t.reloadId, row.id)));
  return found?.n ?? 0;
}

/** How many reloads an app's tenant began since `since`. */
export async function countReloads(ctx: Context, tenantId: string, since: Date): Promise<number> {
  const opened = await scope(ctx, "reloads:read", tenantId);
  const { reloads: t } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select({ n: count() })
    .from(t)
    .where(and(within(opened, t), gt(t.createdAt, since)));
  return row?.n ?? 0;
}

/** The app's newest reload that has not ended, or null. */
export function openReloadOf(ctx: Context, tenantId: string, appId: string): Promise<ReloadRow | null> {
  return openReload(ctx, tenantId, eq(ctx.store.tables.reloads.appId, appId));
}

/** The run's reload that has not ended, or null. */
export function openReloadOfRun(ctx: Context, tenantId: string, runId: string): Promise<ReloadRow | null> {
  return openReload(ctx, tenantId, eq(ctx.store.tables.reloads.runId, runId));
}

async function openReload(ctx: Context, tenantId: string, which: SQL): Promise<ReloadRow | null> {
  const opened = await scope(ctx, "reloads:read", tenantId);
  const { reloads: t } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select()
    .from(t)
    .where(and(within(opened, t), which, notInArray(t.state, ENDED)))
    .orderBy(desc(t.createdAt), desc(t.id))
    .limit(1);
  return row ?? null;
}

/** Forgets all of a tenant's reloads and their logs. @unaudited: the deletion of the tenant is audited. */
export async function forgetReloads(ctx: Context, tenantId: string): Promise<void> {
  const opened = await scope(ctx, "reloads:start", tenantId);
  const { reloads, reloadLog } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    await db.delete(reloadLog).where(within(opened, reloadLog));
    await db.delete(reloads).where(within(opened, reloads));
  });
}
