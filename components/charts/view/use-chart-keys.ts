import { type KeyboardEvent, useRef } from "react";
import { spokenState } from "../data/words";
import { type Direction, type Mark, neighbor } from "../draw/marks";
import type { ChartModel } from "../draw/model";
import type { ObjectActions } from "../port";
import type { Say } from "../texts";
import { rangeOf, selectMarks, toggleMark } from "./choose";

const ARROWS: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

interface Wiring {
  model: ChartModel | null;
  objectId: string;
  cursor: Mark | null;
  moveTo(mark: Mark | null): void;
  actions: ObjectActions;
  /** Goes to where a mark's places lie apart. */
  goTo(mark: Mark): void;
  say: Say;
}

/**
 * The mark cursor: arrows move (with Shift: select what lies between), Space takes in or out, Enter opens or selects,
 * Backspace goes a level up, Escape leaves. What it stands on is said through `announce`.
 */
export function useChartKeys({ model, objectId, cursor, moveTo, actions, goTo, say }: Wiring) {
  const anchor = useRef<string | null>(null);
  return (event: KeyboardEvent) => {
    if (!model || event.altKey || event.ctrlKey || event.metaKey) return;
    const target = nextMark(event.key, model.marks, cursor);
    if (target) {
      stop(event);
      moveTo(target);
      actions.announce(spoken(target, model.marks, say));
      if (event.shiftKey) {
        anchor.current ??= (cursor ?? target).id;
        selectMarks(
          rangeOf(
            model.marks,
            model.marks.find(({ id }) => id === anchor.current),
            target,
          ),
          actions,
        );
      } else anchor.current = null;
      return;
    }
    if (event.key === "Backspace" && model.crumb?.canGoUp) {
      stop(event);
      actions.drill(objectId, "up");
    }
    if (!cursor) return;
    if (event.key === " ") {
      stop(event);
      toggleMark(cursor, actions);
    } else if (event.key === "Enter") {
      stop(event);
      if (cursor.goTo) goTo(cursor);
      else if (cursor.drill !== undefined) actions.drill(objectId, { down: cursor.drill });
      else toggleMark(cursor, actions);
    } else if (event.key === "Escape") {
      stop(event);
      moveTo(null);
    }
  };
}

function nextMark(key: string, marks: readonly Mark[], cursor: Mark | null): Mark | null {
  if (key === "Home") return marks[0] ?? null;
  if (key === "End") return marks.at(-1) ?? null;
  const direction = ARROWS[key];
  if (!direction) return null;
  return (cursor ? neighbor(marks, cursor, direction) : marks[0]) ?? null;
}

function stop(event: KeyboardEvent) {
  event.preventDefault();
  event.stopPropagation();
}

/** "Cycling: Sales €3.37M, Year before €2.95M, Change +14.1 %, selected, 1 of 8". */
export function spoken(mark: Mark, marks: readonly Mark[], say: Say): string {
  const figures = mark.rows.map(({ label, value }) => `${label} ${value}`.trim());
  const place = say("position", { at: marks.indexOf(mark) + 1, of: marks.length });
  return `${mark.name}: ${[...figures, mark.remark, spokenState(mark.state, say), place].filter(Boolean).join(", ")}`;
}
