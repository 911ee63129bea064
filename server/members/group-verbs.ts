import { and, count, eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { scope, scopeOf, type TenantScope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { refuseTakenExternalId } from "./external-id";
import type { Granted } from "./grant-rows";
import { refuseLastGrant } from "./last-grant";
import { externalId, groupName } from "./schemas";

export const MOST_GROUPS = 500;

export const createGroupInput = z.strictObject({
  tenantId: z.string(),
  name: groupName,
  externalId: externalId.optional(),
});
export const groupIdInput = z.strictObject({ id: z.string().min(1).max(60) });
export const updateGroupInput = groupIdInput.extend({
  name: groupName.optional(),
  /** null takes it away. */
  externalId: externalId.nullable().optional(),
});

/** A group, with its id in the customer's own directory. */
export interface Group extends Granted {
  externalId: string | null;
}

const taken = (name: string) =>
  new AppError("conflict", "groups.taken", `There is a group "${name}" already.`, {
    advice: "Choose another name.",
    issues: [{ path: "name", message: "is taken" }],
    params: { name },
  });

async function refuseTaken(ctx: Context, db: Database, opened: TenantScope, name: string): Promise<void> {
  const { groups: t } = ctx.store.tables;
  const found = await db
    .select({ id: t.id })
    .from(t)
    .where(and(within(opened, t), eq(t.name, name)));
  if (found.length > 0) throw taken(name);
}

/** @throws `groups.taken`, `groups.limit`, `members.external_taken` */
export async function createGroup(ctx: Context, input: z.input<typeof createGroupInput>): Promise<Group> {
  const { tenantId, name, externalId = null } = parse(createGroupInput, input);
  const opened = await scope(ctx, "members:write", tenantId);
  const { groups: t } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    await refuseTaken(ctx, db, opened, name);
    if (externalId) await refuseTakenExternalId(ctx, db, opened, { of: "groups", externalId });
    const [have] = await db.select({ n: count() }).from(t).where(within(opened, t));
    if ((have?.n ?? 0) >= MOST_GROUPS)
      throw new AppError("limit", "groups.limit", `A tenant has at most ${MOST_GROUPS} groups.`, {
        advice: "Delete a group nobody needs.",
        params: { limit: MOST_GROUPS },
      });
    const createdAt = ctx.clock.now();
    const id = newId("group", createdAt.getTime());
    await db.insert(t).values({ id, tenantId: opened.tenantId, name, externalId, createdAt });
    const payload = { name, ...(externalId ? { externalId } : {}) };
    await append(db, ctx, { tenantId, action: "group.create", target: id, payload });
    return { id, name, externalId };
  });
}

async function groupRow(ctx: Context, db: Pick<Database, "select">, id: string) {
  const { groups: t } = ctx.store.tables;
  const [row] = await db.select().from(t).where(eq(t.id, id));
  if (!row) throw notFound("group", id);
  return row;
}

async function openedGroup(ctx: Context, id: string): Promise<TenantScope> {
  return scopeOf(ctx, "members:write", "group", id, await groupRow(ctx, ctx.store.read, id));
}

/** Takes a name out of the people's groups, or puts another in its place. @returns how many had it */
async function replaceInMembers(
  ctx: Context,
  db: Database,
  opened: TenantScope,
  { from, to }: { from: string; to: string | null },
): Promise<number> {
  const { members: m } = ctx.store.tables;
  const rows = await db.select({ id: m.id, groups: m.groups }).from(m).where(within(opened, m));
  const having = rows.filter((row) => row.groups.includes(from));
  const updatedAt = ctx.clock.now();
  for (const { id, groups } of having) {
    const next = groups.flatMap((name) => (name === from ? (to ?? []) : name));
    await db.update(m).set({ groups: next, updatedAt }).where(eq(m.id, id));
  }
  return having.length;
}

/**
 * Renames a group, or says what the customer's directory calls it; its id, its people and what it opens stay. Hosts must
 * name a renamed one anew in their tokens. Equal values write nothing.
 * @throws `groups.taken`, `members.external_taken`
 */
export async function updateGroup(ctx: Context, input: z.input<typeof updateGroupInput>): Promise<Group> {
  const { id, ...wanted } = parse(updateGroupInput, input);
  const opened = await openedGroup(ctx, id);
  const { groups: t } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const before = await groupRow(ctx, db, id);
    const { name = before.name, externalId = before.externalId } = wanted;
    const renamed = name !== before.name;
    const linked = externalId !== before.externalId;
    if (!renamed && !linked) return { id, name, externalId };
    if (renamed) await refuseTaken(ctx, db, opened, name);
    if (linked && externalId)
      await refuseTakenExternalId(ctx, db, opened, { of: "groups", externalId, except: id });
    await db.update(t).set({ name, externalId }).where(eq(t.id, id));
    const record = { tenantId: opened.tenantId, target: id };
    if (renamed) {
      const members = await replaceInMembers(ctx, db, opened, { from: before.name, to: name });
      const payload = { before: before.name, after: name, members };
      await append(db, ctx, { ...record, action: "group.rename", payload });
    }
    if (linked) {
      const payload = { name, before: before.externalId, after: externalId };
      await append(db, ctx, { ...record, action: "group.link", payload });
    }
    return { id, name, externalId };
  });
}

/** Deletes a group: its people stay, without it. @throws `groups.last_grant` */
export async function deleteGroup(ctx: Context, input: z.input<typeof groupIdInput>): Promise<void> {
  const { id } = parse(groupIdInput, input);
  const opened = await openedGroup(ctx, id);
  const { groups: t, grants: g } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    const { name } = await groupRow(ctx, db, id);
    await refuseLastGrant(ctx, db, opened, { id, name });
    await db.delete(g).where(and(within(opened, g), eq(g.groupId, id)));
    const members = await replaceInMembers(ctx, db, opened, { from: name, to: null });
    await db.delete(t).where(eq(t.id, id));
    const { tenantId } = opened;
    await append(db, ctx, { tenantId, action: "group.delete", target: id, payload: { name, members } });
  });
}
