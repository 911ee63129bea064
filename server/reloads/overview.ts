import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { RELOAD_STATES } from "@/db/schema/states";
import { ofCustomers, visibleTenants, withoutHidden } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { newestFirst, olderThan, pageOf } from "@/server/shared/newest-first";
import { type Page, pageInput } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { uncountedApps } from "./counts";
import type { ReloadRow } from "./reload";
import { RELOAD_TRIGGERS } from "./trigger-schemas";

export const reloadOverviewInput = z.strictObject({
  ...pageInput,
  tenantId: z.string().max(60).optional(),
  appId: z.string().max(60).optional(),
  state: z.enum(RELOAD_STATES).optional(),
  trigger: z.enum(RELOAD_TRIGGERS).optional(),
});
export type ReloadOverviewInput = z.input<typeof reloadOverviewInput>;

/** A reload in the list over all tenants: how it went, without its tables. */
export interface ListedReload {
  id: string;
  tenantId: string;
  tenant: string;
  appId: string;
  app: string;
  runId: string | null;
  state: ReloadRow["state"];
  trigger: ReloadRow["trigger"];
  rows: number | null;
  error: string | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

/** Reloads of all tenants the actor may see, with the names of their app and tenant; newest first, keyset-paged. */
export async function reloadOverview(
  ctx: Context,
  input: ReloadOverviewInput = {},
): Promise<Page<ListedReload>> {
  const f = parse(reloadOverviewInput, input);
  const { reloads: t, tenants, apps } = ctx.store.tables;
  const visible = visibleTenants(ctx, "reloads:read");
  const rows = await ctx.store.read
    .select({ reload: t, tenant: tenants.name, app: apps.title })
    .from(t)
    .innerJoin(tenants, eq(tenants.id, t.tenantId))
    .leftJoin(apps, eq(apps.id, t.appId))
    .where(
      and(
        visible ? inArray(t.tenantId, visible) : undefined,
        f.tenantId ? eq(t.tenantId, f.tenantId) : undefined,
        f.tenantId || f.appId ? undefined : ofCustomers(ctx, t.tenantId),
        f.appId ? eq(t.appId, f.appId) : undefined,
        f.state ? eq(t.state, f.state) : undefined,
        f.trigger ? eq(t.trigger, f.trigger) : undefined,
        await withoutHidden(ctx, t.appId),
        olderThan(t, f.cursor),
      ),
    )
    .orderBy(...newestFirst(t))
    .limit(f.limit + 1);
  const hidden = await uncountedApps(
    ctx,
    rows.map(({ reload }) => reload.appId),
  );
  const names = new Map(rows.map((row) => [row.reload.id, row]));
  return pageOf(
    rows.map(({ reload }) => reload),
    f.limit,
    ({ progress, error, generationId: _generation, attempt: _attempt, ...shown }) => ({
      ...shown,
      tenant: names.get(shown.id)?.tenant ?? shown.tenantId,
      app: names.get(shown.id)?.app ?? shown.appId,
      rows: hidden.has(shown.appId) ? null : (progress?.rows ?? null),
      error: error?.message ?? null,
    }),
  );
}
