import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { allMeters } from "./meters";
import type { Meter } from "./model";
import { periodOf } from "./period";
import { quantities } from "./quantity";
import { type UsageInput, usageInput } from "./schemas";
import { DAY_MS } from "./slots";
import { reading } from "./stored";

const MOST_DAYS = 800;

export interface TenantUsage {
  tenantId: string;
  from: Date;
  to: Date;
  meters: (Meter & { /** Exact decimal in the meter's unit. */ quantity: string })[];
}

/** What a tenant used of each meter in [from, to): by default in the billing period so far. @throws `usage.period`, `usage.meter` */
export async function getUsage(ctx: Context, input: UsageInput): Promise<TenantUsage> {
  const { tenantId: id, from: asked, to = ctx.clock.now(), meters: ids } = parse(usageInput, input);
  const { tenantId } = await scope(ctx, "usage:read", id);
  const at = reading(ctx.store);
  const from = asked ?? (await periodOf(at, tenantId, to)).from;
  checkPeriod(from, to);
  const known = await allMeters(at);
  const meters = ids ? ids.map((meter) => knownMeter(known, meter)) : known;
  const own = await quantities(
    at,
    [tenantId],
    meters.map((meter) => meter.id),
    from,
    to,
  );
  const used = own.get(tenantId) ?? {};
  return {
    tenantId,
    from,
    to,
    meters: meters.map((meter) => ({ ...meter, quantity: used[meter.id] ?? "0" })),
  };
}

/** @throws `usage.period` */
export function checkPeriod(from: Date, to: Date): void {
  if (from < to && to.getTime() - from.getTime() <= MOST_DAYS * DAY_MS) return;
  throw new AppError(
    "invalid",
    "usage.period",
    `The time asked for is empty or longer than ${MOST_DAYS} days.`,
    {
      advice: "Give an instant `to` that is later than `from`.",
      params: { days: MOST_DAYS },
      issues: [{ path: "from", message: "is not before to, or too long before it" }],
    },
  );
}

/** @throws `usage.meter` */
export function knownMeter(known: readonly Meter[], id: string): Meter {
  const meter = known.find((one) => one.id === id);
  if (meter) return meter;
  throw new AppError("invalid", "usage.meter", `There is no meter "${id}".`, {
    advice: `Meters are: ${known.map((one) => one.id).join(", ")}.`,
    params: { meter: id },
    issues: [{ path: "meter", message: "is not a meter" }],
  });
}
