import { and, eq, gt } from "drizzle-orm";
import { systemClock } from "@/server/shared/clock";
import { createAlarm } from "./alarm";
import { claim } from "./claim";
import type { Engine } from "./engine";
import { RateWindow } from "./rate";
import { findCancelled, nextDue, openQueues, recover, releaseStrays } from "./recover";
import { work } from "./runner";
import { tick } from "./schedules";

/**
 * How often to look for what no notice tells: another process's runs, cancels and death; a clock that jumped. By real
 * time, because it is about the machine and not about what the runs wait for.
 */
const TEND_MS = 1_000;
const RETRY_MS = 500;

export interface Pump {
  queued: Engine["queued"];
  resumable: Engine["resumable"];
  roomFreed: Engine["roomFreed"];
  dueAt(at: number): void;
  start(): Promise<void>;
  stop(): void;
  /** Resolves when no run is being worked on, or after `ms`. */
  idle(ms: number): Promise<void>;
}

/** Claims runs and works on them, whenever something says that there may be some. */
export function createPump(engine: Engine): Pump {
  const windows = new Map<string, RateWindow>();
  const working = new Set<Promise<void>>();
  const stopped = new AbortController();
  const alarm = createAlarm(engine.clock, () => void round());
  let running = false;
  let pending = false;
  /** What to look for at the next claim: queues where something may begin, and whether anything may go on. */
  let ready = new Set<string>();
  let parkedToo = false;

  function kick(): void {
    if (!running || pending) return;
    pending = true;
    claimSome().catch((error) => {
      pending = false;
      if (!running) return;
      parkedToo = true;
      engine.log.error({ err: error }, "Runs could not be claimed.");
      alarm.set(engine.clock.now().getTime() + RETRY_MS);
    });
  }

  function queued(queue: string): void {
    ready.add(queue);
    kick();
  }

  function resumable(): void {
    parkedToo = true;
    kick();
  }

  function roomFreed(): void {
    if (parkedToo || ready.size) kick();
  }

  async function claimSome(): Promise<void> {
    const { jobs, left } = await engine.writer.write(
      (batch) => {
        pending = false;
        if (!running) return { jobs: [], left: [] };
        const look = { queues: parkedToo ? [...engine.queues.keys()] : [...ready], parked: parkedToo };
        ready = new Set();
        parkedToo = false;
        return claim(batch, engine, windows, look);
      },
      { last: true },
    );
    for (const { queue, parked } of left) {
      ready.add(queue);
      parkedToo ||= parked;
    }
    for (const job of jobs) {
      const worked = work(engine, job).finally(() => working.delete(worked));
      working.add(worked);
    }
  }

  /** Looks at everything that may be due, and sets the alarm for what is next. */
  async function round(): Promise<void> {
    try {
      const next = await engine.writer.write((batch) => tick(batch, engine));
      resumable();
      await engine.writer.settled();
      for (const at of [next, await nextDue(engine)]) if (at) alarm.set(at.getTime());
    } catch (error) {
      if (!running) return;
      engine.log.error({ err: error }, "What is due could not be looked up.");
      alarm.set(engine.clock.now().getTime() + RETRY_MS);
    }
  }

  async function tend(): Promise<void> {
    for (const queue of await openQueues(engine)) engine.seeQueue(queue);
    await engine.writer.write((batch) => recover(batch, engine));
    await engine.writer.write((batch) => releaseStrays(batch, engine));
    for (const id of await findCancelled(engine)) engine.live.get(id)?.cancel();
    await round();
  }

  async function tendForEver(): Promise<void> {
    while (running) {
      await systemClock.sleep(TEND_MS, stopped.signal);
      await tend().catch((error) => engine.log.error({ err: error }, "Runs could not be tended."));
    }
  }

  async function fillWindows(): Promise<void> {
    const runs = engine.store.tables.workflowRuns;
    for (const [queue, { rate }] of engine.queues) {
      if (!rate) continue;
      const window = new RateWindow();
      const since = new Date(engine.clock.now().getTime() - rate.perMs);
      const rows = await engine.store.read
        .select({ at: runs.startedAt })
        .from(runs)
        .where(and(eq(runs.queue, queue), gt(runs.startedAt, since)));
      for (const { at } of rows) if (at) window.started(1, at.getTime());
      windows.set(queue, window);
    }
  }

  return {
    queued,
    resumable,
    roomFreed,
    dueAt(at) {
      if (running) alarm.set(at);
    },
    async start() {
      if (running) return;
      await fillWindows();
      running = true;
      for (const queue of await openQueues(engine)) engine.seeQueue(queue);
      await engine.writer.write((batch) => recover(batch, engine));
      await round();
      tendForEver().catch(() => undefined);
    },
    stop() {
      running = false;
      alarm.stop();
      stopped.abort();
    },
    async idle(ms) {
      const timer = new AbortController();
      const all = (async () => {
        while (working.size) await Promise.all(working);
      })();
      await Promise.race([all, engine.clock.sleep(ms, timer.signal).catch(() => undefined)]);
      timer.abort();
    },
  };
}
