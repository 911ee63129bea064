"use client";

import { type PointerEvent, useRef } from "react";
import { useEditor } from "../state/editor-context";
import { type Metrics, metricsOf } from "./grid-metrics";

/** A hand that trembles is no drag. */
const SLACK_PX = 4;

interface Drag {
  pointer: number;
  x: number;
  y: number;
  metrics: Metrics;
  gesture: string;
  moving: boolean;
}

let drags = 0;

/**
 * Follows one pointer from press to release in whole cells. Escape or a lost pointer takes it back.
 * @param apply where the pointer is, in cells from where it was pressed
 */
export function useDrag(
  apply: (dx: number, dy: number, gesture: string) => void,
  onPress?: (event: PointerEvent) => void,
) {
  const { store, grid, readOnly } = useEditor();
  const drag = useRef<Drag | null>(null);
  const last = useRef("");
  const moved = useRef(false);

  function end(cancelled: boolean): void {
    if (drag.current?.moving) {
      if (cancelled) store.cancel();
      else store.settle();
    }
    drag.current = null;
  }

  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      moved.current = false;
      onPress?.(event);
      if (readOnly || !grid.current) return;
      // The width says whether there is a grid of 24 at all.
      if (!grid.current.hasAttribute("data-guides")) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = {
        pointer: event.pointerId,
        x: event.clientX,
        y: event.clientY,
        metrics: metricsOf(grid.current),
        gesture: `drag ${++drags}`,
        moving: false,
      };
      last.current = "0 0";
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const now = drag.current;
      if (!now || event.pointerId !== now.pointer) return;
      const [x, y] = [event.clientX - now.x, event.clientY - now.y];
      if (!now.moving && Math.hypot(x, y) < SLACK_PX) return;
      now.moving = true;
      moved.current = true;
      const [dx, dy] = [Math.round(x / now.metrics.pitchX), Math.round(y / now.metrics.pitchY)];
      if (last.current === `${dx} ${dy}`) return;
      last.current = `${dx} ${dy}`;
      apply(dx, dy, now.gesture);
    },
    onPointerUp: () => end(false),
    onPointerCancel: () => end(true),
    /** Whether the last press became a drag: the click that follows it is none. */
    hasMoved: () => moved.current,
    /** For Escape: true where a drag was given up. */
    cancel(): boolean {
      const moving = drag.current?.moving ?? false;
      end(true);
      return moving;
    },
  };
}
