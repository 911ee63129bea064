import type { RunRow } from "./rows";

/** In-process notice of new events and of ended runs. */
export interface Hub {
  onEvents(rootId: string, listener: () => void): () => void;
  wroteEvents(roots: ReadonlySet<string>): void;
  /** Calls `listener` once, when the run ends. */
  onEnd(id: string, listener: (run: RunRow) => void): () => void;
  ended(run: RunRow): void;
}

function topics<T>() {
  const listeners = new Map<string, Set<(value: T) => void>>();
  return {
    on(topic: string, listener: (value: T) => void): () => void {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(listener));
      return () => {
        set.delete(listener);
        if (!set.size && listeners.get(topic) === set) listeners.delete(topic);
      };
    },
    call(topic: string, value: T): void {
      for (const listener of [...(listeners.get(topic) ?? [])]) listener(value);
    },
    get size() {
      return listeners.size;
    },
  };
}

/** @param failed told what a listener threw; it never reaches the driver */
export function createHub(failed: (error: unknown) => void): Hub {
  const events = topics<void>();
  const ends = topics<RunRow>();
  const guarded =
    <T>(listener: (value: T) => void) =>
    (value: T) => {
      try {
        listener(value);
      } catch (error) {
        failed(error);
      }
    };
  return {
    onEvents: (rootId, listener) => events.on(rootId, guarded(listener)),
    wroteEvents(roots) {
      if (events.size) for (const root of roots) events.call(root, undefined);
    },
    onEnd: (id, listener) => ends.on(id, guarded(listener)),
    ended: (run) => ends.call(run.id, run),
  };
}
