import type { ReloadSchedule } from "@/db/schema";
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

/** Puts an app's reloads on the clock, or takes them off it; again changes nothing. */
export async function putOnClock(
  ctx: Pick<Context, "workflows">,
  app: { id: string; tenantId: string; schedule: ReloadSchedule | null },
): Promise<void> {
  const { id, tenantId, schedule } = app;
  if (!schedule) return ctx.workflows.unschedule(`reload:${id}`);
  const { workflow: name, queue } = RUN_KINDS.reload;
  const { cron, zone, partial } = schedule;
  const input: ReloadInput = {
    ...{ tenantId, appId: id, trigger: "schedule" },
    ...(partial ? { partial } : {}),
  };
  await ctx.workflows.schedule(`reload:${id}`, { cron, zone, name, input, queue, tenant: tenantId });
}
