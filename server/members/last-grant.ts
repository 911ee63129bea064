import { and, eq, inArray } from "drizzle-orm";
import type { Database } from "@/db/store";
import { type TenantScope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { type Granted, rowsOf } from "./grant-rows";

const WHERE = {
  app: "on the app's page",
  sheet: "on the app's page",
  "field-class": "among the field classes",
} as const;

/**
 * A group that alone opens an app, a sheet or a class of fields cannot go: that would be open to everybody by it.
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
    .select({ kind: g.kind, appId: g.appId, target: g.target, title: apps.title })
    .from(g)
    .leftJoin(apps, eq(apps.id, g.appId))
    .where(and(within(opened, g), eq(g.groupId, group.id)));
  for (const { title, ...what } of mine) {
    // Of an app that is gone.
    if (what.kind !== "field-class" && title === null) continue;
    if ((await rowsOf(ctx, db, opened, what)).some(({ id }) => id !== group.id)) continue;
    const named = [what.target, title].filter(Boolean).join(" in ");
    throw new AppError(
      "conflict",
      "groups.last_grant",
      `"${group.name}" is the only group that opens "${named}".`,
      {
        advice: `Say ${WHERE[what.kind]} who else may open it, or open it to everybody; then delete the group.`,
        params: { group: group.name, app: named },
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
