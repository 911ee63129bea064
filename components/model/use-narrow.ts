import { useSyncExternalStore } from "react";

/** Tailwind's `max-md`. */
const NARROW = "(max-width: 899px)";

function subscribe(changed: () => void): () => void {
  const media = matchMedia(NARROW);
  media.addEventListener("change", changed);
  return () => media.removeEventListener("change", changed);
}

/** Whether the page is too narrow for a drawing beside its details; false while rendering on the server. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(NARROW).matches,
    () => false,
  );
}
