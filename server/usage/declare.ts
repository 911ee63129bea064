import { append } from "@/server/audit";
import { authorize, visibleTenants } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { allMeters, toMeter } from "./meters";
import type { Meter } from "./model";
import { type DeclareMeterInput, declareMeterInput } from "./schemas";
import { reading } from "./stored";

/** Every meter, for whoever may see usage. */
export async function listMeters(ctx: Context): Promise<Meter[]> {
  visibleTenants(ctx, "usage:read");
  return allMeters(reading(ctx.store));
}

/**
 * Declares a meter for events from outside. What is declared stays: its aggregation decides what was billed. The same
 * declaration again changes nothing.
 * @throws `usage.meter_exists` where it is declared otherwise
 */
export async function declareMeter(ctx: Context, input: DeclareMeterInput): Promise<Meter> {
  authorize(ctx, "usage:write");
  const data = parse(declareMeterInput, input);
  const { usageMeters: t } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const meters = await allMeters({ db, tables: ctx.store.tables });
    const there = meters.find((meter) => meter.id === data.id);
    if (there?.aggregation === data.aggregation && there.unit === data.unit) return there;
    if (there)
      throw new AppError("conflict", "usage.meter_exists", `The meter "${data.id}" is declared already.`, {
        advice: "A meter never changes what it counts: declare another one.",
        params: { meter: data.id },
      });
    await db.insert(t).values({ ...data, createdAt: ctx.clock.now() });
    await append(db, ctx, { tenantId: null, action: "usage.meter", target: data.id, payload: data });
    return toMeter(data);
  });
}
