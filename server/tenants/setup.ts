import { and, asc, eq, gt, inArray, isNotNull, isNull, or } from "drizzle-orm";
import { z } from "zod";
import { append } from "@/server/audit";
import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { getTenantRow } from "./get";
import { tenantIdInput } from "./schemas";

/** First steps of a tenant's admin, each ticked by what there really is. */
export interface TenantSetup {
  connection: { done: boolean /** The one to look at; null where there is none. */; id: string | null };
  people: { done: boolean };
  look: { done: boolean };
  app: { done: boolean /** The first one with data. */; id: string | null };
}

export const dismissSetupInput = z.strictObject({ id: z.string().min(1).max(60), dismissed: z.boolean() });

const settingId = (tenantId: string) => `tenant-setup:${tenantId}`;

/** null where all is done, or one of the tenant's admins put it away: it is the tenant's, not a person's. */
export async function tenantSetup(ctx: Context, input: { id: string }): Promise<TenantSetup | null> {
  const { tenantId } = await scope(ctx, "tenants:customize", parse(tenantIdInput, input).id);
  const { settings } = ctx.store.tables;
  const [put] = await ctx.store.read
    .select({ id: settings.id })
    .from(settings)
    .where(eq(settings.id, settingId(tenantId)));
  if (put) return null;
  const [tenant, connection, people, app] = await Promise.all([
    getTenantRow(ctx, tenantId),
    connectionStep(ctx, tenantId),
    peopleStep(ctx, tenantId),
    appStep(ctx, tenantId),
  ]);
  const look = { done: Boolean(tenant.branding.color || tenant.branding.logo) };
  const all = { connection, people, look, app };
  return Object.values(all).every((step) => step.done) ? null : all;
}

/** A connection answered. The one to look at is the first that did not, or was never asked. */
async function connectionStep(ctx: Context, tenantId: string): Promise<TenantSetup["connection"]> {
  const { connections: t } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ id: t.id, testResult: t.testResult })
    .from(t)
    .where(eq(t.tenantId, tenantId))
    .orderBy(asc(t.createdAt), asc(t.id));
  const open = rows.find((row) => row.testResult?.ok !== true);
  const done = rows.some((row) => row.testResult?.ok === true);
  return { done, id: (done ? rows[0] : open)?.id ?? null };
}

/** Somebody besides the first admin has come in, or is invited. */
async function peopleStep(ctx: Context, tenantId: string): Promise<TenantSetup["people"]> {
  const { members: m, invitations: i } = ctx.store.tables;
  const invited = ctx.store.read
    .select({ id: i.memberId })
    .from(i)
    .where(and(eq(i.tenantId, tenantId), isNull(i.revokedAt), gt(i.expiresAt, ctx.clock.now())));
  const rows = await ctx.store.read
    .select({ id: m.id })
    .from(m)
    .where(and(eq(m.tenantId, tenantId), or(isNotNull(m.userId), inArray(m.id, invited))))
    .limit(2);
  return { done: rows.length > 1 };
}

/** One of the tenant's people looked at an app: each look of an admin leaves an entry in the audit. */
async function appStep(ctx: Context, tenantId: string): Promise<TenantSetup["app"]> {
  const { apps: a, members: m, auditEntries: e } = ctx.store.tables;
  const { read } = ctx.store;
  const [[app], people] = await Promise.all([
    read
      .select({ id: a.id })
      .from(a)
      .where(and(eq(a.tenantId, tenantId), isNotNull(a.publishedGenerationId)))
      .orderBy(asc(a.createdAt), asc(a.id))
      .limit(1),
    read
      .select({ user: m.userId })
      .from(m)
      .where(and(eq(m.tenantId, tenantId), isNotNull(m.userId), eq(m.role, "admin"))),
  ]);
  const actors = people.map(({ user }) => `user:${user}`);
  const [looked] = actors.length
    ? await read
        .select({ id: e.id })
        .from(e)
        .where(and(eq(e.chain, tenantId), eq(e.action, "embed.preview"), inArray(e.actor, actors)))
        .limit(1)
    : [];
  return { done: looked !== undefined, id: app?.id ?? null };
}

/** Puts the first steps away for all admins of the tenant, or (with false) brings them back. */
export async function dismissTenantSetup(
  ctx: Context,
  input: z.input<typeof dismissSetupInput>,
): Promise<void> {
  const { id, dismissed } = parse(dismissSetupInput, input);
  const { tenantId } = await scope(ctx, "tenants:customize", id);
  const { settings } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    await db.delete(settings).where(eq(settings.id, settingId(tenantId)));
    if (dismissed)
      await db
        .insert(settings)
        .values({ id: settingId(tenantId), value: "dismissed", updatedAt: ctx.clock.now() });
    await append(db, ctx, {
      tenantId,
      action: "tenant.setup",
      target: tenantId,
      payload: { dismissed },
    });
  });
}
