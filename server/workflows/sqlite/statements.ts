import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import type { Database } from "@/db/store";
import { NEVER, type StepKind } from "./rows";

const value = (name: string) => sql`${sql.placeholder(name)}`;
const list = (name: string) => sql`(select value from json_each(${sql.placeholder(name)}))`;
const excluded = (name: string) => sql.raw(`excluded.${name}`);

/** One row at a time: a prepared statement binds a row several times as fast as SQLite takes it out of JSON. */
function rowStatements(db: Database, t: Schema) {
  return {
    /** What is recorded of a step; what was recorded before is replaced. */
    step: db
      .insert(t.workflowSteps)
      .values({
        runId: value("runId"),
        seq: value("seq"),
        name: value("name"),
        kind: value("kind"),
        state: value("state"),
        attempt: value("attempt"),
        output: value("output"),
        error: value("error"),
        hasUndo: value("hasUndo"),
        startedAt: value("startedAt"),
        endedAt: value("endedAt"),
      })
      .onConflictDoUpdate({
        target: [t.workflowSteps.runId, t.workflowSteps.seq],
        set: {
          state: excluded("state"),
          attempt: excluded("attempt"),
          output: excluded("output"),
          error: excluded("error"),
          hasUndo: excluded("has_undo"),
          startedAt: excluded("started_at"),
          endedAt: excluded("ended_at"),
        },
      })
      .prepare(),
    /** An emit that was told before is not told again. */
    event: db
      .insert(t.runEvents)
      .values({
        rootId: value("rootId"),
        runId: value("runId"),
        seq: value("seq"),
        type: value("type"),
        data: value("data"),
        at: value("at"),
      })
      .onConflictDoNothing()
      .prepare(),
    attempt: db
      .insert(t.workflowAttempts)
      .values({
        runId: value("runId"),
        seq: value("seq"),
        attempt: value("attempt"),
        phase: value("phase"),
        error: value("error"),
        startedAt: value("startedAt"),
        endedAt: value("endedAt"),
      })
      .prepare(),
    newRun: db
      .insert(t.workflowRuns)
      .values({
        id: value("id"),
        rootId: value("rootId"),
        parentId: value("parentId"),
        name: value("name"),
        queue: value("queue"),
        tenant: value("tenant"),
        priority: value("priority"),
        state: "queued",
        input: value("input"),
        dueAt: value("dueAt"),
        beatAt: value("createdAt"),
        createdAt: value("createdAt"),
      })
      .onConflictDoNothing()
      .returning({ id: t.workflowRuns.id })
      .prepare(),
  };
}

function runStatements(db: Database, { workflowRuns: runs }: Schema) {
  return {
    /** Ends a run this owner holds. With `force` 0 not if somebody asked to cancel it meanwhile. */
    finish: db
      .update(runs)
      .set({
        state: value("state"),
        output: value("output"),
        error: value("error"),
        owner: null,
        endedAt: value("now"),
        beatAt: value("now"),
      })
      .where(
        sql`${runs.id} = ${value("id")} and owner = ${value("owner")} and (cancel_requested = 0 or ${value("force")} = 1)`,
      )
      .returning({ id: runs.id })
      .prepare(),
    /** Brings a parked parent forward once none of its children is open, but for those a retry holds back. */
    wakeParent: db
      .update(runs)
      .set({ dueAt: value("now") })
      .where(
        sql`${runs.id} = ${value("id")} and owner is null and ended_at is null and due_at > ${value("now")}
          and not exists (select 1 from ${runs} as child
            where child.parent_id = ${value("id")} and child.ended_at is null
              and not (child.state = 'queued' and child.due_at = ${NEVER}))`,
      )
      .prepare(),
    claim: db
      .update(runs)
      .set({
        owner: value("owner"),
        state: sql`case when state = 'queued' then 'running' else state end`,
        startedAt: sql`coalesce(started_at, ${value("now")})`,
        beatAt: sql`case when state = 'queued' then ${value("now")} else beat_at end`,
      })
      .where(sql`${runs.id} in ${list("ids")}`)
      .prepare(),
  };
}

function queueStatements(db: Database, { workflowRuns: runs }: Schema) {
  const begun = sql`state in ('running', 'cancelling', 'undoing')`;
  const order = [asc(runs.priority), asc(runs.createdAt), asc(runs.id)];
  const claimable = and(
    eq(runs.queue, sql.placeholder("queue")),
    isNull(runs.owner),
    lte(runs.dueAt, value("now")),
    sql`${runs.name} in ${list("names")}`,
  );
  const free = (tenants: string) => sql`${runs.tenant} not in ${list(tenants)}`;
  return {
    /** How many runs of a queue hold a worker. */
    active: db
      .select({ n: sql<number>`count(*)` })
      .from(runs)
      .where(sql`${runs.queue} = ${value("queue")} and ${begun} and owner is not null`)
      .prepare(),
    /** Per tenant: runs begun, and those of them that hold a worker. */
    tenants: db
      .select({
        tenant: sql<string>`tenant`,
        begun: sql<number>`count(*)`,
        active: sql<number>`count(owner)`,
      })
      .from(runs)
      // The plus signs keep SQLite from walking the index on tenants, through all runs that ever ended.
      .where(sql`${runs.queue} = ${value("queue")} and ${begun} and +tenant is not null`)
      .groupBy(sql`+tenant`)
      .prepare(),
    queued: db
      .select()
      .from(runs)
      .where(
        and(
          claimable,
          sql`${runs.state} = 'queued'`,
          sql`(tenant is null or (parent_id is null and ${free("fullForRoots")})
            or (parent_id is not null and ${free("full")}))`,
        ),
      )
      .orderBy(...order)
      .limit(sql.placeholder("limit"))
      .prepare(),
    /** Runs a process that stopped has handed back. */
    resumed: db
      .select()
      .from(runs)
      .where(
        and(
          claimable,
          sql`${runs.state} = 'queued' and started_at is not null`,
          sql`(tenant is null or ${free("full")})`,
        ),
      )
      .orderBy(...order)
      .limit(sql.placeholder("limit"))
      .prepare(),
    /** Runs that began, gave their worker up (sleep, children, back-off) and may go on. */
    parked: db
      .select()
      .from(runs)
      .where(and(claimable, begun, sql`(tenant is null or ${free("full")})`))
      .orderBy(...order)
      .limit(sql.placeholder("limit"))
      .prepare(),
  };
}

function stepStatements(db: Database, { workflowSteps: steps }: Schema) {
  return {
    /** What is recorded of some runs, outputs as JSON text. */
    history: db
      .select({
        runId: steps.runId,
        seq: steps.seq,
        name: steps.name,
        kind: sql<StepKind>`kind`,
        state: steps.state,
        attempt: steps.attempt,
        output: sql<string | null>`output`,
        error: steps.error,
        hasUndo: steps.hasUndo,
        startedAt: sql<number>`started_at`,
        endedAt: sql<number | null>`ended_at`,
      })
      .from(steps)
      .where(sql`${steps.runId} in ${list("ids")}`)
      .orderBy(asc(steps.runId), asc(steps.seq))
      .prepare(),
  };
}

/** The driver's hot statements. SQLite only: they live with the connection, not with one transaction's handle. */
export function prepareStatements(db: Database, t: Schema) {
  return {
    ...rowStatements(db, t),
    ...runStatements(db, t),
    ...queueStatements(db, t),
    ...stepStatements(db, t),
  };
}

export type Statements = ReturnType<typeof prepareStatements>;
