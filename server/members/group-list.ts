import { and, asc, eq } from "drizzle-orm";
import { hiddenApps, scope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";

const NAMED = 5;

/** A group as the People page shows it. */
export interface TenantGroup {
  id: string;
  name: string;
  /** Id in the customer's own directory. */
  externalId: string | null;
  /** How many people are in it, and the first of them by name. */
  members: number;
  first: { id: string; name: string }[];
  /** Apps this group opens, as far as the actor sees them; others may be open to everybody. */
  apps: { id: string; title: string }[];
  createdAt: Date;
}

/** All groups of a tenant by name, with who is in them and what they open. */
export async function groupOverview(ctx: Context, input: { tenantId: string }): Promise<TenantGroup[]> {
  const opened = await scope(ctx, "members:read", input.tenantId);
  const { groups: t, members: m, grants: g, apps } = ctx.store.tables;
  const { read } = ctx.store;
  const [rows, people, given, hidden] = await Promise.all([
    read.select().from(t).where(within(opened, t)).orderBy(asc(t.name)),
    read
      .select({ id: m.id, name: m.name, groups: m.groups })
      .from(m)
      .where(within(opened, m))
      .orderBy(asc(m.name)),
    read
      .select({ groupId: g.groupId, id: apps.id, title: apps.title })
      .from(g)
      .innerJoin(apps, eq(apps.id, g.appId))
      .where(and(within(opened, g), eq(g.kind, "app")))
      .orderBy(asc(apps.title)),
    hiddenApps(ctx),
  ]);
  return rows.map(({ id, name, externalId, createdAt }) => {
    const inside = people.filter((person) => person.groups.includes(name));
    return {
      id,
      name,
      externalId,
      members: inside.length,
      first: inside.slice(0, NAMED).map((person) => ({ id: person.id, name: person.name })),
      apps: given
        .filter((grant) => grant.groupId === id && !hidden.includes(grant.id))
        .map((grant) => ({ id: grant.id, title: grant.title })),
      createdAt,
    };
  });
}
