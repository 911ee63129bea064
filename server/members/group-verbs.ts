import { and, count, eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { scope, scopeOf, type TenantScope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import type { Granted } from "./grant-rows";
import { refuseLastGrant } from "./last-grant";
import { groupName } from "./schemas";

export const MOST_GROUPS = 500;

export const createGroupInput = z.strictObject({ tenantId: z.string(), name: groupName });
export const groupIdInput = z.strictObject({ id: z.string().min(1).max(60) });
export const renameGroupInput = groupIdInput.extend({ name: groupName });

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

/** @throws `groups.taken`, `groups.limit` */
export async function createGroup(ctx: Context, input: z.input<typeof createGroupInput>): Promise<Granted> {
  const { tenantId, name } = parse(createGroupInput, input);
  const opened = await scope(ctx, "members:write", tenantId);
  const { groups: t } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    await refuseTaken(ctx, db, opened, name);
    const [have] = await db.select({ n: count() }).from(t).where(within(opened, t));
    if ((have?.n ?? 0) >= MOST_GROUPS)
      throw new AppError("limit", "groups.limit", `A tenant has at most ${MOST_GROUPS} groups.`, {
        advice: "Delete a group nobody needs.",
        params: { limit: MOST_GROUPS },
      });
    const createdAt = ctx.clock.now();
    const id = newId("group", createdAt.getTime());
    await db.insert(t).values({ id, tenantId: opened.tenantId, name, createdAt });
    await append(db, ctx, { tenantId, action: "group.create", target: id, payload: { name } });
    return { id, name };
  });
}

async function openedGroup(ctx: Context, id: string) {
  const { groups: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(t).where(eq(t.id, id));
  const opened = await scopeOf(ctx, "members:write", "group", id, row);
  return { opened, name: row?.name ?? "" };
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

/** Renames a group; its people and what it opens stay. Hosts must name it anew in their tokens. @throws `groups.taken` */
export async function renameGroup(ctx: Context, input: z.input<typeof renameGroupInput>): Promise<Granted> {
  const { id, name } = parse(renameGroupInput, input);
  const { opened, name: before } = await openedGroup(ctx, id);
  if (before === name) return { id, name };
  const { groups: t } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    await refuseTaken(ctx, db, opened, name);
    await db.update(t).set({ name }).where(eq(t.id, id));
    const members = await replaceInMembers(ctx, db, opened, { from: before, to: name });
    const { tenantId } = opened;
    const payload = { before, after: name, members };
    await append(db, ctx, { tenantId, action: "group.rename", target: id, payload });
    return { id, name };
  });
}

/** Deletes a group: its people stay, without it. @throws `groups.last_grant` */
export async function deleteGroup(ctx: Context, input: z.input<typeof groupIdInput>): Promise<void> {
  const { id } = parse(groupIdInput, input);
  const { opened, name } = await openedGroup(ctx, id);
  const { groups: t, grants: g } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    await refuseLastGrant(ctx, db, opened, { id, name });
    await db.delete(g).where(and(within(opened, g), eq(g.groupId, id)));
    const members = await replaceInMembers(ctx, db, opened, { from: name, to: null });
    await db.delete(t).where(eq(t.id, id));
    const { tenantId } = opened;
    await append(db, ctx, { tenantId, action: "group.delete", target: id, payload: { name, members } });
  });
}
