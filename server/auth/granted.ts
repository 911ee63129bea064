import { and, eq, inArray, notInArray, type SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Context, Services } from "@/server/shared/context";
import type { Actor } from "./actor";

/** Whether grants keep nothing in a tenant from the actor: its admins, operators and programs. */
export function unlimitedIn(actor: Actor, tenantId: string): boolean {
  if (actor.type !== "user" || actor.operatorRole) return true;
  return actor.memberships.some((m) => m.tenantId === tenantId && m.role === "admin");
}

/** Tenants in which the actor sees only what their groups open: an admin, an operator and a program see all of theirs. */
function limitedTenants({ actor }: Context): string[] {
  if (actor.type !== "user" || actor.operatorRole) return [];
  return actor.memberships.filter((m) => m.role !== "admin").map((m) => m.tenantId);
}

/**
 * Ids of apps whose grants keep the actor out, in tenants they are let into. An app without a grant is open to all of
 * its tenant; a grant of a group that is gone keeps it closed.
 */
export async function hiddenApps(ctx: Context): Promise<string[]> {
  const tenantIds = limitedTenants(ctx);
  if (tenantIds.length === 0) return [];
  const { grants: g, groups, members: m } = ctx.store.tables;
  const given = await ctx.store.read
    .select({ appId: g.appId, tenantId: g.tenantId, group: groups.name })
    .from(g)
    .leftJoin(groups, eq(groups.id, g.groupId))
    .where(and(eq(g.kind, "app"), inArray(g.tenantId, tenantIds)));
  if (given.length === 0) return [];
  const mine = await ctx.store.read
    .select({ tenantId: m.tenantId, groups: m.groups })
    .from(m)
    .where(and(eq(m.userId, ctx.actor.id), inArray(m.tenantId, tenantIds)));
  const groupsIn = new Map(mine.map((row) => [row.tenantId, row.groups]));
  const opened = new Set(
    given.flatMap(({ appId, tenantId, group }) =>
      group !== null && groupsIn.get(tenantId)?.includes(group) ? [appId] : [],
    ),
  );
  return [...new Set(given.map(({ appId }) => appId))].filter((id) => !opened.has(id));
}

/** Condition of a list that leaves hidden apps out. @param appId column with the app's id */
export async function withoutHidden(ctx: Context, appId: SQLiteColumn): Promise<SQL | undefined> {
  const hidden = await hiddenApps(ctx);
  return hidden.length > 0 ? notInArray(appId, hidden) : undefined;
}

/** May people of these groups, as a host names them, open the app? */
export async function groupsOpen(
  { store }: Pick<Services, "store">,
  app: { tenantId: string; appId: string },
  names: readonly string[],
): Promise<boolean> {
  const { grants: g, groups } = store.tables;
  const given = await store.read
    .select({ group: groups.name })
    .from(g)
    .leftJoin(groups, eq(groups.id, g.groupId))
    .where(and(eq(g.kind, "app"), eq(g.tenantId, app.tenantId), eq(g.appId, app.appId)));
  return given.length === 0 || given.some(({ group }) => group !== null && names.includes(group));
}
