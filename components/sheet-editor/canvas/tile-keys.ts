import type { KeyboardEvent } from "react";
import type { Actions } from "../state/actions";
import type { EditorStore } from "../state/editor-store";

const ARROWS: Partial<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** How far a run of arrow keys has come; it ends with another key, another object, or when focus leaves. */
export interface Run {
  gesture: string;
  kind: "move" | "size";
  dx: number;
  dy: number;
}

let runs = 0;

/**
 * Keys of a tile. Arrows move, with Shift they move the lower right corner, with Alt the object goes earlier or later
 * in the reading order.
 * @returns the run under way, null where there is none; undefined where the key is not for a tile
 */
export function onTileKey(
  event: KeyboardEvent,
  id: string,
  run: Run | null,
  {
    store,
    actions,
    hasGrid,
    toProperties,
  }: {
    store: EditorStore;
    actions: Actions;
    /** False on a tablet or phone, where objects follow each other. */
    hasGrid: boolean;
    toProperties(): void;
  },
): Run | null | undefined {
  const arrow = ARROWS[event.key];
  const command = event.ctrlKey || event.metaKey;
  if (arrow && !command) {
    const [dx, dy] = arrow;
    chooseThis(store, id);
    if (event.altKey || !hasGrid) {
      actions.reorder(id, dx + dy > 0 ? 1 : -1);
      return null;
    }
    const kind = event.shiftKey ? "size" : "move";
    const going = run?.kind === kind && store.state().history.gesture === run.gesture ? run : null;
    const next: Run = {
      gesture: going?.gesture ?? `keys ${++runs}`,
      kind,
      dx: (going?.dx ?? 0) + dx,
      dy: (going?.dy ?? 0) + dy,
    };
    const before = store.draft;
    if (kind === "move") actions.move(store.state().chosen, next.dx, next.dy, next.gesture);
    else actions.resize(id, { right: next.dx, bottom: next.dy }, next.gesture);
    // At an edge nothing moves: the way back is not longer for it.
    return store.draft === before ? going : next;
  }
  if (event.key === "Delete" || event.key === "Backspace") {
    chooseThis(store, id);
    actions.remove(store.state().chosen);
    return null;
  }
  if (event.key.toLowerCase() === "d" && !event.altKey && !event.shiftKey) {
    chooseThis(store, id);
    actions.duplicate(store.state().chosen);
    return null;
  }
  if (event.key === "Enter") {
    store.choose([id]);
    toProperties();
    return null;
  }
  if (event.key === " ") {
    if (event.shiftKey || command) store.toggle(id);
    else store.choose([id]);
    return null;
  }
  return undefined;
}

function chooseThis(store: EditorStore, id: string): void {
  if (!store.state().chosen.includes(id)) store.choose([id]);
}
