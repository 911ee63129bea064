import { Cron } from "croner";
import { and, asc, eq, isNull, lte } from "drizzle-orm";
import { AppError } from "@/server/shared/errors";
import { canonicalJson } from "@/server/shared/json";
import type { ScheduleSpec } from "../port";
import type { Batch } from "./batch";
import { DEFAULT_QUEUE, type Engine, newRunRow } from "./engine";

/**
 * The first time of `cron` after `from`, in the wall time of `zone`. A time that daylight saving skips happens when
 * the clock has jumped; one that it repeats happens once.
 */
export function nextTime(cron: string, zone: string, from: Date): Date {
  try {
    const next = new Cron(cron, { timezone: zone, paused: true }).nextRun(from);
    if (next) return next;
  } catch (cause) {
    throw invalid(cron, zone, cause);
  }
  throw invalid(cron, zone);
}

function invalid(cron: string, zone: string, cause?: unknown): AppError {
  return new AppError(
    "invalid",
    "workflows.schedule_invalid",
    `There is no next time for "${cron}" in "${zone}".`,
    {
      advice: "Give five cron fields and an IANA zone, for example `30 2 * * *` and `Europe/Berlin`.",
      params: { cron, zone },
      cause,
    },
  );
}

/** Stores a schedule. Unchanged times keep their next tick, so that one missed while no process ran is made up for. */
export async function putSchedule(batch: Batch, now: Date, id: string, spec: ScheduleSpec): Promise<Date> {
  const schedules = batch.tables.workflowSchedules;
  const { cron, zone, name, queue = DEFAULT_QUEUE, tenant = null } = spec;
  const input = JSON.parse(canonicalJson(spec.input ?? {}));
  const [old] = await batch.db.select().from(schedules).where(eq(schedules.id, id));
  const same = old?.cron === cron && old.zone === zone;
  const nextAt = same ? old.nextAt : nextTime(cron, zone, now);
  const row = { name, cron, zone, input, queue, tenant, nextAt, pausedAt: same ? old.pausedAt : null };
  await batch.db
    .insert(schedules)
    .values({ id, ...row })
    .onConflictDoUpdate({ target: schedules.id, set: row });
  return nextAt;
}

/** Null where a schedule has no next time any more: it is paused, so that it holds no other up. */
function timeAfter(engine: Engine, row: { id: string; cron: string; zone: string }, now: Date): Date | null {
  try {
    return nextTime(row.cron, row.zone, now);
  } catch (error) {
    engine.log.error({ err: error, schedule: row.id }, "A schedule has no next time and is paused.");
    return null;
  }
}

/**
 * Starts what is due: one run for each schedule, however many ticks were missed. The run's id is
 * `schedule:<id>:<time of the tick>`, so a tick claimed twice is still one run.
 * @returns the next tick of all schedules, or null
 */
export async function tick(batch: Batch, engine: Engine): Promise<Date | null> {
  const schedules = batch.tables.workflowSchedules;
  const now = engine.clock.now();
  const due = await batch.db
    .select()
    .from(schedules)
    .where(and(lte(schedules.nextAt, now), isNull(schedules.pausedAt)));
  for (const row of due) {
    const next = timeAfter(engine, row, now);
    const claimed = await batch.db
      .update(schedules)
      .set(next ? { nextAt: next, lastAt: row.nextAt } : { pausedAt: now, lastAt: row.nextAt })
      .where(and(eq(schedules.id, row.id), eq(schedules.nextAt, row.nextAt)))
      .returning({ id: schedules.id });
    if (!claimed.length) continue;
    const id = `schedule:${row.id}:${row.nextAt.toISOString()}`;
    await batch.insertRuns([newRunRow({ ...row, id }, now.getTime())]);
  }
  const [next] = await batch.db
    .select({ at: schedules.nextAt })
    .from(schedules)
    .where(isNull(schedules.pausedAt))
    .orderBy(asc(schedules.nextAt))
    .limit(1);
  return next?.at ?? null;
}
