import { type KeyboardEvent, useCallback, useState } from "react";
import { type MapView, MOST_ZOOM, WHOLE_MAP, ZOOM_STEP } from "../kinds/map/geo/projection";

/** Part of what is shown that one step moves by. */
const MOVE = 0.25;

export interface MapRoaming {
  view: MapView;
  zoom(by: "in" | "out" | "all"): void;
  /** In steps: 1 to the east and south. */
  move(east: number, south: number): void;
  /** Goes to a place of the map. */
  go(view: MapView): void;
  /** Moves a point of the drawing into it. */
  reveal(x: number, y: number, width: number, height: number): void;
  /** + and − zoom, 0 shows all. @returns whether the key was one of them */
  onKey(event: KeyboardEvent): boolean;
}

const ZOOMS: Record<string, "in" | "out" | "all"> = { "+": "in", "=": "in", "-": "out", "0": "all" };

/** How a reader stands over a map. */
export function useMapView(width: number, height: number): MapRoaming {
  const [view, setView] = useState(WHOLE_MAP);
  const zoom = useCallback((by: "in" | "out" | "all") => {
    setView((old) => {
      if (by === "all") return WHOLE_MAP;
      const next = by === "in" ? Math.min(MOST_ZOOM, old.zoom * ZOOM_STEP) : old.zoom / ZOOM_STEP;
      return next <= 1.01 ? WHOLE_MAP : { ...old, zoom: next };
    });
  }, []);
  const shift = (x: number, y: number) =>
    setView((old) => ({ ...old, x: old.x + x / old.zoom, y: old.y + y / old.zoom }));
  return {
    view,
    zoom,
    go: setView,
    move: (east, south) => shift(east * width * MOVE, south * height * MOVE),
    reveal(x, y, wide, high) {
      const outside = x < 0 || y < 0 || x > wide || y > high;
      if (outside) shift(x - wide / 2, y - high / 2);
    },
    onKey(event) {
      const by = ZOOMS[event.key];
      if (!by || event.altKey || event.ctrlKey || event.metaKey) return false;
      event.preventDefault();
      event.stopPropagation();
      zoom(by);
      return true;
    },
  };
}
