import { and, asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { scope, type TenantScope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import type { Manifest } from "@/server/templates";
import { type Granted, grantedGroups, replaceGrants } from "./grant-rows";

export const fieldClassesInput = z.strictObject({ tenantId: z.string().min(1).max(60) });
export const setClassGrantsInput = fieldClassesInput.extend({
  name: z.string().min(1).max(63),
  groups: grantedGroups,
});

/** A class of fields that templates of the tenant's apps declare. */
export interface FieldClass {
  name: string;
  /** Of which app, by title, and how the field is called there. */
  fields: { app: string; field: string }[];
  /** Who sees it; none: everybody. */
  groups: Granted[];
}

/** Classes of fields that templates of a tenant's apps declare, by name. @internal */
export async function declared(
  ctx: Context,
  opened: TenantScope,
): Promise<Map<string, FieldClass["fields"]>> {
  const { apps: a, templateVersions: v } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ title: a.title, manifest: v.manifest })
    .from(a)
    .innerJoin(
      v,
      and(
        eq(v.templateId, a.templateId),
        eq(v.version, sql`coalesce(${a.publishedVersion}, ${a.stagedVersion})`),
      ),
    )
    .where(within(opened, a))
    .orderBy(asc(a.title));
  const classes = new Map<string, FieldClass["fields"]>();
  // Checked when it was written.
  for (const { title, manifest } of rows)
    for (const { name, class: of } of (manifest as Manifest).fields ?? [])
      if (of !== undefined) classes.set(of, [...(classes.get(of) ?? []), { app: title, field: name }]);
  return classes;
}

/** Classes of fields in a tenant's apps, and those that were granted before; by name. @throws `tenant.not_found` */
export async function fieldClasses(
  ctx: Context,
  input: z.input<typeof fieldClassesInput>,
): Promise<FieldClass[]> {
  const { tenantId } = parse(fieldClassesInput, input);
  const opened = await scope(ctx, "members:read", tenantId);
  const { grants: g, groups: t } = ctx.store.tables;
  const [classes, given] = await Promise.all([
    declared(ctx, opened),
    ctx.store.read
      .select({ class: g.target, id: t.id, name: t.name })
      .from(g)
      .innerJoin(t, eq(t.id, g.groupId))
      .where(and(within(opened, g), eq(g.appId, ""), eq(g.kind, "field-class"))),
  ]);
  const names = [...new Set([...classes.keys(), ...given.map((it) => it.class)])].sort();
  return names.map((name) => ({
    name,
    fields: classes.get(name) ?? [],
    groups: given.filter((it) => it.class === name).map((it) => ({ id: it.id, name: it.name })),
  }));
}

/**
 * Says which groups see fields of a class, in every app of the tenant; none: everybody. Admins see them always.
 * @throws `tenant.not_found`, `field_class.not_found`, `group.not_found`
 */
export async function setClassGrants(
  ctx: Context,
  input: z.input<typeof setClassGrantsInput>,
): Promise<Granted[]> {
  const { tenantId, name, groups } = parse(setClassGrantsInput, input);
  const opened = await scope(ctx, "members:write", tenantId);
  if (groups.length > 0 && !(await declared(ctx, opened)).has(name)) throw notFound("field_class", name);
  const told = { action: "field_class.grant", target: tenantId, payload: { class: name } };
  return replaceGrants(ctx, opened, { kind: "field-class", appId: "", target: name }, groups, told);
}
