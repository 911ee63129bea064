import type { Store } from "@/db/store";
import type { Clock } from "@/server/shared/clock";
import { AppError } from "@/server/shared/errors";
import type { Logger } from "@/server/shared/logger";
import type { Workflows } from "../port";
import { type Announcer, createAnnouncer } from "./announce";
import { createCommands } from "./commands";
import type { Engine } from "./engine";
import { createHub } from "./hub";
import { isOwnerAlive, newOwner, registerOwner } from "./owner";
import { createPump, type Pump } from "./pump";
import { createReads } from "./reads";
import { handBackAll } from "./recover";
import type { RunRow } from "./rows";
import { waitForEnd } from "./wait";
import { createWriter } from "./writer";

export interface SqliteWorkflowsOptions {
  store: Store;
  clock: Clock;
  log: Logger;
  /** Names this driver on the runs it holds: `pid:start:instance`. Made by default. */
  owner?: string;
  /** Is the process (or driver) behind an owner still there? By default by pid and start time. */
  isOwnerAlive?: (owner: string) => boolean;
  /** Jitter of back-offs, 0 to below 1. */
  random?: () => number;
}

const GRACE_MS = 10_000;

/**
 * Durable workflows in the process, on the SQLite store: no server, no second database. Everything is written
 * through `store.tx`, in groups; see `writer.ts`.
 */
export function createSqliteWorkflows(options: SqliteWorkflowsOptions): Workflows {
  if (options.store.dialect !== "sqlite") {
    throw new AppError(
      "unavailable",
      "workflows.dialect",
      "The sqlite workflow driver needs a SQLite store.",
    );
  }
  const { engine, pump, announcer } = assemble(options);
  const reads = createReads(options.store);
  let release: (() => void) | null = null;

  return {
    ...reads,
    ...createCommands(engine),
    define(name, body, defineOptions = {}) {
      engine.definitions.set(name, { body: body as never, options: defineOptions });
      engine.resumable();
    },
    queue(name, limits) {
      engine.queues.set(name, limits);
    },
    onEvents: engine.hub.onEvents,
    wait: (id, signal) => waitForEnd(engine, announcer, reads.get, id, signal),
    async launch() {
      if (engine.draining) throw new Error("launch after drain: make a new driver");
      release ??= registerOwner(engine.owner);
      await announcer.redeliver();
      await pump.start();
    },
    async drain(graceMs = GRACE_MS) {
      engine.draining = true;
      pump.stop();
      for (const exec of engine.live.values()) exec.drain();
      await pump.idle(graceMs);
      for (const exec of engine.live.values()) exec.lose();
      await engine.writer.settled();
      await engine.writer.write((batch) => handBackAll(batch, engine));
      await announcer.settled();
      await engine.writer.settled();
      release?.();
    },
  };
}

/** The parts know each other through `engine`; the calls made here only run once all of them exist. */
function assemble(options: SqliteWorkflowsOptions): { engine: Engine; pump: Pump; announcer: Announcer } {
  const { store, clock, log } = options;
  const hub = createHub((error) => log.error({ err: error }, "A listener for a run failed."));
  const engine: Engine = {
    store,
    clock,
    log,
    owner: options.owner ?? newOwner(),
    random: options.random ?? Math.random,
    isOwnerAlive: options.isOwnerAlive ?? isOwnerAlive,
    definitions: new Map(),
    queues: new Map(),
    live: new Map(),
    hub,
    draining: false,
    writer: createWriter(store, {
      wroteEvents: hub.wroteEvents,
      stateChanged(run) {
        if (run.owner === null && run.endedAt === null) expect(run);
        announcer.changed(run);
      },
    }),
    queued: (queue) => pump.queued(queue),
    resumable: () => pump.resumable(),
    roomFreed: () => pump.roomFreed(),
    dueAt: (at) => pump.dueAt(at),
    seeQueue(queue) {
      if (!engine.queues.has(queue)) engine.queues.set(queue, {});
    },
  };
  function expect(run: RunRow): void {
    engine.seeQueue(run.queue);
    if (run.dueAt.getTime() > clock.now().getTime()) engine.dueAt(run.dueAt.getTime());
    else if (run.state === "queued" && run.startedAt === null) engine.queued(run.queue);
    else engine.resumable();
  }
  const announcer = createAnnouncer(engine);
  const pump = createPump(engine);
  return { engine, pump, announcer };
}
