import { type MouseEvent, type PointerEvent, useRef, useState } from "react";
import { type Mark, markAt, marksIn } from "../draw/marks";
import type { ChartModel } from "../draw/model";
import type { Box, Point } from "../draw/scene";
import type { ObjectActions } from "../port";
import { rangeOf, selectMarks, toggleMark } from "./choose";

/** A drag shorter than this is a click, px. */
const DRAG = 5;

interface Pointed {
  id: string;
  at: Point;
  /** Tapped by a finger: the tooltip has a button, a second tap selects. */
  touch: boolean;
}

interface Wiring {
  model: ChartModel | null;
  objectId: string;
  width: number;
  height: number;
  actions: ObjectActions;
  /** Goes to where a mark's places lie apart. */
  goTo(mark: Mark): void;
}

/**
 * Hover, click (takes in or out), Shift-click (from the last one), double click (opens), drag (selects what lies in
 * it). On touch the first tap shows the tooltip, the second selects. What stands for places that lie together is gone
 * to instead; with Shift it selects them.
 */
export function useChartPointer({ model, objectId, width, height, actions, goTo }: Wiring) {
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [brush, setBrush] = useState<Box | null>(null);
  const start = useRef<Point | null>(null);
  const last = useRef<string | null>(null);
  const wentTo = useRef(false);
  const gesture = useRef({ touch: false, dragged: false });
  const marks = model?.marks ?? [];
  const named = (id: string | null | undefined) => marks.find((mark) => mark.id === id);
  const place = (event: MouseEvent): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  function act(mark: Mark, shift: boolean, clicks: number) {
    if (clicks === 2 && mark.drill !== undefined) actions.drill(objectId, { down: mark.drill });
    else if (clicks > 1 && (mark.drill !== undefined || wentTo.current)) return;
    else if (mark.goTo && !shift) goTo(mark);
    else if (shift) selectMarks(rangeOf(marks, named(last.current), mark), actions);
    else toggleMark(mark, actions);
    last.current = mark.id;
    // The second click of a double click is not meant for what the first one brought there.
    wentTo.current = mark.goTo !== undefined && !shift;
  }

  const handlers = {
    onPointerDown(event: PointerEvent) {
      gesture.current = { touch: event.pointerType === "touch", dragged: false };
      if (event.button === 0 && event.pointerType !== "touch" && model?.brush) start.current = place(event);
    },
    onPointerMove(event: PointerEvent) {
      if (event.pointerType === "touch" || !model) return;
      const at = place(event);
      const from = start.current;
      if (from && model.brush && Math.hypot(at[0] - from[0], at[1] - from[1]) > DRAG) {
        if (!brush) event.currentTarget.setPointerCapture(event.pointerId);
        gesture.current.dragged = true;
        setPointed(null);
        setBrush(boxOf(from, at, model.brush, width, height));
        return;
      }
      const mark = markAt(marks, at);
      setPointed(mark ? { id: mark.id, at, touch: false } : null);
    },
    onPointerUp(event: PointerEvent) {
      start.current = null;
      if (!brush) return;
      setBrush(null);
      event.preventDefault();
      selectMarks(marksIn(marks, brush), actions);
    },
    onPointerCancel() {
      start.current = null;
      setBrush(null);
    },
    onPointerLeave(event: PointerEvent) {
      if (event.pointerType !== "touch") setPointed(null);
    },
    onClick(event: MouseEvent) {
      if (gesture.current.dragged || !model) return;
      const at = place(event);
      const mark = markAt(marks, at);
      if (!gesture.current.touch) {
        if (mark) act(mark, event.shiftKey, event.detail);
        return;
      }
      if (mark && pointed?.id === mark.id) {
        act(mark, false, 1);
        setPointed(null);
      } else setPointed(mark ? { id: mark.id, at, touch: true } : null);
    },
  };
  const mark = named(pointed?.id) ?? null;
  return { handlers, mark, pointed: mark ? pointed : null, brush, forget: () => setPointed(null), act };
}

function boxOf(
  [x0, y0]: Point,
  [x1, y1]: Point,
  along: "x" | "y" | "xy",
  width: number,
  height: number,
): Box {
  const [left, right] = [Math.max(0, Math.min(x0, x1)), Math.min(width, Math.max(x0, x1))];
  const [top, bottom] = [Math.max(0, Math.min(y0, y1)), Math.min(height, Math.max(y0, y1))];
  return {
    x: along === "y" ? 0 : left,
    y: along === "x" ? 0 : top,
    width: along === "y" ? width : right - left,
    height: along === "x" ? height : bottom - top,
  };
}
