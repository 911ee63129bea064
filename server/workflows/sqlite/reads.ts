import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import { refuseInsideTx, type Store } from "@/db/store";
import type { Workflows } from "../port";
import { toEvent, toRun, toStep } from "./rows";

const EVENTS = 1000;

/** Building a query costs twenty times its execution, and these are asked all the time. */
function prepare(store: Store) {
  const { workflowRuns: runs, workflowSteps: steps, runEvents: events } = store.tables;
  const { read } = store;
  const id = sql.placeholder("id");
  const waiting = sql`${runs.state} = 'queued'`;
  return {
    run: read.select().from(runs).where(eq(runs.id, id)).prepare(),
    steps: read.select().from(steps).where(eq(steps.runId, id)).orderBy(asc(steps.seq)).prepare(),
    events: read
      .select()
      .from(events)
      .where(and(eq(events.rootId, id), gt(events.id, sql.placeholder("after"))))
      .orderBy(asc(events.id))
      .limit(sql.placeholder("limit"))
      .prepare(),
    depth: read
      .select({
        queue: runs.queue,
        waiting: sql<number>`cast(sum(case when ${waiting} then 1 else 0 end) as integer)`,
        running: sql<number>`cast(sum(case when ${waiting} then 0 else 1 end) as integer)`,
      })
      .from(runs)
      .where(isNull(runs.endedAt))
      .groupBy(runs.queue)
      .orderBy(asc(runs.queue))
      .prepare(),
  };
}

/** The port's reading half. */
export function createReads(store: Store): Pick<Workflows, "get" | "steps" | "events" | "depth"> {
  let prepared: ReturnType<typeof prepare> | undefined;
  const queries = () => {
    refuseInsideTx("workflows");
    prepared ??= prepare(store);
    return prepared;
  };
  return {
    async get(id) {
      const [row] = await queries().run.execute({ id });
      return row ? toRun(row) : null;
    },
    async steps(id) {
      return (await queries().steps.execute({ id })).map(toStep);
    },
    async events(rootId, after, limit = EVENTS) {
      return (await queries().events.execute({ id: rootId, after, limit })).map(toEvent);
    },
    async depth() {
      return queries().depth.execute();
    },
  };
}
