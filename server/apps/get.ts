import { and, eq, inArray } from "drizzle-orm";
import {
  isOperator,
  ofCustomers,
  scope,
  scopeOf,
  type TenantScope,
  visibleTenants,
  within,
  withoutHidden,
} from "@/server/auth";
import type { DataModel } from "@/server/platform/model";
import type { Context } from "@/server/shared/context";
import { isAppError, notFound } from "@/server/shared/errors";
import { newestFirst, olderThan, pageOf } from "@/server/shared/newest-first";
import type { Page } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { askableApp } from "./answering";
import { type App, type AppRow, type GenerationRow, toApp } from "./app";
import { type AppAsker, askerOf } from "./asker";
import { hasPartialReload } from "./partial";
import { isRestricted } from "./restricted";
import { appIdInput, type ListAppsInput, listAppsInput } from "./schemas";
import { modelWithout } from "./wall";
import { withheldFields } from "./withheld";

/** An app's row, not yet opened by a scope. @throws `app.not_found` */
export async function appRow(ctx: Context, id: string): Promise<AppRow> {
  const { apps: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(t).where(eq(t.id, id));
  if (!row) throw notFound("app", id);
  return row;
}

/** What an app serves, as far as who asks may know it. */
export type Served = Omit<GenerationRow, "bytes"> & {
  /** null where section access shows the asker only a part of it. */
  bytes: number | null;
};

export interface OneApp extends App {
  published: Served | null;
  /** Whether a partial reload has anything to do. */
  hasPartialReload: boolean;
}

/** An app and the facts of what it serves now. @throws `app.not_found` */
export async function getApp(ctx: Context, input: { id: string }): Promise<OneApp> {
  const { id } = parse(appIdInput, input);
  const row = await appRow(ctx, id);
  const opened = await scopeOf(ctx, "apps:read", "app", id, row);
  const { generations: g } = ctx.store.tables;
  const [published] = row.publishedGenerationId
    ? await ctx.store.read
        .select()
        .from(g)
        .where(and(within(opened, g), eq(g.id, row.publishedGenerationId)))
    : [];
  return {
    ...toApp(row),
    published: published ? await shownTo(ctx, opened, row, published) : null,
    hasPartialReload: await hasPartialReload(ctx, row),
  };
}

/** With section access a tenant's people see model and rows of what they may see; operators see all of it. */
async function shownTo(
  ctx: Context,
  opened: TenantScope,
  row: AppRow,
  published: GenerationRow,
): Promise<Served> {
  if (isOperator(ctx.actor)) return published;
  const asker = await askerOf(ctx, opened);
  if (!isRestricted(published.model)) {
    const fields = await withheldFields(ctx, row, asker);
    return { ...published, model: { ...modelWithout(published.model as unknown as DataModel, fields) } };
  }
  const model = await modelFor(ctx, row, asker);
  const rows = model.tables.reduce((sum, table) => sum + table.rows, 0);
  return { ...published, model: { ...model }, rows, bytes: null };
}

const NOTHING: DataModel = { tables: [], fields: [], associations: [], loops: [], syntheticKeys: [] };

async function modelFor(ctx: Context, row: AppRow, asker: AppAsker): Promise<DataModel> {
  try {
    const app = await askableApp(ctx, row);
    return await app.model(asker);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return NOTHING;
  }
}

/** Apps of one tenant, or of all tenants the actor may see; newest first, keyset-paged. */
export async function listApps(ctx: Context, input: ListAppsInput = {}): Promise<Page<App>> {
  const f = parse(listAppsInput, input);
  const { apps: t } = ctx.store.tables;
  const visible = visibleTenants(ctx, "apps:read");
  const only = f.tenantId ? within(await scope(ctx, "apps:read", f.tenantId), t) : undefined;
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(
      and(
        only,
        visible ? inArray(t.tenantId, visible) : undefined,
        f.tenantId ? undefined : ofCustomers(ctx, t.tenantId),
        f.templateId ? eq(t.templateId, f.templateId) : undefined,
        await withoutHidden(ctx, t.id),
        olderThan(t, f.cursor),
      ),
    )
    .orderBy(...newestFirst(t))
    .limit(f.limit + 1);
  return pageOf(rows, f.limit, toApp);
}

/** The tenant's app made of a template, or null. */
export async function findApp(ctx: Context, tenantId: string, templateId: string): Promise<AppRow | null> {
  const opened = await scope(ctx, "apps:read", tenantId);
  const { apps: t } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select()
    .from(t)
    .where(and(within(opened, t), eq(t.templateId, templateId)));
  return row ?? null;
}

/** All apps of a tenant. */
export async function tenantApps(ctx: Context, tenantId: string): Promise<AppRow[]> {
  const opened = await scope(ctx, "apps:read", tenantId);
  const { apps: t } = ctx.store.tables;
  return ctx.store.read.select().from(t).where(within(opened, t));
}
