import { and, asc, count, eq, inArray } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { scope, type TenantScope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { didYouMean } from "@/server/shared/nearest";
import { groupsWithGrants } from "./last-grant";

/** Names of a tenant's groups, sorted. */
export async function listGroups(ctx: Context, input: { tenantId: string }): Promise<string[]> {
  const opened = await scope(ctx, "members:read", input.tenantId);
  const { groups: t } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ name: t.name })
    .from(t)
    .where(within(opened, t))
    .orderBy(asc(t.name));
  return rows.map((r) => r.name);
}

/** Makes the groups that are missing; removes none. */
export async function ensureGroups(
  ctx: Context,
  input: { tenantId: string; names: string[] },
): Promise<{ created: string[] }> {
  const opened = await scope(ctx, "members:write", input.tenantId);
  const { groups: t } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const there = await db.select({ name: t.name }).from(t).where(within(opened, t));
    const created = [...new Set(input.names)].filter((n) => !there.some((r) => r.name === n));
    const now = ctx.clock.now();
    for (const name of created) {
      const id = newId("group", now.getTime());
      await db.insert(t).values({ id, tenantId: opened.tenantId, name, createdAt: now });
      await append(db, ctx, {
        tenantId: opened.tenantId,
        action: "group.create",
        target: id,
        payload: { name },
      });
    }
    return { created };
  });
}

/** Removes groups by name. One that opens an app stays: the app would be open to everybody without it. */
export async function removeGroups(
  ctx: Context,
  input: { tenantId: string; names: string[] },
): Promise<void> {
  const opened = await scope(ctx, "members:write", input.tenantId);
  const { groups: t } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    const rows = await db
      .select()
      .from(t)
      .where(and(within(opened, t), inArray(t.name, input.names)));
    const kept = await groupsWithGrants(
      ctx,
      db,
      rows.map((row) => row.id),
    );
    for (const row of rows.filter(({ id }) => !kept.has(id))) {
      await db.delete(t).where(eq(t.id, row.id));
      await append(db, ctx, {
        tenantId: opened.tenantId,
        action: "group.delete",
        target: row.id,
        payload: { name: row.name },
      });
    }
  });
}

/** @throws `members.group` for a group the tenant does not have */
export async function checkGroups(
  ctx: Context,
  db: Database,
  opened: TenantScope,
  names: string[],
): Promise<void> {
  if (names.length === 0) return;
  const { groups: t } = ctx.store.tables;
  const rows = await db.select({ name: t.name }).from(t).where(within(opened, t));
  const known = rows.map((r) => r.name);
  const unknown = names.find((n) => !known.includes(n));
  if (unknown === undefined) return;
  throw new AppError(
    "invalid",
    "members.group",
    `There is no group "${unknown}".${didYouMean(unknown, known)}`,
    {
      advice: known.length > 0 ? `Groups are: ${known.join(", ")}.` : "Make the group first.",
      issues: [{ path: "groups", message: `there is no group "${unknown}"` }],
      params: { group: unknown },
    },
  );
}

export async function countMembers(
  ctx: Context,
  db: Pick<Database, "select">,
  opened: TenantScope,
): Promise<number> {
  const { members: t } = ctx.store.tables;
  const [row] = await db.select({ n: count() }).from(t).where(within(opened, t));
  return row?.n ?? 0;
}
