"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { Button } from "../ui/button";

/**
 * Pages of a keyset-paged list. The API only knows the way forward, so the way back is what was walked in this tab;
 * someone who comes by a link with a cursor goes back to the first page.
 */
export function useTrail(cursor: string | null, go: (cursor: string | null) => void) {
  const trail = useRef<(string | null)[]>([]);
  const known = cursor !== null && trail.current.length > 0;
  return {
    known,
    forward(next: string) {
      trail.current = [...trail.current, cursor];
      go(next);
    },
    back() {
      const previous = trail.current.at(-1) ?? null;
      trail.current = trail.current.slice(0, -1);
      go(previous);
    },
    reset() {
      trail.current = [];
    },
  };
}

export function Pager({
  shown,
  total,
  cursor,
  next,
  onCursor,
}: {
  shown: number;
  total?: number;
  cursor: string | null;
  next: string | null;
  onCursor: (cursor: string | null) => void;
}) {
  const t = useTranslations("common.pager");
  const trail = useTrail(cursor, onCursor);
  return (
    <nav
      aria-label={t("label")}
      className="flex items-center justify-between gap-3 border-t border-line-strong py-3 text-12 text-ink-3"
    >
      <p role="status">
        {t("shown", { count: shown })}
        {total === undefined ? null : `, ${t("of", { count: total })}`}
      </p>
      {cursor || next ? (
        <div className="flex gap-2">
          <Button size="s" disabled={!cursor} onClick={trail.back}>
            {cursor && !trail.known ? t("first") : t("previous")}
          </Button>
          <Button size="s" disabled={!next} onClick={() => next && trail.forward(next)}>
            {t("next")}
          </Button>
        </div>
      ) : null}
    </nav>
  );
}
