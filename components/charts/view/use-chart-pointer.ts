import { type MouseEvent, type PointerEvent, useCallback, useRef, useState } from "react";
import { type Mark, markAt, marksIn } from "../draw/marks";
import type { ChartModel } from "../draw/model";
import type { Box, Point } from "../draw/scene";
import type { ObjectActions } from "../port";
import { rangeOf, selectMarks, toggleMark } from "./choose";

/** A drag shorter than this is a click, px. */
const DRAG = 5;
/** A finger that rests this long draws; one that moves before scrolls. */
const HOLD_MS = 350;

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
 * it). On touch the first tap shows the tooltip, the second selects; a finger that is held and then dragged selects what
 * lies in it. What stands for places that lie together is gone
 * to instead; with Shift it selects them.
 */
export function useChartPointer({ model, objectId, width, height, actions, goTo }: Wiring) {
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [brush, setBrush] = useState<Box | null>(null);
  const start = useRef<Point | null>(null);
  const last = useRef<string | null>(null);
  const wentTo = useRef(false);
  const gesture = useRef({ touch: false, dragged: false });
  const held = useRef<{ at: Point; timer: ReturnType<typeof setTimeout> } | null>(null);
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

  function hold(at: Point, along: "x" | "y" | "xy") {
    const timer = setTimeout(() => {
      start.current = at;
      setPointed(null);
      setBrush(boxOf(at, at, along, width, height));
    }, HOLD_MS);
    held.current = { at, timer };
  }

  function letGo() {
    clearTimeout(held.current?.timer);
    held.current = null;
    start.current = null;
    setBrush(null);
  }

  /** Puts what a finger is drawing before what the page would scroll; React's own listeners can't. */
  const keepStill = useCallback((element: HTMLElement | null) => {
    const stop = (event: TouchEvent) => {
      if (start.current && event.cancelable) event.preventDefault();
    };
    element?.addEventListener("touchmove", stop, { passive: false });
    return () => element?.removeEventListener("touchmove", stop);
  }, []);

  const handlers = {
    onPointerDown(event: PointerEvent) {
      const touch = event.pointerType === "touch";
      gesture.current = { touch, dragged: false };
      if (event.button !== 0 || !model?.brush) return;
      if (touch && !onTooltip(event)) hold(place(event), model.brush);
      else if (!touch) start.current = place(event);
    },
    onPointerMove(event: PointerEvent) {
      if (!model) return;
      const at = place(event);
      const from = start.current;
      if (event.pointerType === "touch" && !from) {
        if (held.current && apart(held.current.at, at) > DRAG) letGo();
        return;
      }
      if (from && model.brush && apart(from, at) > DRAG) {
        if (!gesture.current.dragged) event.currentTarget.setPointerCapture(event.pointerId);
        gesture.current.dragged = true;
        setPointed(null);
        setBrush(boxOf(from, at, model.brush, width, height));
        return;
      }
      if (gesture.current.touch) return;
      const mark = markAt(marks, at);
      setPointed(mark ? { id: mark.id, at, touch: false } : null);
    },
    onPointerUp(event: PointerEvent) {
      letGo();
      if (!brush) return;
      event.preventDefault();
      if (gesture.current.dragged) selectMarks(marksIn(marks, brush), actions);
    },
    onPointerCancel: letGo,
    onContextMenu(event: MouseEvent) {
      // What a held finger would open.
      if (gesture.current.touch && model?.brush) event.preventDefault();
    },
    onPointerLeave(event: PointerEvent) {
      if (event.pointerType !== "touch") setPointed(null);
    },
    onClick(event: MouseEvent) {
      // The tooltip lies over other marks.
      if (gesture.current.dragged || !model || onTooltip(event)) return;
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
  return {
    handlers,
    keepStill,
    mark,
    pointed: mark ? pointed : null,
    brush,
    forget: () => setPointed(null),
    act,
  };
}

const apart = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

const onTooltip = ({ target }: MouseEvent): boolean =>
  (target as Partial<Element> | null)?.closest?.(".chart-tip") != null;

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
