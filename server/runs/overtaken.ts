import { and, eq, gte, inArray, isNull, min, ne, notInArray } from "drizzle-orm";
import type { Context } from "@/server/shared/context";
import type { RunRow } from "./run";

/** Ends after which a run has left nothing behind. */
const WITHOUT_TRACE: RunRow["state"][] = ["undone", "cancelled"];
/** Machines' clocks are set back sometimes; which run came later is told by its first event. */
const CLOCK_SLACK_MS = 86_400_000;

/**
 * The first later run of the same tenant that builds on this one, or null. Runs that changed nothing don't count, nor
 * do reloads of other apps; a retry of a provisioning run repeats what reloads after it did.
 */
export async function overtakenBy(ctx: Context, run: RunRow, verb: "retry" | "undo"): Promise<RunRow | null> {
  const { runs: t } = ctx.store.tables;
  if (run.tenantId === null) return null;
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(
      and(
        eq(t.tenantId, run.tenantId),
        isNull(t.parentId),
        ne(t.id, run.id),
        gte(t.createdAt, new Date(run.createdAt.getTime() - CLOCK_SLACK_MS)),
        notInArray(t.state, WITHOUT_TRACE),
      ),
    );
  const candidates = rows.filter((r) => r.result !== "unchanged" && touches(r, run, verb));
  if (candidates.length === 0) return null;
  const order = await firstEvents(ctx, [run.id, ...candidates.map((c) => c.id)]);
  const at = (id: string) => order.get(id) ?? Number.POSITIVE_INFINITY;
  const later = candidates.filter((c) => at(c.id) > at(run.id)).sort((a, b) => at(a.id) - at(b.id));
  return later[0] ?? null;
}

function touches(later: RunRow, run: RunRow, verb: "retry" | "undo"): boolean {
  if (later.kind !== "reload") return true;
  if (run.kind === "reload") return later.input.appId === run.input.appId;
  return verb === "undo" && later.state === "succeeded";
}

async function firstEvents(ctx: Context, ids: string[]): Promise<Map<string, number>> {
  const { runEvents: e } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ id: e.rootId, first: min(e.id) })
    .from(e)
    .where(inArray(e.rootId, ids))
    .groupBy(e.rootId);
  return new Map(rows.flatMap((r) => (r.first === null ? [] : [[r.id, r.first] as const])));
}
