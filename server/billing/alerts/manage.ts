import { and, asc, eq } from "drizzle-orm";
import type { z } from "zod";
import { append } from "@/server/audit";
import { actorName, scope, scopeOf } from "@/server/auth";
import { can, requireCapability } from "@/server/capabilities";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { requireLedger } from "../apply";
import { tenantInput } from "../schemas";
import { addSpendAlertInput, removeSpendAlertInput } from "./schemas";

const MOST = 10;

export interface SpendAlert {
  id: string;
  /** Minor units without tax. */
  amount: number;
  currency: string;
  of: "so-far" | "forecast";
  /** Beginning of the billing period in which it was last told. */
  toldPeriod: Date | null;
  createdAt: Date;
}

/** A tenant's alerts on spend, and whether it may have any. */
export async function listSpendAlerts(
  ctx: Context,
  input: z.input<typeof tenantInput>,
): Promise<{ items: SpendAlert[]; allowed: boolean }> {
  const { tenantId } = await scope(ctx, "billing:read", parse(tenantInput, input).tenant);
  const { spendAlerts: a } = ctx.store.tables;
  const rows = await ctx.store.read
    .select()
    .from(a)
    .where(eq(a.tenantId, tenantId))
    .orderBy(asc(a.amount), asc(a.id));
  const items = rows.map(({ tenantId: _tenant, createdBy: _by, ...row }) => row);
  return { items, allowed: await can(ctx, tenantId, "alerts") };
}

/** @throws `capabilities.off`, `billing.no_subscription`, `billing.alerts_full`, `billing.alert_known` */
export async function addSpendAlert(
  ctx: Context,
  input: z.input<typeof addSpendAlertInput>,
): Promise<SpendAlert> {
  const { tenant, amount, of } = parse(addSpendAlertInput, input);
  const { tenantId } = await scope(ctx, "billing:choose", tenant);
  await requireCapability(ctx, tenantId, "alerts");
  const { spendAlerts: a } = ctx.store.tables;
  const now = ctx.clock.now();
  return await ctx.store.tx(async (db) => {
    const { subscription } = await requireLedger({ db, tables: ctx.store.tables }, tenantId);
    const there = await db.select({ id: a.id }).from(a).where(eq(a.tenantId, tenantId));
    if (there.length >= MOST) throw full();
    const row = {
      ...{ id: newId("spendAlert", now.getTime()), amount, currency: subscription.currency, of },
      ...{ toldPeriod: null, createdAt: now },
    };
    const made = await db
      .insert(a)
      .values({ ...row, tenantId, createdBy: actorName(ctx.actor) })
      .onConflictDoNothing()
      .returning({ id: a.id });
    if (made.length === 0) throw known();
    const { currency } = row;
    await append(db, ctx, {
      tenantId,
      action: "alert.create",
      target: row.id,
      payload: { amount, currency, of },
    });
    return row;
  });
}

export async function removeSpendAlert(
  ctx: Context,
  input: z.input<typeof removeSpendAlertInput>,
): Promise<{ id: string }> {
  const { id } = parse(removeSpendAlertInput, input);
  const { spendAlerts: a } = ctx.store.tables;
  const [found] = await ctx.store.read.select({ tenantId: a.tenantId }).from(a).where(eq(a.id, id));
  const { tenantId } = await scopeOf(ctx, "billing:choose", "alert", id, found);
  await ctx.store.tx(async (db) => {
    const gone = await db
      .delete(a)
      .where(and(eq(a.tenantId, tenantId), eq(a.id, id)))
      .returning({ amount: a.amount, currency: a.currency, of: a.of });
    const [row] = gone;
    if (!row) throw notFound("alert", id);
    await append(db, ctx, { tenantId, action: "alert.delete", target: id, payload: row });
  });
  return { id };
}

const full = () =>
  new AppError("conflict", "billing.alerts_full", `There are ${MOST} alerts already.`, {
    advice: "Take one away first.",
    params: { most: String(MOST) },
  });

const known = () =>
  new AppError("conflict", "billing.alert_known", "There is an alert on that amount.", {
    advice: "Choose another amount.",
    issues: [{ path: "amount", message: "has an alert" }],
  });
