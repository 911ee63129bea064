import { eq } from "drizzle-orm";
import type { ReloadSchedule } from "@/db/schema";
import { tenantApps } from "@/server/apps";
import { RUN_KINDS } from "@/server/runs";
import type { Context } from "@/server/shared/context";
import type { ReloadInput } from "./reload";

/** `0 5 * * * (Europe/Berlin), partial`. */
export const scheduleText = ({ cron, zone, partial }: ReloadSchedule): string =>
  `${cron} (${zone})${partial ? ", partial" : ""}`;

export function sameSchedule(a: ReloadSchedule | null, b: ReloadSchedule | null): boolean {
  if (!a || !b) return a === b;
  return a.cron === b.cron && a.zone === b.zone && Boolean(a.partial) === Boolean(b.partial);
}

async function zoneOf({ store }: Pick<Context, "store">, tenantId: string): Promise<string | null> {
  const { tenants: t } = store.tables;
  const [row] = await store.read.select({ zone: t.timeZone }).from(t).where(eq(t.id, tenantId));
  return row?.zone ?? null;
}

/** A schedule's cron is read in the tenant's time zone where it has one, else in the schedule's own. */
export async function followZone(ctx: Context, tenantId: string): Promise<void> {
  const { tenants: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select({ state: t.state }).from(t).where(eq(t.id, tenantId));
  // A suspended tenant's reloads are off the clock; resuming puts them back on it.
  if (row?.state !== "active") return;
  for (const { id, schedule } of await tenantApps(ctx, tenantId))
    if (schedule) await putOnClock(ctx, { id, tenantId, schedule });
}

/** Puts an app's reloads on the clock, or takes them off it; again changes nothing. */
export async function putOnClock(
  ctx: Pick<Context, "workflows" | "store">,
  app: { id: string; tenantId: string; schedule: ReloadSchedule | null },
): Promise<void> {
  const { id, tenantId, schedule } = app;
  if (!schedule) return ctx.workflows.unschedule(`reload:${id}`);
  const { workflow: name, queue } = RUN_KINDS.reload;
  const { cron, partial } = schedule;
  const zone = (await zoneOf(ctx, tenantId)) ?? schedule.zone;
  const input: ReloadInput = {
    ...{ tenantId, appId: id, trigger: "schedule" },
    ...(partial ? { partial } : {}),
  };
  await ctx.workflows.schedule(`reload:${id}`, { cron, zone, name, input, queue, tenant: tenantId });
}
