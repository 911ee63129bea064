import { eq } from "drizzle-orm";
import { type Actor, scopeOf } from "@/server/auth";
import type { Context, Services } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import type { Delivery, DeliveryRow } from "./delivery";
import { nextDue } from "./times";

export const scheduleId = (id: string): string => `delivery:${id}`;

/** Of its mails: the newest alone waits. */
export const seriesOf = (id: string): string => `delivery ${id}`;

export async function deliveryRow(
  { store }: Pick<Services, "store">,
  id: string,
): Promise<DeliveryRow | undefined> {
  const { deliveries: d } = store.tables;
  const [row] = await store.read.select().from(d).where(eq(d.id, id));
  return row;
}

/** The member who asks: operators belong to no tenant and are sent nothing. @throws `deliveries.forbidden` */
export function memberOnly({ actor }: Pick<Context, "actor">, tenantId: string) {
  if (actor.type === "user" && actor.memberships.some((m) => m.tenantId === tenantId)) return actor;
  throw new AppError("forbidden", "deliveries.forbidden", "Only people of the tenant are sent sheets.", {
    advice: "Ask an admin of the tenant to invite you.",
  });
}

export const isOwn = (actor: Actor, row: DeliveryRow): boolean =>
  actor.type === "user" &&
  actor.id === row.userId &&
  actor.memberships.some(({ tenantId }) => tenantId === row.tenantId);

/**
 * A delivery that the actor may change: their own, or one of the people whom they look after.
 * @throws `delivery.not_found`, `auth.forbidden`
 */
export async function changeable(ctx: Context, id: string): Promise<DeliveryRow> {
  const row = await deliveryRow(ctx, id);
  if (row && isOwn(ctx.actor, row)) return row;
  const opened = await scopeOf(ctx, "tenants:read", "delivery", id, row);
  if (!row) throw notFound("delivery", opened.tenantId);
  await scopeOf(ctx, "members:write", "delivery", id, row);
  return row;
}

export function toDelivery(
  row: DeliveryRow,
  { appTitle, now, mailed }: { appTitle: string; now: Date; mailed: boolean },
): Delivery {
  const { id, tenantId, appId, userId, sheet, sheetTitle, place, pausedBy, error, lastSentAt, state } = row;
  const { every, weekday, day, at, zone } = row;
  const by = pausedBy === "failures" ? "failures" : pausedBy === `user:${userId}` ? "self" : "admin";
  return {
    ...{ id, tenantId, app: { id: appId, title: appTitle }, sheet, sheetTitle },
    ...{ every, weekday, day, at, zone, state, error, lastSentAt },
    selected: Object.values(place?.selections ?? {}).filter((values) => values.length > 0).length,
    paused: state === "paused" ? by : null,
    waits: state === "active" && !mailed,
    nextAt: state === "active" ? nextDue(row, now) : null,
  };
}
