import { and, asc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { GrantKind } from "@/db/schema/states";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { type TenantScope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";

/** Ids of groups; none opens it to all people of the tenant. */
export const grantedGroups = z.array(z.string().min(1).max(60)).max(200);

export interface Granted {
  id: string;
  name: string;
}

/** What groups are granted: an app, a sheet of it, or a class of fields, which is of the whole tenant. */
export interface Grantable {
  kind: GrantKind;
  /** Empty for a class of fields. */
  appId: string;
  /** Id of the sheet, name of the class; empty for the app itself. */
  target: string;
}

/** Groups that were granted something, by name. */
export function rowsOf(ctx: Context, db: Pick<Database, "select">, opened: TenantScope, what: Grantable) {
  const { grants: g, groups } = ctx.store.tables;
  return db
    .select({ id: groups.id, name: groups.name })
    .from(g)
    .innerJoin(groups, eq(groups.id, g.groupId))
    .where(and(within(opened, g), isFor(ctx, what)))
    .orderBy(asc(groups.name));
}

function isFor(ctx: Context, { kind, appId, target }: Grantable) {
  const { grants: g } = ctx.store.tables;
  return and(eq(g.kind, kind), eq(g.appId, appId), eq(g.target, target));
}

/**
 * Says which groups are granted something; equal grants write nothing.
 * @param told the audit entry: whose id it is about, and what was granted in words
 * @throws `group.not_found`
 */
export async function replaceGrants(
  ctx: Context,
  opened: TenantScope,
  what: Grantable,
  ids: string[],
  told: { action: string; target: string; payload: Record<string, unknown> },
): Promise<Granted[]> {
  const { grants: g } = ctx.store.tables;
  const { tenantId } = opened;
  return ctx.store.tx(async (db) => {
    const before = await rowsOf(ctx, db, opened, what);
    const after = await groupsById(ctx, db, opened, ids);
    const names = (groups: Granted[]) => groups.map(({ name }) => name).sort();
    if (names(before).join("\n") === names(after).join("\n")) return before;
    const createdAt = ctx.clock.now();
    await db.delete(g).where(and(within(opened, g), isFor(ctx, what)));
    for (const { id: groupId } of after) {
      const id = newId("grant", createdAt.getTime());
      await db.insert(g).values({ id, tenantId, groupId, ...what, createdAt });
    }
    const payload = { ...told.payload, before: names(before), after: names(after) };
    await append(db, ctx, { tenantId, action: told.action, target: told.target, payload });
    return after;
  });
}

async function groupsById(
  ctx: Context,
  db: Database,
  opened: TenantScope,
  ids: string[],
): Promise<Granted[]> {
  if (ids.length === 0) return [];
  const { groups: t } = ctx.store.tables;
  const found = await db
    .select({ id: t.id, name: t.name })
    .from(t)
    .where(and(within(opened, t), inArray(t.id, ids)))
    .orderBy(asc(t.name));
  const unknown = ids.find((id) => !found.some((group) => group.id === id));
  if (unknown !== undefined) throw notFound("group", unknown);
  return found;
}
