import { and, count, eq, gt, isNull, sum } from "drizzle-orm";
import type { Services } from "@/server/shared/context";

export interface FleetFacts {
  runs: { kind: string; state: string; n: number }[];
  reloads: { state: string; n: number }[];
  /** Mean seconds of the reloads that ended well in the last day; 0 without any. */
  reloadSeconds: number;
  /** Rows in generations that are kept. */
  rows: number;
}

const DAY_MS = 86_400_000;

/** Numbers over the whole installation, for monitoring: they name no tenant. */
export async function fleetFacts({ store, clock }: Pick<Services, "store" | "clock">): Promise<FleetFacts> {
  const { runs, reloads, generations } = store.tables;
  const since = new Date(clock.now().getTime() - DAY_MS);
  const byRun = await store.read
    .select({ kind: runs.kind, state: runs.state, n: count() })
    .from(runs)
    .groupBy(runs.kind, runs.state);
  const byReload = await store.read
    .select({ state: reloads.state, n: count() })
    .from(reloads)
    .groupBy(reloads.state);
  const done = await store.read
    .select({ from: reloads.startedAt, to: reloads.endedAt })
    .from(reloads)
    .where(and(eq(reloads.state, "succeeded"), gt(reloads.createdAt, since)))
    .limit(10_000);
  const [kept] = await store.read
    .select({ rows: sum(generations.rows) })
    .from(generations)
    .where(isNull(generations.droppedAt));
  const ms = done.reduce((all, r) => all + (r.to?.getTime() ?? 0) - (r.from?.getTime() ?? 0), 0);
  return {
    runs: byRun,
    reloads: byReload,
    reloadSeconds: done.length === 0 ? 0 : ms / done.length / 1000,
    rows: Number(kept?.rows ?? 0),
  };
}
