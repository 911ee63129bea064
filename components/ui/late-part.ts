import { useSyncExternalStore } from "react";

/** Whether something fetched later is here, or could not be had. */
export interface PartState<T> {
  found: T | null;
  failed: boolean;
}

/** Something that is fetched when it is first wanted. */
export interface LatePart<T> {
  state(): PartState<T>;
  /** Hears of each change, and fetches it. @returns stops hearing */
  subscribe(tell: () => void): () => void;
  /** Fetches it once for all who ask; what could not be had is fetched anew. */
  fetch(): Promise<T>;
  /** The same for a button: what comes of it is in the state. */
  again(): void;
}

/** Before it is asked for once more: a network that is away a moment is no failure. */
const PAUSE_MS = 1000;

/**
 * @param load fetches it; called a second time after a pause where it failed
 * @param pauseMs between the two
 */
export function latePart<T>(load: () => Promise<T>, pauseMs = PAUSE_MS): LatePart<T> {
  let state: PartState<T> = { found: null, failed: false };
  let fetching: Promise<T> | null = null;
  const listeners = new Set<() => void>();
  const become = (next: PartState<T>) => {
    state = next;
    for (const tell of listeners) tell();
  };
  const onceMore = async () => {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    return load();
  };

  function fetch(): Promise<T> {
    if (fetching) return fetching;
    if (state.failed) become({ found: null, failed: false });
    fetching = load()
      .catch(onceMore)
      .then((found) => {
        if (found === undefined) throw new Error("What was fetched does not hold it.");
        return found;
      })
      .then(
        (found) => {
          become({ found, failed: false });
          return found;
        },
        (error: unknown) => {
          fetching = null;
          become({ found: null, failed: true });
          throw error;
        },
      );
    return fetching;
  }

  function again(): void {
    fetch().catch(() => undefined);
  }

  function subscribe(tell: () => void): () => void {
    listeners.add(tell);
    again();
    return () => {
      listeners.delete(tell);
    };
  }

  return { state: () => state, subscribe, fetch, again };
}

/** A part as it comes; fetched where it is drawn. */
export const useLatePart = <T>(part: LatePart<T>): PartState<T> =>
  useSyncExternalStore(part.subscribe, part.state, part.state);
