import { and, eq } from "drizzle-orm";
import { readerOf } from "@/server/apps";
import { append } from "@/server/audit";
import { requireCapability } from "@/server/capabilities";
import { dashboardOf } from "@/server/dashboards";
import { mailIsSent } from "@/server/mail";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { putOnClock } from "./clock";
import type { Delivery, DeliveryRow } from "./delivery";
import { memberOnly, toDelivery } from "./find";
import { type CreateDeliveryInput, createDeliveryInput } from "./schemas";
import { sheetTitle } from "./sheet-title";

/** Of one person in one tenant. */
export const MOST_DELIVERIES = 20;

const tooMany = () =>
  new AppError("limit", "deliveries.too_many", `You are sent ${MOST_DELIVERIES} sheets already.`, {
    advice: "Delete one that you no longer read, in your account.",
    params: { most: MOST_DELIVERIES },
  });

/**
 * Has a sheet sent to whoever asks, as a PDF at each due time, with what is selected in it now or with nothing. What
 * they may see is asked at each sending, not here.
 * @throws `app.not_found`, `apps.no_data`, `sheet.not_found`, `deliveries.forbidden`, `deliveries.too_many`,
 *   `capabilities.missing`
 */
export async function createDelivery(ctx: Context, input: CreateDeliveryInput): Promise<Delivery> {
  const { app, place, weekday, day, ...rest } = parse(createDeliveryInput, input);
  const reader = await readerOf(ctx, app);
  const { tenantId, title } = reader.row;
  const person = memberOnly(ctx, tenantId);
  await requireCapability(ctx, tenantId, "export");
  const now = ctx.clock.now();
  const named = sheetTitle(await dashboardOf(reader), rest.sheet, rest.language);
  const row = await ctx.store.tx(async (db) => {
    const { deliveries: d, members: m } = ctx.store.tables;
    const own = and(eq(d.tenantId, tenantId), eq(d.userId, person.id));
    if ((await db.select({ id: d.id }).from(d).where(own)).length >= MOST_DELIVERIES) throw tooMany();
    const [member] = await db
      .select({ id: m.id })
      .from(m)
      .where(and(eq(m.tenantId, tenantId), eq(m.userId, person.id)));
    if (!member) throw new Error("a member without a row");
    const made: DeliveryRow = {
      ...rest,
      id: newId("delivery", now.getTime()),
      ...{ tenantId, appId: app, memberId: member.id, userId: person.id, sheetTitle: named },
      place: place ?? null,
      weekday: rest.every === "weekly" ? (weekday ?? null) : null,
      day: rest.every === "monthly" ? (day ?? null) : null,
      ...{ state: "active", pausedBy: null, failures: 0, error: null, lastSentAt: null },
      ...{ createdAt: now, updatedAt: now },
    };
    await db.insert(d).values(made);
    const payload = { app: title, sheet: named, every: rest.every, at: rest.at, zone: rest.zone };
    await append(db, ctx, { tenantId, action: "delivery.create", target: made.id, payload });
    return made;
  });
  await putOnClock(ctx, row);
  return toDelivery(row, { appTitle: title, now, mailed: await mailIsSent(ctx) });
}
