import { Cron } from "croner";
import { and, asc, eq, inArray, isNotNull } from "drizzle-orm";
import type { ReloadSchedule } from "@/db/schema";
import { type NewestReload, newestReloads } from "@/server/apps";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { noteTenant } from "@/server/tenants";

/** What a reload may be behind its time before its data are called late. */
const GRACE_MS = 3_600_000;
/** Apps whose reloads are asked for at once. */
const SOME = 1_000;

const PENDING = ["queued", "running", "cancelling"];

interface Timed {
  schedule: ReloadSchedule;
  /** Of the tenant, before that of the schedule. */
  zone: string | null;
  /** When the app was made. */
  since: Date;
}

/** Whether a reload by the clock is due for longer than an hour: none began since, or one that began has no end. */
export function isLate(
  { schedule, zone, since }: Timed,
  newest: NewestReload | undefined,
  now: Date,
): boolean {
  const overdue = (at: Date) => now.getTime() - at.getTime() > GRACE_MS;
  if (newest && PENDING.includes(newest.state)) return overdue(newest.at);
  const clock = new Cron(schedule.cron, { timezone: zone ?? schedule.zone, paused: true });
  const due = clock.nextRun(newest?.at ?? since);
  return due !== null && overdue(due);
}

/** Notes of every active tenant that is well or late which of the two it is now. Those that fail stay as they are. */
export async function noteLate(ctx: Context): Promise<void> {
  authorize(ctx, "tenants:update");
  const { tenants: t, apps: a } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({
      app: a.id,
      since: a.createdAt,
      schedule: a.schedule,
      tenant: t.id,
      zone: t.timeZone,
      health: t.health,
    })
    .from(a)
    .innerJoin(t, eq(t.id, a.tenantId))
    .where(and(eq(t.state, "active"), inArray(t.health, ["well", "late"]), isNotNull(a.schedule)))
    .orderBy(asc(a.id));
  const now = ctx.clock.now();
  const tenants = new Map<string, { was: string; late: boolean }>();
  for (let from = 0; from < rows.length; from += SOME) {
    const some = rows.slice(from, from + SOME);
    const newest = await newestReloads(
      ctx,
      some.map(({ app }) => app),
    );
    for (const { app, tenant, health, schedule, zone, since } of some) {
      const known = tenants.get(tenant) ?? { was: health, late: false };
      const late = schedule !== null && isLate({ schedule, zone, since }, newest.get(app), now);
      tenants.set(tenant, { ...known, late: known.late || late });
    }
  }
  for (const [id, { was, late }] of tenants) {
    const health = late ? "late" : "well";
    if (health !== was) await noteTenant(ctx, id, { health });
  }
}
