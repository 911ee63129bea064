import { and, asc, count, eq, gt, inArray } from "drizzle-orm";
import { z } from "zod";
import { authorize, visibleTenants } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { decodeCursor, encodeCursor, type Page, pageInput } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import type { Manifest } from "./schemas";
import type { Sheet } from "./sheet-schema";
import { type Template, toTemplate } from "./template";

/** A template as a card of the catalogue shows it. */
export interface CatalogueCard extends Template {
  description: string | Record<string, string> | null;
  questions: (string | Record<string, string>)[];
  tables: number;
  measures: number;
  connections: number;
  sheets: { id: string; title: string | Record<string, string>; objects: SheetPlace[] }[];
  versions: number;
  /** Apps made of it, whatever their version. */
  apps: number;
}

/** Where an object stands in the sheet's grid of 24 columns. */
export interface SheetPlace {
  kind: string;
  at: [number, number, number, number];
}

const MOST = 200;

/** Every template with what its newest version asks for and answers, by module. */
export async function templateCatalogue(ctx: Context): Promise<CatalogueCard[]> {
  authorize(ctx, "templates:read");
  const { templates: t, templateVersions: v, apps, tenants } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ template: t, manifest: v.manifest, sheets: v.sheets })
    .from(t)
    .innerJoin(v, and(eq(v.templateId, t.id), eq(v.version, t.latestVersion)))
    .orderBy(asc(t.module), asc(t.id))
    .limit(MOST);
  const ids = rows.map((row) => row.template.id);
  const [used, versions] = await Promise.all([
    ctx.store.read
      .select({ id: apps.templateId, n: count() })
      .from(apps)
      .innerJoin(tenants, eq(tenants.id, apps.tenantId))
      .where(and(inArray(apps.templateId, ids), eq(tenants.kind, "customer")))
      .groupBy(apps.templateId),
    ctx.store.read
      .select({ id: v.templateId, n: count() })
      .from(v)
      .where(and(inArray(v.templateId, ids), eq(v.state, "released")))
      .groupBy(v.templateId),
  ]);
  const of = (counts: { id: string; n: number }[], id: string) => counts.find((c) => c.id === id)?.n ?? 0;
  return rows.map((row) => {
    const manifest = row.manifest as Manifest;
    return {
      ...toTemplate(row.template),
      description: manifest.description ?? null,
      questions: manifest.questions,
      tables: manifest.tables.length,
      measures: manifest.measures.length,
      connections: manifest.connections.length,
      sheets: (row.sheets as Sheet[]).map(({ sheet, title, objects }) => ({
        id: sheet,
        title,
        objects: objects.map(({ kind, at }) => ({ kind, at })),
      })),
      versions: of(versions, row.template.id),
      apps: of(used, row.template.id),
    };
  });
}

export const templateUseInput = z.strictObject({ ...pageInput, id: z.string().max(63) });
export type TemplateUseInput = z.input<typeof templateUseInput>;

/** An app made of a template. */
export interface TemplateUse {
  app: string;
  title: string;
  tenantId: string;
  tenant: string;
  publishedVersion: string | null;
  stagedVersion: string | null;
}

/** Apps made of a template, in the tenants the actor may see, keyset-paged. */
export async function templateUse(ctx: Context, input: TemplateUseInput): Promise<Page<TemplateUse>> {
  authorize(ctx, "templates:read");
  const f = parse(templateUseInput, input);
  const visible = visibleTenants(ctx, "apps:read");
  const { apps: t, tenants } = ctx.store.tables;
  const after = f.cursor ? gt(t.id, decodeCursor(f.cursor).id) : undefined;
  const rows = await ctx.store.read
    .select({
      app: t.id,
      title: t.title,
      tenantId: t.tenantId,
      tenant: tenants.name,
      publishedVersion: t.publishedVersion,
      stagedVersion: t.stagedVersion,
    })
    .from(t)
    .innerJoin(tenants, eq(tenants.id, t.tenantId))
    .where(
      and(
        eq(t.templateId, f.id),
        eq(tenants.kind, "customer"),
        visible ? inArray(t.tenantId, visible) : undefined,
        after,
      ),
    )
    .orderBy(asc(t.id))
    .limit(f.limit + 1);
  const items = rows.slice(0, f.limit);
  const last = items.at(-1);
  return { items, next: rows.length > f.limit && last ? encodeCursor(null, last.app) : null };
}
