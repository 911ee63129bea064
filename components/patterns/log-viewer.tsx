"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { cn } from "../ui/cn";

export interface LogRow {
  key: string;
  time: string;
  /** Shown on hover. */
  fullTime: string;
  level: "debug" | "info" | "warn" | "error";
  levelWord: string;
  source: string;
  message: string;
}

const LINE = 20;
/** Nearer to the end than this counts as being there. */
const NEAR = 24;

function Row({ row }: { row: LogRow }) {
  return (
    <div
      className={cn(
        "flex gap-x-3 px-4 hover:bg-press max-md:flex-wrap",
        row.level === "error" &&
          "bg-failed-soft shadow-[inset_3px_0_var(--failed-mark)] hover:bg-failed-soft",
      )}
    >
      <time title={row.fullTime} className="shrink-0 text-ink-3">
        {row.time}
      </time>
      <span
        className={cn(
          "w-[38px] shrink-0 text-ink-3",
          row.level === "warn" && "font-bold text-warning-ink",
          row.level === "error" && "font-bold text-failed-ink",
        )}
      >
        {row.levelWord}
      </span>
      <span className="w-16 shrink-0 truncate text-ink-3 max-md:hidden">{row.source}</span>
      <span
        className={cn(
          "min-w-0 flex-1 whitespace-pre-wrap [overflow-wrap:anywhere] max-md:basis-full",
          row.level === "debug" && "text-ink-3",
        )}
      >
        {row.message}
      </span>
    </div>
  );
}

/**
 * A long log in few elements. Follows its end until one scrolls up; at the end again it goes on following.
 * @param openAt key of the line to show first (the error), instead of the end
 */
export function LogViewer({
  rows,
  label,
  empty,
  following,
  onFollowing,
  openAt,
}: {
  rows: LogRow[];
  label: string;
  empty: ReactNode;
  following: boolean;
  onFollowing: (following: boolean) => void;
  openAt?: string;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const opened = useRef<string | null>(null);
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 24,
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
  });

  useEffect(() => {
    if (!ready || !following || rows.length === 0) return;
    virtualizer.scrollToIndex(rows.length - 1, { align: "end" });
  }, [ready, following, rows.length, virtualizer]);

  useEffect(() => {
    if (!ready || !openAt || opened.current === openAt) return;
    const index = rows.findIndex((row) => row.key === openAt);
    if (index < 0) return;
    opened.current = openAt;
    onFollowing(false);
    virtualizer.scrollToIndex(index, { align: "center" });
  }, [ready, openAt, rows, virtualizer, onFollowing]);

  function onScroll() {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    const wentUp = scrollTop < lastTop.current - 2;
    lastTop.current = scrollTop;
    if (atEnd && !following) onFollowing(true);
    else if (wentUp && !atEnd && following) onFollowing(false);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a scrollable area needs a role, a name and the keyboard
    <div
      ref={scroller}
      role="region"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard
      tabIndex={0}
      onScroll={onScroll}
      className="h-[300px] overflow-auto bg-sunken py-2.5 font-mono text-12 leading-5 -outline-offset-2!"
    >
      {rows.length === 0 ? <p className="px-4 text-ink-3">{empty}</p> : null}
      <div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row ? (
            <div
              key={item.key}
              data-index={item.index}
              ref={virtualizer.measureElement}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <Row row={row} />
            </div>
          ) : null;
        })}
      </div>
    </div>
  );
}
