import { and, eq, inArray, like, or, sql } from "drizzle-orm";
import { z } from "zod";
import { ofCustomers, visibleTenants, withoutHidden } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { newestFirst, olderThan, pageOf } from "@/server/shared/newest-first";
import { type Page, pageInput } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { type NewestReload, newestReloads } from "./newest-reloads";
import { reducedApps } from "./restricted";

export const appOverviewInput = z.strictObject({
  ...pageInput,
  q: z.string().trim().max(200).optional(),
  templateId: z.string().max(63).optional(),
  tenantId: z.string().max(60).optional(),
});
export type AppOverviewInput = z.input<typeof appOverviewInput>;

/** An app in the list over all tenants. */
export interface ListedApp {
  id: string;
  tenantId: string;
  tenant: string;
  title: string;
  templateId: string;
  publishedVersion: string | null;
  stagedVersion: string | null;
  publishedAt: Date | null;
  /** When the data it shows was loaded, and how much: null as well where the asker may see only a part of it. */
  dataAt: Date | null;
  rows: number | null;
  reload: NewestReload | null;
  createdAt: Date;
}

/** Apps of all tenants the actor may see, with their last reload; newest first, keyset-paged. */
export async function appOverview(ctx: Context, input: AppOverviewInput = {}): Promise<Page<ListedApp>> {
  const f = parse(appOverviewInput, input);
  const { apps: t, tenants, generations: g } = ctx.store.tables;
  const visible = visibleTenants(ctx, "apps:read");
  const text = f.q ? `%${f.q.toLowerCase().replace(/[%_]/g, "")}%` : undefined;
  const rows = await ctx.store.read
    .select({ app: t, tenant: tenants.name, dataAt: g.createdAt, rows: g.rows })
    .from(t)
    .innerJoin(tenants, eq(tenants.id, t.tenantId))
    .leftJoin(g, eq(g.id, t.publishedGenerationId))
    .where(
      and(
        visible ? inArray(t.tenantId, visible) : undefined,
        f.tenantId ? eq(t.tenantId, f.tenantId) : ofCustomers(ctx, t.tenantId),
        f.templateId ? eq(t.templateId, f.templateId) : undefined,
        text ? or(like(sql`lower(${t.title})`, text), like(tenants.searchText, text)) : undefined,
        await withoutHidden(ctx, t.id),
        olderThan(t, f.cursor),
      ),
    )
    .orderBy(...newestFirst(t))
    .limit(f.limit + 1);
  const more = new Map(rows.map((row) => [row.app.id, row]));
  const newest = await newestReloads(ctx, [...more.keys()]);
  const reduced = await reducedApps(ctx, [...more.keys()]);
  return pageOf(
    rows.map(({ app }) => app),
    f.limit,
    ({ id, tenantId, title, templateId, publishedVersion, stagedVersion, publishedAt, createdAt }) => ({
      ...{ id, tenantId, title, templateId, publishedVersion, stagedVersion, publishedAt, createdAt },
      tenant: more.get(id)?.tenant ?? tenantId,
      dataAt: more.get(id)?.dataAt ?? null,
      rows: reduced.has(id) ? null : (more.get(id)?.rows ?? null),
      reload: newest.get(id) ?? null,
    }),
  );
}
