import { and, eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { scope, type TenantScope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { type Granted, rowsOf } from "./grant-rows";
import { updateGroup } from "./group-verbs";
import type { GroupRow } from "./groups-plan";
import type { Imported } from "./import";
import type { Right } from "./rights";
import { updateMember } from "./update";

/**
 * Does one row of a file of groups, whose group is there by now: its id, all of its rights or none, its people.
 * @param joined ids of people who came into some group, added to
 * @internal
 */
export async function doGroup(
  ctx: Context,
  { tenantId, row, joined }: { tenantId: string; row: GroupRow; joined: Set<string> },
  done: Pick<Imported, "granted">,
): Promise<void> {
  const opened = await scope(ctx, "members:write", tenantId);
  const { members: m, groups: g } = ctx.store.tables;
  const { group, joining, granting, externalId } = row;
  const [found] = await ctx.store.read
    .select({ id: g.id })
    .from(g)
    .where(and(within(opened, g), eq(g.name, group)));
  if (found && externalId) await updateGroup(ctx, { id: found.id, externalId });
  if (found && granting.length > 0) done.granted += await grantAll(ctx, opened, found.id, granting);
  const rows = await ctx.store.read.select().from(m).where(within(opened, m));
  for (const member of rows.filter(({ email }) => joining.includes(email.toLowerCase()))) {
    if (member.groups.includes(group)) continue;
    await updateMember(ctx, { id: member.id, groups: [...member.groups, group] });
    joined.add(member.id);
  }
}

const namesOf = (groups: Granted[]) => groups.map(({ name }) => name).sort();

/** Gives a group what it does not have yet, beside the groups that have it. @returns how many rights it got */
async function grantAll(
  ctx: Context,
  opened: TenantScope,
  groupId: string,
  rights: readonly Right[],
): Promise<number> {
  const { grants: g } = ctx.store.tables;
  const { tenantId } = opened;
  return ctx.store.tx(async (db) => {
    const createdAt = ctx.clock.now();
    let given = 0;
    for (const { kind, appId, target, told } of rights) {
      const what = { kind, appId, target };
      const before = await rowsOf(ctx, db, opened, what);
      if (before.some(({ id }) => id === groupId)) continue;
      const id = newId("grant", createdAt.getTime());
      await db.insert(g).values({ id, tenantId, groupId, ...what, createdAt });
      const after = await rowsOf(ctx, db, opened, what);
      const payload = { ...told.payload, before: namesOf(before), after: namesOf(after) };
      await append(db, ctx, { tenantId, action: told.action, target: told.target, payload });
      given++;
    }
    return given;
  });
}
