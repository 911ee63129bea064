/** What a step did, for the undo button: a key of the texts, and the name of what it was done to. */
export interface Label {
  key: string;
  name?: string;
  count?: number;
}

interface Step<T> {
  /** As it was before the step. */
  before: T;
  label: Label;
}

export interface History<T> {
  present: T;
  /** Newest last. */
  past: readonly Step<T>[];
  /** Next last; `before` holds what comes back. */
  future: readonly Step<T>[];
  /** Changes under one name are one step until it ends: a drag, a run of key presses, typing into one field. */
  gesture: string | null;
}

export const startHistory = <T>(present: T): History<T> => ({ present, past: [], future: [], gesture: null });

/** A change is a step of its own, unless it goes on with the gesture before it. The same value is no change. */
export function commit<T>(
  history: History<T>,
  next: T,
  label: Label,
  gesture: string | null = null,
): History<T> {
  const { present, past } = history;
  if (next === present) return history;
  if (gesture !== null && gesture === history.gesture) {
    // Back where the gesture began: nothing has happened.
    if (past.at(-1)?.before === next)
      return { present: next, past: past.slice(0, -1), future: [], gesture: null };
    return { ...history, present: next, future: [] };
  }
  return { present: next, past: [...past, { before: present, label }], future: [], gesture };
}

/** Ends a gesture: the next change is a step of its own. */
export const settleGesture = <T>(history: History<T>): History<T> =>
  history.gesture === null ? history : { ...history, gesture: null };

/** As it was before the gesture under way, which leaves no trace. */
export function cancelGesture<T>(history: History<T>): History<T> {
  const last = history.past.at(-1);
  if (history.gesture === null || !last) return history;
  return { ...history, present: last.before, past: history.past.slice(0, -1), gesture: null };
}

export function undo<T>({ present, past, future }: History<T>): History<T> {
  const last = past.at(-1);
  if (!last) return { present, past, future, gesture: null };
  return {
    present: last.before,
    past: past.slice(0, -1),
    future: [...future, { before: present, label: last.label }],
    gesture: null,
  };
}

export function redo<T>({ present, past, future }: History<T>): History<T> {
  const next = future.at(-1);
  if (!next) return { present, past, future, gesture: null };
  return {
    present: next.before,
    past: [...past, { before: present, label: next.label }],
    future: future.slice(0, -1),
    gesture: null,
  };
}
