import { and, asc, eq, gt, inArray } from "drizzle-orm";
import { ofCustomers, scope, scopeOf, visibleTenants, within, withoutHidden } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { newestFirst, olderThan, pageOf } from "@/server/shared/newest-first";
import type { Page } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { asAllowed, uncountedApps } from "./counts";
import { type Reload, type ReloadRow, toReload } from "./reload";
import {
  type ListReloadsInput,
  listReloadsInput,
  type ReloadLogInput,
  reloadIdInput,
  reloadLogInput,
} from "./schemas";

/** A reload's row, not yet opened by a scope. @throws `reload.not_found` */
export async function reloadRow(ctx: Context, id: string): Promise<ReloadRow> {
  const { reloads: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(t).where(eq(t.id, id));
  if (!row) throw notFound("reload", id);
  return row;
}

/** @throws `reload.not_found` */
export async function getReload(ctx: Context, input: { id: string }): Promise<Reload> {
  const { id } = parse(reloadIdInput, input);
  const row = await reloadRow(ctx, id);
  await scopeOf(ctx, "reloads:read", "reload", id, row);
  return allowed(ctx, toReload(row));
}

async function allowed(ctx: Context, reload: Reload): Promise<Reload> {
  const [told] = await asAllowed(ctx, [reload]);
  return told ?? reload;
}

/** Reloads of one tenant or app, or of all tenants the actor may see; newest first, keyset-paged. */
export async function listReloads(ctx: Context, input: ListReloadsInput = {}): Promise<Page<Reload>> {
  const f = parse(listReloadsInput, input);
  const { reloads: t } = ctx.store.tables;
  const visible = visibleTenants(ctx, "reloads:read");
  const only = f.tenantId ? within(await scope(ctx, "reloads:read", f.tenantId), t) : undefined;
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(
      and(
        only,
        visible ? inArray(t.tenantId, visible) : undefined,
        f.tenantId || f.appId ? undefined : ofCustomers(ctx, t.tenantId),
        f.appId ? eq(t.appId, f.appId) : undefined,
        f.state ? eq(t.state, f.state) : undefined,
        await withoutHidden(ctx, t.appId),
        olderThan(t, f.cursor),
      ),
    )
    .orderBy(...newestFirst(t))
    .limit(f.limit + 1);
  return pageOf(await asAllowed(ctx, rows), f.limit, toReload);
}

export interface ReloadLogEntry {
  id: number;
  at: Date;
  level: "debug" | "info" | "warn" | "error";
  source: string;
  message: string;
}

/**
 * Lines of a reload's log after `after`, oldest first; only what went wrong, where the others would tell the asker how
 * much there is of data they see a part of. @throws `reload.not_found`
 */
export async function reloadLog(ctx: Context, input: ReloadLogInput): Promise<ReloadLogEntry[]> {
  const { id, after, limit } = parse(reloadLogInput, input);
  const row = await reloadRow(ctx, id);
  const opened = await scopeOf(ctx, "reloads:read", "reload", id, row);
  const hidden = (await uncountedApps(ctx, [row.appId])).size > 0;
  const { reloadLog: t } = ctx.store.tables;
  const { at, level, source, message } = t;
  return ctx.store.read
    .select({ id: t.id, at, level, source, message })
    .from(t)
    .where(
      and(
        within(opened, t),
        eq(t.reloadId, id),
        gt(t.id, after),
        hidden ? inArray(t.level, ["warn", "error"]) : undefined,
      ),
    )
    .orderBy(asc(t.id))
    .limit(limit);
}
