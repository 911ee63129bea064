import { and, asc, eq, gt, ne, or } from "drizzle-orm";
import { z } from "zod";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { nearest } from "@/server/shared/nearest";
import { decodeCursor, encodeCursor, type Page, pageInput } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { type Template, type TemplateVersion, toTemplate, toTemplateVersion } from "./template";
import { compareVersions } from "./versions";

export const listTemplatesInput = z.strictObject({ ...pageInput, module: z.string().max(80).optional() });
export type ListTemplatesInput = z.input<typeof listTemplatesInput>;

/** All templates by module and id, keyset-paged. */
export async function listTemplates(ctx: Context, input: ListTemplatesInput = {}): Promise<Page<Template>> {
  authorize(ctx, "templates:read");
  const f = parse(listTemplatesInput, input);
  const { templates: t } = ctx.store.tables;
  const cursor = f.cursor ? decodeCursor(f.cursor) : null;
  const beyond = cursor
    ? or(gt(t.module, String(cursor.value)), and(eq(t.module, String(cursor.value)), gt(t.id, cursor.id)))
    : undefined;
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(and(ne(t.latestVersion, ""), f.module ? eq(t.module, f.module) : undefined, beyond))
    .orderBy(asc(t.module), asc(t.id))
    .limit(f.limit + 1);
  const items = rows.slice(0, f.limit);
  const last = items.at(-1);
  return {
    items: items.map(toTemplate),
    next: rows.length > f.limit && last ? encodeCursor(last.module, last.id) : null,
  };
}

/** A template with all its released versions, newest first. @throws `template.not_found` */
export async function getTemplate(
  ctx: Context,
  input: { id: string },
): Promise<Template & { versions: { version: string; state: string; releasedAt: Date | null }[] }> {
  authorize(ctx, "templates:read");
  const { templates: t, templateVersions: v } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select()
    .from(t)
    .where(and(eq(t.id, input.id), ne(t.latestVersion, "")));
  if (!row) throw await unknownTemplate(ctx, input.id);
  const versions = await ctx.store.read
    .select({ version: v.version, state: v.state, releasedAt: v.releasedAt })
    .from(v)
    .where(and(eq(v.templateId, input.id), eq(v.state, "released")));
  return { ...toTemplate(row), versions: versions.sort((a, b) => compareVersions(b.version, a.version)) };
}

/** One released version with script and sheets. @throws `template.not_found` naming the versions there are */
export async function getTemplateVersion(
  ctx: Context,
  input: { id: string; version: string },
): Promise<TemplateVersion> {
  const found = await anyTemplateVersion(ctx, input);
  if (found?.state === "released") return found;
  const template = await getTemplate(ctx, { id: input.id });
  const error = notFound("template", `${input.id}@${input.version}`);
  error.options.advice = `There are: ${template.versions.map((x) => x.version).join(", ")}.`;
  throw error;
}

/** A version in any state: what an app is made of, also an author's. Null where there is none. */
export async function anyTemplateVersion(
  ctx: Context,
  input: { id: string; version: string },
): Promise<TemplateVersion | null> {
  authorize(ctx, "templates:read");
  const { templateVersions: v } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select()
    .from(v)
    .where(and(eq(v.templateId, input.id), eq(v.version, input.version)));
  return row ? toTemplateVersion(row) : null;
}

async function unknownTemplate(ctx: Context, id: string) {
  const rows = await ctx.store.read
    .select({ id: ctx.store.tables.templates.id })
    .from(ctx.store.tables.templates)
    .where(ne(ctx.store.tables.templates.latestVersion, ""))
    .limit(500);
  const error = notFound("template", id);
  const near = nearest(
    id,
    rows.map((r) => r.id),
  );
  error.options.advice = near
    ? `Did you mean "${near}"?`
    : "Import it first: `npm run --silent tenantry -- templates import FOLDER`.";
  return error;
}
