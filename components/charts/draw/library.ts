import { useSyncExternalStore } from "react";

type Open = typeof import("./echarts").openDrawing;

let open: Open | null = null;

/**
 * The drawing library, fetched and started while the figures are on their way: beside the first chart's code it would
 * have to be run before anything is asked.
 */
export const drawingLibrary: Promise<unknown> =
  typeof window === "undefined"
    ? Promise.resolve()
    : import("./echarts").then((library) => {
        open = library.openDrawing;
      });

function subscribe(tell: () => void): () => void {
  let listening = true;
  // Where it can't be loaded, charts keep their tables and their words.
  drawingLibrary.then(
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
