import { useSyncExternalStore } from "react";
import { type AtlasState, atlasState, onAtlas } from "../kinds/map/geo/atlas";

const NONE: AtlasState = { atlas: null, failed: false };
const never = () => () => undefined;

/** The shapes of countries as they come; fetched only where they are wanted. */
export const useAtlas = (wanted: boolean): AtlasState =>
  useSyncExternalStore(
    wanted ? onAtlas : never,
    () => (wanted ? atlasState() : NONE),
    () => NONE,
  );
