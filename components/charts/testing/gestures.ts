import type { KeyboardEvent, MouseEvent, PointerEvent } from "react";
import { useState } from "react";
import { vi } from "vitest";
import { acted, keyEvent } from "../../dashboards/testing/acted";
import { type Mark, middleOf } from "../draw/marks";
import type { ChartModel } from "../draw/model";
import type { ObjectActions } from "../port";
import { sayOf } from "../texts";
import { useChartKeys } from "../view/use-chart-keys";
import { useChartPointer } from "../view/use-chart-pointer";
import { testContext } from "./input";

const say = sayOf(testContext());

/** What is done by a chart: selections, ways down and up, what is said, and where a map goes. */
function recorder() {
  const done: unknown[][] = [];
  const said: string[] = [];
  const actions: ObjectActions = {
    select: (...call) => done.push(call),
    clear: () => undefined,
    drill: (...call) => done.push(["drill", ...call]),
    announce: (text) => said.push(text),
  };
  const goTo = (mark: Mark) => void done.push(["go", mark.name]);
  return { done, said, actions, goTo };
}

/** What keys do in a chart: `"Shift+ArrowRight"` and the like. */
export function typed(model: ChartModel, ...keys: string[]) {
  const { done, said, actions, goTo } = recorder();
  const events = keys.map((key) => {
    const shiftKey = key.startsWith("Shift+");
    return keyEvent(key.replace("Shift+", ""), { shiftKey });
  });
  const { cursor } = acted(
    () => {
      const [cursor, moveTo] = useState<Mark | null>(null);
      return {
        cursor,
        press: useChartKeys({ model, objectId: "object", cursor, moveTo, actions, goTo, say }),
      };
    },
    events.map(
      (event) =>
        ({ press }) =>
          press(event as unknown as KeyboardEvent),
    ),
  );
  return { done, said, cursor: cursor?.name ?? null, events };
}

export type Gesture = [
  kind: "down" | "rest" | "move" | "up" | "click" | "cancel",
  x: number,
  y: number,
  more?: object,
];

/** What a pointer does in a chart of 600 × 300. To rest it takes the clock of `vi.useFakeTimers`. */
export function pointed(model: ChartModel, ...gestures: Gesture[]) {
  const { done, actions, goTo } = recorder();
  const place = { left: 0, top: 0 };
  const { brush, mark } = acted(
    () => useChartPointer({ model, objectId: "object", width: 600, height: 300, actions, goTo }),
    gestures.map(([kind, clientX, clientY, more]) => ({ handlers }) => {
      const event = {
        clientX,
        clientY,
        button: 0,
        detail: 1,
        shiftKey: false,
        pointerType: "mouse",
        preventDefault: () => undefined,
        currentTarget: { getBoundingClientRect: () => place, setPointerCapture: () => undefined },
        ...more,
      } as unknown as PointerEvent & MouseEvent;
      if (kind === "rest") vi.advanceTimersByTime(500);
      else if (kind === "down") handlers.onPointerDown(event);
      else if (kind === "move") handlers.onPointerMove(event);
      else if (kind === "up") handlers.onPointerUp(event);
      else if (kind === "cancel") handlers.onPointerCancel();
      else handlers.onClick(event);
    }),
  );
  return { done, brush, mark: mark?.name ?? null };
}

export const drag = (from: [number, number], to: [number, number], more?: object): Gesture[] => [
  ["down", ...from, more],
  ["move", ...to, more],
  ["up", ...to, more],
  ["click", ...to, more],
];

export const middle = (model: ChartModel, name: string): [number, number] => {
  const mark = model.marks.find((one) => one.name === name);
  if (!mark) throw new Error(`${name} is not in ${model.marks.map((one) => one.name)}.`);
  return [...middleOf(mark.shape)];
};
/** Corners of a box around some marks. */
export function around(model: ChartModel, ...names: string[]): [[number, number], [number, number]] {
  const all = names.map((name) => middle(model, name));
  const of = (axis: 0 | 1) => all.map((at) => at[axis]);
  return [
    [Math.min(...of(0)) - 9, Math.min(...of(1)) - 9],
    [Math.max(...of(0)) + 9, Math.max(...of(1)) + 9],
  ];
}
