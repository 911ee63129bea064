import { eq, inArray, like } from "drizzle-orm";
import superjson from "superjson";
import type { Database } from "@/db/store";
import type { Context } from "@/server/shared/context";

type Services = Pick<Context, "store" | "clock">;

const idOf = (runId: string, entry: string) => `run:${runId}:${entry}`;

/**
 * What a run found before it changed it, so that undo can restore it: the first attempt's view counts, however often
 * a step is repeated. Kept apart from step results, because those are shown and these may hold sealed secrets.
 */
export async function remember<T>(
  ctx: Services,
  runId: string,
  entry: string,
  look: () => Promise<T>,
): Promise<T> {
  const known = await recall<T>(ctx, runId, entry);
  if (known !== null) return known.value;
  const value = await look();
  await ctx.store.tx((db) => keep(ctx, db, runId, entry, value));
  return value;
}

/** Writes an entry of a run's journal inside a transaction; one that is there already stays. */
export async function keep(
  ctx: Services,
  db: Database,
  runId: string,
  entry: string,
  value: unknown,
): Promise<void> {
  const { settings } = ctx.store.tables;
  await db
    .insert(settings)
    .values({ id: idOf(runId, entry), value: superjson.serialize(value), updatedAt: ctx.clock.now() })
    .onConflictDoNothing();
}

/** Writes an entry, also over one that is there. */
export async function replace(ctx: Services, runId: string, entry: string, value: unknown): Promise<void> {
  const { settings } = ctx.store.tables;
  const row = { id: idOf(runId, entry), value: superjson.serialize(value), updatedAt: ctx.clock.now() };
  await ctx.store.tx((db) =>
    db.insert(settings).values(row).onConflictDoUpdate({ target: settings.id, set: row }),
  );
}

export async function recall<T>(ctx: Services, runId: string, entry: string): Promise<{ value: T } | null> {
  const { settings } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select()
    .from(settings)
    .where(eq(settings.id, idOf(runId, entry)));
  return row
    ? { value: superjson.deserialize<T>(row.value as Parameters<typeof superjson.deserialize>[0]) }
    : null;
}

/** Drops one entry, after what it was for has been restored. */
export async function forget(ctx: Services, runId: string, entry: string): Promise<void> {
  const { settings } = ctx.store.tables;
  await ctx.store.tx((db) => db.delete(settings).where(eq(settings.id, idOf(runId, entry))));
}

/** Drops the journals of runs that were pruned: there is nothing to undo any more. Returns how many entries. */
export async function sweepJournal(ctx: Services & Pick<Context, "workflows">): Promise<number> {
  const { settings, runs } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ id: settings.id })
    .from(settings)
    .where(like(settings.id, "run:%"));
  const runOf = (id: string) => id.slice(4, id.lastIndexOf(":"));
  const waiting = await ctx.store.read.select({ id: runs.id }).from(runs).where(eq(runs.state, "queued"));
  const gone = new Set<string>();
  for (const run of new Set(rows.map((r) => runOf(r.id))))
    if (!waiting.some((w) => w.id === run) && !(await ctx.workflows.get(run))) gone.add(run);
  const ids = rows.map((r) => r.id).filter((id) => gone.has(runOf(id)));
  for (let i = 0; i < ids.length; i += 500)
    await ctx.store.tx((db) => db.delete(settings).where(inArray(settings.id, ids.slice(i, i + 500))));
  return ids.length;
}
