import type { Atlas } from "./atlas";
import { geoModel } from "./model";
import { readAtlas } from "./shapes";

/** The shapes of countries, and what draws over them. */
export const drawnAtlas = (): Atlas => ({ ...readAtlas(), draw: geoModel });
