import { and, desc, eq, gte, inArray, isNotNull, isNull, or } from "drizzle-orm";
import type { Engine } from "./engine";
import { isEnded, type RunRow, toRun } from "./rows";

const TRIES = 5;
const PAUSE_MS = 200;
/** A callback follows its commit within moments; what ended this long before the last end has been told. */
const LOOK_BACK_MS = 24 * 3_600_000;

export interface Announcer {
  /** Calls the definition's `onState` with this state, in order per run; then tells those who wait for the end. */
  changed(run: RunRow): void;
  /** Resolves once everything that changed so far was told. */
  settled(): Promise<void>;
  /** True while a state of this run is still being told. */
  busy(id: string): boolean;
  /** Tells again what a dead process may not have told: rows whose `beatAt` is still set. */
  redeliver(): Promise<void>;
}

export function createAnnouncer(engine: Engine): Announcer {
  const chains = new Map<string, Promise<void>>();

  async function tell(run: RunRow): Promise<void> {
    const onState = engine.definitions.get(run.name)?.options.onState;
    if (!onState) return;
    for (let tries = 1; ; tries++) {
      try {
        await onState(toRun(run));
        return;
      } catch (error) {
        engine.log.error({ err: error, run: run.id, state: run.state, tries }, "onState failed.");
        if (tries >= TRIES) throw error;
        await engine.clock.sleep(PAUSE_MS * 2 ** (tries - 1));
      }
    }
  }

  /** Clears the mark of what was told, unless the run has gone on meanwhile. */
  function told(run: RunRow): void {
    const runs = engine.store.tables.workflowRuns;
    engine.writer
      .write(async (batch) => {
        await batch.db
          .update(runs)
          .set({ beatAt: null })
          .where(and(eq(runs.id, run.id), eq(runs.state, run.state)));
      })
      .catch((error) => engine.log.warn({ err: error, run: run.id }, "onState will be called again."));
  }

  function changed(run: RunRow): void {
    const heard = engine.definitions.get(run.name)?.options.onState;
    if (!heard && !chains.has(run.id)) {
      if (isEnded(run.state)) engine.hub.ended(run);
      return;
    }
    const before = chains.get(run.id) ?? Promise.resolve();
    const link = before
      .then(() => tell(run))
      .then(
        () => {
          if (chains.get(run.id) === link) told(run);
        },
        () => undefined,
      )
      .then(() => {
        if (chains.get(run.id) === link) chains.delete(run.id);
        if (isEnded(run.state)) engine.hub.ended(run);
      });
    chains.set(run.id, link);
  }

  return {
    changed,
    busy: (id) => chains.has(id),
    async settled() {
      while (chains.size) await Promise.all(chains.values());
    },
    async redeliver() {
      const names = [...engine.definitions].filter(([, d]) => d.options.onState).map(([name]) => name);
      if (!names.length) return;
      const runs = engine.store.tables.workflowRuns;
      const [last] = await engine.store.read
        .select({ at: runs.endedAt })
        .from(runs)
        .where(isNotNull(runs.endedAt))
        .orderBy(desc(runs.endedAt))
        .limit(1);
      const since = new Date((last?.at?.getTime() ?? 0) - LOOK_BACK_MS);
      const rows = await engine.store.read
        .select()
        .from(runs)
        .where(
          and(
            or(isNull(runs.endedAt), gte(runs.endedAt, since)),
            isNotNull(runs.beatAt),
            inArray(runs.name, names),
          ),
        );
      for (const row of rows) changed(row);
    },
  };
}
