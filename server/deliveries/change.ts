import { eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { actorName } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { DELIVER, type DeliverInput, putOnClock } from "./clock";
import type { DeliveryRow } from "./delivery";
import { changeable, deliveryRow, isOwn, scheduleId } from "./find";
import { deliveryIdInput, pauseDeliveryInput } from "./schemas";

const payloadOf = ({ sheetTitle, userId }: DeliveryRow) => ({ sheet: sheetTitle, of: `user:${userId}` });

/**
 * Stops sending a sheet, or goes on; what was due meanwhile is not made up for. `changeable` checks the permission.
 * @throws `delivery.not_found`, `auth.forbidden`
 */
export async function pauseDelivery(ctx: Context, input: { id: string; paused: boolean }): Promise<void> {
  const { id, paused } = parse(pauseDeliveryInput, input);
  const row = await changeable(ctx, id);
  if ((row.state === "paused") === paused) return;
  const { deliveries: d } = ctx.store.tables;
  const changed = paused
    ? { state: "paused" as const, pausedBy: actorName(ctx.actor) }
    : { state: "active" as const, pausedBy: null, failures: 0, error: null };
  await ctx.store.tx(async (db) => {
    await db
      .update(d)
      .set({ ...changed, updatedAt: ctx.clock.now() })
      .where(eq(d.id, id));
    await append(db, ctx, {
      ...{ tenantId: row.tenantId, target: id, payload: payloadOf(row) },
      action: paused ? "delivery.pause" : "delivery.resume",
    });
  });
  await putOnClock(ctx, { ...row, ...changed });
}

/** Sends a sheet no more. @throws `delivery.not_found`, `auth.forbidden` */
export async function removeDelivery(ctx: Context, input: { id: string }): Promise<void> {
  const row = await changeable(ctx, parse(deliveryIdInput, input).id);
  await endDelivery(ctx, row, "delivery.remove");
}

/** @internal Whoever calls has checked that it may be ended. */
export async function endDelivery(
  ctx: Context,
  row: DeliveryRow,
  action: "delivery.remove" | "delivery.unsubscribe",
): Promise<void> {
  const { deliveries: d } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    await db.delete(d).where(eq(d.id, row.id));
    await append(db, ctx, { tenantId: row.tenantId, action, target: row.id, payload: payloadOf(row) });
  });
  await ctx.workflows.unschedule(scheduleId(row.id));
}

const MINUTE_MS = 60_000;

/** Sends one's own now, beside its times; asked again within the same minute, it is sent once. */
export async function sendDeliveryNow(ctx: Context, input: { id: string }): Promise<void> {
  const { id } = parse(deliveryIdInput, input);
  const row = await deliveryRow(ctx, id);
  if (!row || !isOwn(ctx.actor, row)) throw notFound("delivery", id);
  if (row.state === "paused")
    throw new AppError("conflict", "deliveries.paused", `"${row.sheetTitle}" is paused.`, {
      advice: "Resume it first.",
      params: { sheet: row.sheetTitle },
    });
  const minute = Math.floor(ctx.clock.now().getTime() / MINUTE_MS);
  const job: DeliverInput = { delivery: id };
  await ctx.workflows.start(DELIVER.workflow, job, {
    ...{ id: `delivery-now:${id}:${minute}`, queue: DELIVER.queue, tenant: row.tenantId },
  });
}
