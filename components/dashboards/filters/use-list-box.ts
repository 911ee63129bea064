"use client";

import { type KeyboardEvent, useState } from "react";
import type { CellValue } from "@/server/platform/model";
import { clicked, type ListValue } from "./optimistic";

export interface ListBox {
  /** Index under the keyboard's cursor; -1 before the first key. */
  cursor: number;
  setCursor(index: number): void;
  onKeyDown(event: KeyboardEvent): void;
  onPick(index: number, extend: boolean): void;
}

/**
 * A list box's cursor, range and keys: arrows move, Shift extends, Space toggles, Enter selects what the search
 * found. A click toggles; Shift-click takes everything since the last one.
 */
export function useListBox({
  values,
  single,
  onSelect,
  onEnter,
  onFind,
}: {
  values: ListValue[];
  single: boolean;
  onSelect(values: CellValue[], mode: "toggle" | "replace"): void;
  /** Enter; without it, Enter toggles as Space does. */
  onEnter?(): void;
  /** F or a letter: to the search. */
  onFind?(): void;
}): ListBox {
  const [cursor, setCursor] = useState(-1);
  const [anchor, setAnchor] = useState(-1);

  function pick(index: number, extend: boolean): void {
    const entry = values[index];
    if (!entry) return;
    setCursor(index);
    if (extend && anchor >= 0 && !single) {
      range(anchor, index);
      return;
    }
    setAnchor(index);
    onSelect(...clicked(entry, single));
  }

  function range(from: number, to: number): void {
    const part = values.slice(Math.min(from, to), Math.max(from, to) + 1);
    onSelect(
      part.map((v) => v.value),
      "replace",
    );
  }

  function move(to: number, extend: boolean): void {
    const next = Math.max(0, Math.min(values.length - 1, to));
    setCursor(next);
    if (!extend || single) setAnchor(next);
    else range(anchor < 0 ? Math.max(cursor, 0) : anchor, next);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const moves: Record<string, number> = {
      ArrowDown: cursor + 1,
      ArrowUp: cursor < 0 ? values.length - 1 : cursor - 1,
      PageDown: cursor + 10,
      PageUp: cursor - 10,
      Home: 0,
      End: values.length - 1,
    };
    const to = moves[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (to !== undefined) move(to, event.shiftKey);
    else if (event.key === " " || (event.key === "Enter" && !onEnter)) pick(cursor, event.shiftKey);
    else if (event.key === "Enter") onEnter?.();
    else if ((event.key === "f" || event.key === "F") && onFind) onFind();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return { cursor, setCursor, onKeyDown, onPick: pick };
}
