import { useSyncExternalStore } from "react";

type Open = typeof import("./echarts").openDrawing;

let open: Open | null = null;

let fetching: Promise<unknown> | null = null;

/**
 * Fetches and starts the drawing library, once. Meant for when the figures are on their way: beside the first chart's
 * code it would have to be run before anything is asked.
 */
export function fetchDrawing(): Promise<unknown> {
  fetching ??= import("./echarts").then((library) => {
    open = library.openDrawing;
  });
  return fetching;
}

function subscribe(tell: () => void): () => void {
  let listening = true;
  // Where it can't be loaded, charts keep their tables and their words.
  fetchDrawing().then(
    () => listening && tell(),
    () => undefined,
  );
  return () => {
    listening = false;
  };
}

/** Opens a drawing; null until the library is there. */
export const useDrawingLibrary = () =>
  useSyncExternalStore(
    subscribe,
    () => open,
    () => null,
  );
