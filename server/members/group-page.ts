import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Schema } from "@/db/schema";
import { scope, scopeOf, visibleTenants, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { newestFirst, olderThan, pageOf } from "@/server/shared/newest-first";
import { type Page, pageInput } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { externalId, groupName } from "./schemas";

export const groupPageInput = z.strictObject({
  ...pageInput,
  tenantId: z.string().optional(),
  name: groupName.optional(),
  externalId: externalId.optional(),
});

/** A group as programs see it, with the ids of its people. */
export interface GroupItem {
  id: string;
  tenantId: string;
  name: string;
  externalId: string | null;
  members: { id: string; externalId: string | null }[];
  createdAt: Date;
}

type GroupRow = Schema["groups"]["$inferSelect"];

async function withPeople(ctx: Context, rows: GroupRow[]): Promise<(row: GroupRow) => GroupItem> {
  const { members: m } = ctx.store.tables;
  const tenants = [...new Set(rows.map(({ tenantId }) => tenantId))];
  const people = await ctx.store.read
    .select({ id: m.id, externalId: m.externalId, groups: m.groups, tenantId: m.tenantId })
    .from(m)
    .where(inArray(m.tenantId, tenants));
  return ({ id, tenantId, name, externalId, createdAt }) => {
    const inside = people.filter((one) => one.tenantId === tenantId && one.groups.includes(name));
    const members = inside.map((one) => ({ id: one.id, externalId: one.externalId }));
    return { id, tenantId, name, externalId, members, createdAt };
  };
}

/** Groups of one tenant, or of all tenants the actor may see; newest first, keyset-paged. */
export async function groupPage(
  ctx: Context,
  input: z.input<typeof groupPageInput> = {},
): Promise<Page<GroupItem>> {
  const f = parse(groupPageInput, input);
  const { groups: t } = ctx.store.tables;
  const visible = visibleTenants(ctx, "members:read");
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(
      and(
        f.tenantId ? within(await scope(ctx, "members:read", f.tenantId), t) : undefined,
        f.name === undefined ? undefined : eq(t.name, f.name),
        f.externalId === undefined ? undefined : eq(t.externalId, f.externalId),
        visible ? inArray(t.tenantId, visible) : undefined,
        olderThan(t, f.cursor),
      ),
    )
    .orderBy(...newestFirst(t))
    .limit(f.limit + 1);
  return pageOf(rows, f.limit, await withPeople(ctx, rows));
}

/** @throws `group.not_found` */
export async function getGroup(ctx: Context, input: { id: string }): Promise<GroupItem> {
  const { groups: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(t).where(eq(t.id, input.id));
  await scopeOf(ctx, "members:read", "group", input.id, row);
  if (!row) throw notFound("group", input.id);
  return (await withPeople(ctx, [row]))(row);
}
