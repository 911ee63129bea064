import { and, asc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { scopeOf, type TenantScope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";

export const grantsOfInput = z.strictObject({ appId: z.string().min(1).max(60) });
export const setGrantsInput = grantsOfInput.extend({
  /** Ids of groups; none opens the app to all people of the tenant. */
  groups: z.array(z.string().min(1).max(60)).max(200),
});

export interface Granted {
  id: string;
  name: string;
}

async function openedApp(ctx: Context, permission: "members:read" | "members:write", appId: string) {
  const { apps: t } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select({ id: t.id, tenantId: t.tenantId, title: t.title })
    .from(t)
    .where(eq(t.id, appId));
  const opened = await scopeOf(ctx, permission, "app", appId, row);
  if (!row) throw notFound("app", appId);
  return { row, opened };
}

function rowsOf(ctx: Context, db: Pick<Database, "select">, opened: TenantScope, appId: string) {
  const { grants: g, groups } = ctx.store.tables;
  return db
    .select({ id: groups.id, name: groups.name })
    .from(g)
    .innerJoin(groups, eq(groups.id, g.groupId))
    .where(and(within(opened, g), eq(g.kind, "app"), eq(g.appId, appId)))
    .orderBy(asc(groups.name));
}

/** Groups that open an app; none: all people of the tenant do. @throws `app.not_found` */
export async function grantsOf(ctx: Context, input: z.input<typeof grantsOfInput>): Promise<Granted[]> {
  const { appId } = parse(grantsOfInput, input);
  const { opened } = await openedApp(ctx, "members:read", appId);
  return rowsOf(ctx, ctx.store.read, opened, appId);
}

/**
 * Says which groups open an app. Admins open it always. Equal grants write nothing.
 * @throws `app.not_found`, `group.not_found`
 */
export async function setGrants(ctx: Context, input: z.input<typeof setGrantsInput>): Promise<Granted[]> {
  const { appId, groups: ids } = parse(setGrantsInput, input);
  const { row, opened } = await openedApp(ctx, "members:write", appId);
  const { grants: g } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const before = await rowsOf(ctx, db, opened, appId);
    const after = await groupsById(ctx, db, opened, ids);
    const names = (groups: Granted[]) => groups.map(({ name }) => name).sort();
    if (names(before).join("\n") === names(after).join("\n")) return before;
    const createdAt = ctx.clock.now();
    const { tenantId } = opened;
    await db.delete(g).where(and(within(opened, g), eq(g.kind, "app"), eq(g.appId, appId)));
    for (const { id: groupId } of after) {
      const id = newId("grant", createdAt.getTime());
      await db.insert(g).values({ id, tenantId, groupId, appId, kind: "app", createdAt });
    }
    const payload = { app: row.title, before: names(before), after: names(after) };
    await append(db, ctx, { tenantId, action: "app.grant", target: appId, payload });
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

/**
 * A group that alone opens an app cannot go: the app would be open to everybody by it.
 * @throws `groups.last_grant`
 */
export async function refuseLastGrant(
  ctx: Context,
  db: Database,
  opened: TenantScope,
  group: Granted,
): Promise<void> {
  const { grants: g, apps } = ctx.store.tables;
  const mine = await db
    .select({ appId: g.appId, title: apps.title })
    .from(g)
    .innerJoin(apps, eq(apps.id, g.appId))
    .where(and(within(opened, g), eq(g.groupId, group.id), eq(g.kind, "app")));
  for (const { appId, title } of mine) {
    if ((await rowsOf(ctx, db, opened, appId)).some(({ id }) => id !== group.id)) continue;
    throw new AppError(
      "conflict",
      "groups.last_grant",
      `"${group.name}" is the only group that opens "${title}".`,
      {
        advice: "Say on the app's page who else may open it, or open it to everybody; then delete the group.",
        params: { group: group.name, app: title },
      },
    );
  }
}

/** Ids of the groups among these that open something. */
export async function groupsWithGrants(ctx: Context, db: Database, ids: string[]): Promise<Set<string>> {
  const { grants: g } = ctx.store.tables;
  if (ids.length === 0) return new Set();
  const rows = await db.select({ id: g.groupId }).from(g).where(inArray(g.groupId, ids));
  return new Set(rows.map((row) => row.id));
}
