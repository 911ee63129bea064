import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import {
  authorize,
  mayEverywhere,
  mayIn,
  ofCustomers,
  type Permission,
  scope,
  scopeOf,
  visibleTenants,
} from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { newestFirst, olderThan, pageOf } from "@/server/shared/newest-first";
import type { Page } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import type { WorkflowEvent } from "@/server/workflows/port";
import { possible, type Run, type RunDetail, type RunRow, toRun, toRunStep } from "./run";
import {
  type ListRunsInput,
  listRunsInput,
  type RunEventsInput,
  runEventsInput,
  runIdInput,
} from "./schemas";

/** A run's row, not yet opened by a scope. @throws `run.not_found` */
export async function runRow(ctx: Context, id: string): Promise<RunRow> {
  const { runs: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(t).where(eq(t.id, id));
  if (!row) throw notFound("run", id);
  return row;
}

/** Opens a run for one permission: in its tenant; for operators also where it belongs to none, or to one that is gone. */
export async function openRun(ctx: Context, permission: Permission, id: string): Promise<RunRow> {
  const row = await runRow(ctx, id);
  const { tenants: t } = ctx.store.tables;
  const [tenant] = row.tenantId ? await ctx.store.read.select().from(t).where(eq(t.id, row.tenantId)) : [];
  if (!tenant || tenant.deletedAt !== null) {
    if (!mayEverywhere(ctx.actor, permission)) throw notFound("run", id);
    authorize(ctx, permission);
  } else await scopeOf(ctx, permission, "run", id, row);
  return row;
}

/** A run with its steps and the runs it started. @throws `run.not_found` */
export async function getRun(ctx: Context, input: { id: string }): Promise<RunDetail> {
  const { id } = parse(runIdInput, input);
  const row = await openRun(ctx, "runs:read", id);
  const workflow = await ctx.workflows.get(row.rootId);
  // An ended run's row follows a moment after its last event: whoever saw that event shall see the end.
  const late = workflow?.endedAt && (row.endedAt === null || row.state !== workflow.state);
  if (late && row.id === row.rootId) await ctx.workflows.wait(row.rootId);
  return detail(ctx, late ? await runRow(ctx, id) : row);
}

async function detail(ctx: Context, row: RunRow): Promise<RunDetail> {
  const { runs: t } = ctx.store.tables;
  const [steps, children] = await Promise.all([
    ctx.workflows.steps(row.id),
    ctx.store.read.select().from(t).where(eq(t.parentId, row.id)).orderBy(asc(t.createdAt), asc(t.id)),
  ]);
  return {
    ...toRun(row),
    starterName: await starterName(ctx, row),
    steps: steps.filter((s) => s.kind !== "emit").map(toRunStep),
    children: await Promise.all(children.map((c) => detail(ctx, c))),
    can: possible(row.state),
  };
}

/** As the audit tells it, and only to whom the audit tells it. */
async function starterName(ctx: Context, { startedBy, tenantId }: RunRow): Promise<string | null> {
  const [type, id] = startedBy.split(":");
  const may = tenantId ? mayIn(ctx.actor, "audit:read", tenantId) : mayEverywhere(ctx.actor, "audit:read");
  if (type !== "user" || !id || !may) return null;
  const { users: t } = ctx.store.tables;
  const [user] = await ctx.store.read.select({ name: t.name }).from(t).where(eq(t.id, id));
  return user?.name ?? null;
}

/** Runs that no other run started: of one tenant, or of all the actor may see; newest first, keyset-paged. */
export async function listRuns(ctx: Context, input: ListRunsInput = {}): Promise<Page<Run>> {
  const f = parse(listRunsInput, input);
  const { runs: t } = ctx.store.tables;
  const visible = visibleTenants(ctx, "runs:read");
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(
      and(
        isNull(t.parentId),
        f.tenantId
          ? eq(t.tenantId, (await scope(ctx, "runs:read", f.tenantId)).tenantId)
          : ofCustomers(ctx, t.tenantId),
        visible ? inArray(t.tenantId, visible) : undefined,
        f.state ? eq(t.state, f.state) : undefined,
        f.kind ? eq(t.kind, f.kind) : undefined,
        olderThan(t, f.cursor),
      ),
    )
    .orderBy(...newestFirst(t))
    .limit(f.limit + 1);
  return pageOf(rows, f.limit, toRun);
}

/** What happened in a run and the runs it started, after an event's id; oldest first. @throws `run.not_found` */
export async function runEvents(ctx: Context, input: RunEventsInput): Promise<WorkflowEvent[]> {
  const { id, after, limit } = parse(runEventsInput, input);
  const row = await openRun(ctx, "runs:read", id);
  const events = await ctx.workflows.events(row.rootId, after, limit);
  return row.id === row.rootId ? events : events.filter((e) => e.runId === row.id);
}
