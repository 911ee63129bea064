import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import type { Store } from "@/db/store";
import type { Workflows } from "../port";
import { toEvent, toRun, toStep } from "./rows";

const EVENTS = 1000;

/** The port's reading half. */
export function createReads(store: Store): Pick<Workflows, "get" | "steps" | "events" | "depth"> {
  const { workflowRuns: runs, workflowSteps: steps, runEvents: events } = store.tables;
  return {
    async get(id) {
      const [row] = await store.read.select().from(runs).where(eq(runs.id, id));
      return row ? toRun(row) : null;
    },
    async steps(id) {
      const rows = await store.read.select().from(steps).where(eq(steps.runId, id)).orderBy(asc(steps.seq));
      return rows.map(toStep);
    },
    async events(rootId, after, limit = EVENTS) {
      const rows = await store.read
        .select()
        .from(events)
        .where(and(eq(events.rootId, rootId), gt(events.id, after)))
        .orderBy(asc(events.id))
        .limit(limit);
      return rows.map(toEvent);
    },
    async depth() {
      const waiting = sql`${runs.state} = 'queued'`;
      return store.read
        .select({
          queue: runs.queue,
          waiting: sql<number>`cast(sum(case when ${waiting} then 1 else 0 end) as integer)`,
          running: sql<number>`cast(sum(case when ${waiting} then 0 else 1 end) as integer)`,
        })
        .from(runs)
        .where(isNull(runs.endedAt))
        .groupBy(runs.queue)
        .orderBy(asc(runs.queue));
    },
  };
}
