"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, type RefObject, useEffect } from "react";

export interface LongValuesProps {
  /** The box that scrolls. */
  scroller: RefObject<HTMLElement | null>;
  count: number;
  /** Of a row, in px. */
  height: number;
  /** The keyboard's row; less than 0: none. */
  cursor: number;
  row(index: number, style: CSSProperties): ReactNode;
  onEnd?: (() => void) | undefined;
}

/** The rows in sight of a list too long to draw; fetched only where there is one. */
export function LongValues({ scroller, count, height, cursor, row, onEnd }: LongValuesProps) {
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
  });
  const drawn = virtualizer.getVirtualItems();
  const last = drawn.at(-1)?.index;

  useEffect(() => {
    if (last === count - 1) onEnd?.();
  }, [last, count, onEnd]);

  useEffect(() => {
    if (cursor >= 0) virtualizer.scrollToIndex(cursor, { align: "auto" });
  }, [cursor, virtualizer]);

  return (
    <div role="presentation" style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
      {drawn.map(({ index, start }) =>
        row(index, {
          position: "absolute",
          insetInline: 0,
          top: 0,
          transform: `translateY(${start}px)`,
        }),
      )}
    </div>
  );
}
