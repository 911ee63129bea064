import { AsyncResource } from "node:async_hooks";
import { type Database, refuseInsideTx, type Store } from "@/db/store";
import { Batch } from "./batch";
import type { RunRow } from "./rows";
import { prepareStatements, type Statements } from "./statements";

/** One thing to write, all or nothing. It may be run twice: once in a group, and alone if the group failed. */
export type Unit<T> = (batch: Batch) => T | Promise<T>;

export interface Writer {
  /** Resolves once committed. `last` units run after the others of their transaction. */
  write<T>(unit: Unit<T>, options?: { last?: boolean }): Promise<T>;
  /** Resolves when nothing is waiting to be written. */
  settled(): Promise<void>;
}

interface Item {
  unit: Unit<unknown>;
  last: boolean;
  value?: unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Limit of one transaction, so that it never comes near the store's time limit. */
const MAX_UNITS = 1000;

interface Hooks {
  /** Roots that got events, after each commit. */
  wroteEvents(roots: ReadonlySet<string>): void;
  /** A run's new state, after its commit. */
  stateChanged(run: RunRow): void;
}

/** Group commit: what is written in one turn of the event loop shares one transaction, one fsync. */
export function createWriter(store: Store, hooks: Hooks): Writer {
  let waiting: Item[] = [];
  let scheduled = false;
  const idle: (() => void)[] = [];
  let statements: Statements | undefined;

  function take(): Item[] {
    const ready = waiting.filter((item) => !item.last);
    const late = waiting.filter((item) => item.last);
    const items = late.length ? [...ready, ...late] : ready;
    waiting = items.slice(MAX_UNITS);
    return items.slice(0, MAX_UNITS);
  }

  async function apply(db: Database, items: Item[]): Promise<Batch> {
    statements ??= prepareStatements(db, store.tables);
    const batch = new Batch(db, store.tables, statements, hooks.stateChanged);
    for (const item of items) {
      const value = item.unit(batch);
      item.value = value instanceof Promise ? await value : value;
    }
    return batch;
  }

  function publish(batch: Batch, items: Item[]): void {
    for (const item of items) item.resolve(item.value);
    for (const call of batch.afterCommit) call();
    if (batch.roots.size) hooks.wroteEvents(batch.roots);
  }

  /** One bad unit must not take the others down with it. */
  async function commitAlone(item: Item): Promise<void> {
    try {
      publish(await store.tx((db) => apply(db, [item])), [item]);
    } catch (error) {
      item.reject(error);
    }
  }

  async function flush(): Promise<void> {
    let items: Item[] = [];
    try {
      const batch = await store.tx((db) => {
        items = take();
        return apply(db, items);
      });
      publish(batch, items);
    } catch (error) {
      if (!items.length) items = take();
      if (items.length === 1) items[0]?.reject(error);
      else for (const item of items) await commitAlone(item);
    }
    scheduled = false;
    if (waiting.length) schedule();
    else for (const done of idle.splice(0)) done();
  }

  // Bound here, so that a caller's context (a transaction, a request) never leaks into other people's writes.
  const flushSoon = AsyncResource.bind(() => void flush());

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flushSoon);
  }

  return {
    write<T>(unit: Unit<T>, { last = false }: { last?: boolean } = {}): Promise<T> {
      refuseInsideTx("workflows");
      return new Promise<T>((resolve, reject) => {
        waiting.push({ unit, last, resolve: resolve as (value: unknown) => void, reject });
        schedule();
      });
    },
    settled: () => (scheduled ? new Promise((done) => idle.push(done)) : Promise.resolve()),
  };
}
