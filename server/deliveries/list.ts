import { and, desc, eq, inArray } from "drizzle-orm";
import { scope, within } from "@/server/auth";
import { mailIsSent } from "@/server/mail";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import type { Delivery, TenantDelivery } from "./delivery";
import { toDelivery } from "./find";
import { tenantDeliveriesInput } from "./schemas";

const MOST = 500;

/** Sheets that whoever asks is sent, newest first. */
export async function listDeliveries(ctx: Context): Promise<{ items: Delivery[] }> {
  const { actor } = ctx;
  if (actor.type !== "user")
    throw new AppError("forbidden", "account.users_only", "This is for people only.");
  const { deliveries: d, apps } = ctx.store.tables;
  const tenants = actor.memberships.map(({ tenantId }) => tenantId);
  const rows = await ctx.store.read
    .select({ row: d, title: apps.title })
    .from(d)
    .innerJoin(apps, eq(apps.id, d.appId))
    .where(and(eq(d.userId, actor.id), inArray(d.tenantId, tenants)))
    .orderBy(desc(d.createdAt), desc(d.id))
    .limit(MOST);
  const facts = { now: ctx.clock.now(), mailed: await mailIsSent(ctx) };
  return { items: rows.map(({ row, title }) => toDelivery(row, { appTitle: title, ...facts })) };
}

/** Sheets that the people of a tenant are sent, newest first, for who looks after them. */
export async function listTenantDeliveries(
  ctx: Context,
  input: { tenantId: string },
): Promise<{ items: TenantDelivery[] }> {
  const { tenantId } = parse(tenantDeliveriesInput, input);
  const opened = await scope(ctx, "members:write", tenantId);
  const { deliveries: d, apps, members: m } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ row: d, title: apps.title, name: m.name, email: m.email })
    .from(d)
    .innerJoin(apps, eq(apps.id, d.appId))
    .innerJoin(m, eq(m.id, d.memberId))
    .where(within(opened, d))
    .orderBy(desc(d.createdAt), desc(d.id))
    .limit(MOST);
  const facts = { now: ctx.clock.now(), mailed: await mailIsSent(ctx) };
  return {
    items: rows.map(({ row, title, name, email }) => ({
      ...toDelivery(row, { appTitle: title, ...facts }),
      person: { name, email },
    })),
  };
}
