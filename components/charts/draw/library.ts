import { latePart, useLatePart } from "../../ui/late-part";

/**
 * Fetched and started once. Meant for when the figures are on their way: beside the first chart's code it would have to
 * be run before anything is asked.
 */
const library = latePart(() => import("./echarts").then(({ openDrawing }) => openDrawing));

export const fetchDrawing = (): Promise<unknown> => library.fetch();

/** The same for a button. */
export const fetchDrawingAgain = library.again;

/** What opens a drawing; null until the library is there. Where it can't be loaded, charts keep their tables and words. */
export const useDrawingLibrary = () => useLatePart(library);
