import { and, desc, eq, lt, ne, or } from "drizzle-orm";
import { scopeOf, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { asAllowed, uncountedApps } from "./counts";
import { reloadRow } from "./get";
import { type Reload, type ReloadRow, toReload } from "./reload";
import { reloadIdInput } from "./schemas";

/** Reloads of the trend, the one that is looked at included. */
const SHOWN = 14;

export interface TableCount {
  name: string;
  rows: number;
}

/** What a reload made: how much, and how large. */
export interface Made {
  id: string;
  /** null where the asker may see only a part of it. */
  rows: number | null;
  bytes: number | null;
  createdAt: Date;
  /** Gone from the disk: a later one serves. */
  dropped: boolean;
}

export interface ReloadReport {
  reload: Reload;
  tenant: { id: string; name: string };
  app: { id: string; title: string; templateId: string; publishedGenerationId: string | null } | null;
  made: Made | null;
  /** The reload before that ended well, to compare with. */
  previous: { reload: Reload; made: Made | null } | null;
  /** Up to 14 reloads of the app, oldest first, this one last. */
  trend: { id: string; state: ReloadRow["state"]; at: Date; ms: number | null }[];
}

/** All a page needs to tell how a reload went. @throws `reload.not_found` */
export async function reloadReport(ctx: Context, input: { id: string }): Promise<ReloadReport> {
  const { id } = parse(reloadIdInput, input);
  const row = await reloadRow(ctx, id);
  const opened = await scopeOf(ctx, "reloads:read", "reload", id, row);
  const { reloads: t, apps, tenants } = ctx.store.tables;
  const sameApp = and(within(opened, t), eq(t.appId, row.appId));
  const earlierThan = or(
    lt(t.createdAt, row.createdAt),
    and(eq(t.createdAt, row.createdAt), lt(t.id, row.id)),
  );
  const newest = [desc(t.createdAt), desc(t.id)];
  const { read } = ctx.store;
  const [[app], [tenant], [previous], earlier] = await Promise.all([
    read
      .select({
        id: apps.id,
        title: apps.title,
        templateId: apps.templateId,
        publishedGenerationId: apps.publishedGenerationId,
      })
      .from(apps)
      .where(and(within(opened, apps), eq(apps.id, row.appId))),
    read.select({ id: tenants.id, name: tenants.name }).from(tenants).where(eq(tenants.id, opened.tenantId)),
    read
      .select()
      .from(t)
      .where(and(sameApp, earlierThan, eq(t.state, "succeeded"), ne(t.id, id)))
      .orderBy(...newest)
      .limit(1),
    read
      .select({ id: t.id, state: t.state, at: t.createdAt, from: t.startedAt, to: t.endedAt })
      .from(t)
      .where(and(sameApp, or(earlierThan, eq(t.id, id))))
      .orderBy(...newest)
      .limit(SHOWN),
  ]);
  const [told, before] = await asAllowed(ctx, previous ? [row, previous] : [row]);
  const counted = (await uncountedApps(ctx, [row.appId])).size === 0;
  return {
    reload: toReload(told ?? row),
    tenant: tenant ?? { id: opened.tenantId, name: opened.tenantId },
    app: app ?? null,
    made: await madeBy(ctx, row, counted),
    previous: before ? { reload: toReload(before), made: await madeBy(ctx, before, counted) } : null,
    trend: earlier.reverse().map(({ from, to, ...shown }) => ({
      ...shown,
      ms: from && to ? to.getTime() - from.getTime() : null,
    })),
  };
}

async function madeBy(ctx: Context, row: ReloadRow, counted: boolean): Promise<Made | null> {
  const { generations: g } = ctx.store.tables;
  if (!row.generationId) return null;
  const [made] = await ctx.store.read
    .select()
    .from(g)
    .where(and(eq(g.id, row.generationId), eq(g.tenantId, row.tenantId)));
  if (!made) return null;
  const { id, rows, bytes, createdAt, droppedAt } = made;
  const size = counted ? { rows, bytes } : { rows: null, bytes: null };
  return { id, ...size, createdAt, dropped: droppedAt !== null };
}
