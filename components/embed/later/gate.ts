import { useSyncExternalStore } from "react";

/**
 * What floats (menus, list boxes, full size) is loaded after the first figures, or when somebody reaches for it first.
 * The bundle puts the modules of this folder in the place of the dashboard's own; see `server/setup/embed-bundle.mjs`.
 */
let open = false;
const waiting = new Set<() => void>();
const REACHED = ["pointerdown", "keydown", "focusin"] as const;

export function openGate(): void {
  if (open) return;
  open = true;
  for (const name of REACHED) removeEventListener(name, openGate, true);
  for (const tell of waiting) tell();
}

for (const name of REACHED) addEventListener(name, openGate, true);

function subscribe(tell: () => void): () => void {
  waiting.add(tell);
  return () => waiting.delete(tell);
}

export const useGate = () =>
  useSyncExternalStore(
    subscribe,
    () => open,
    () => open,
  );
