import { createElement, type KeyboardEvent } from "react";
import { describe, expect, it } from "vitest";
import { acted, keyEvent } from "../../dashboards/testing/acted";
import { partOf, partsOf } from "../../dashboards/testing/parts";
import { MOST_ZOOM, WHOLE_MAP, ZOOM_STEP } from "../kinds/map/geo/projection";
import { testContext } from "../testing/input";
import { sayOf } from "../texts";
import { MapControls } from "./map-controls";
import { type MapRoaming, useMapView } from "./use-map-view";

const roamed = (...steps: ((roaming: MapRoaming) => void)[]) => acted(() => useMapView(400, 200), steps);
const press = (key: string) => (roaming: MapRoaming) =>
  void roaming.onKey(keyEvent(key) as unknown as KeyboardEvent);

describe("roaming over a map", () => {
  it("zooms by keys in steps, to the most, and back to the whole map", () => {
    expect(roamed(press("+"), press("=")).view.zoom).toBeCloseTo(ZOOM_STEP ** 2, 8);
    expect(roamed(...Array(19).fill(press("+"))).view.zoom).toBe(MOST_ZOOM);
    expect(roamed(press("+"), press("-")).view).toEqual(WHOLE_MAP);
    expect(roamed(press("-")).view).toEqual(WHOLE_MAP);
    expect(roamed(press("+"), (roaming) => roaming.move(1, 0), press("0")).view).toEqual(WHOLE_MAP);
  });

  it("leaves the browser's own zoom and all other keys alone", () => {
    const roaming = roamed();
    const taken = [keyEvent("+", { ctrlKey: true }), keyEvent("a"), keyEvent("ArrowLeft"), keyEvent("+")];
    expect(taken.map((event) => roaming.onKey(event as unknown as KeyboardEvent))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(taken.map(({ prevented }) => prevented)).toEqual([0, 0, 0, 1]);
  });

  it("moves by a quarter of what is seen, and brings what lies outside to the middle", () => {
    const { view } = roamed(press("+"), (roaming) => roaming.move(1, -1));
    expect([view.x * view.zoom, view.y * view.zoom]).toEqual([100, -50]);
    expect(roamed((roaming) => roaming.reveal(10, 10, 400, 200)).view).toEqual(WHOLE_MAP);
    expect(roamed((roaming) => roaming.reveal(500, 100, 400, 200)).view).toMatchObject({ x: 300, y: 0 });
  });

  it("has a button for each, of which those without a use are off", () => {
    const say = sayOf(testContext());
    const buttons = (roaming: MapRoaming) =>
      acted(() => partsOf(createElement(MapControls, { roaming, say })), []).filter(
        ({ type }) => type === "button",
      );
    expect(buttons(roamed()).map(({ props }) => Boolean(props["aria-disabled"]))).toEqual([
      false,
      true,
      true,
    ]);
    const near = roamed(press("+"));
    expect(buttons(near)).toHaveLength(7);
    const done: unknown[][] = [];
    const recorded = {
      ...near,
      zoom: (by: string) => done.push(["zoom", by]),
      move: (...by: number[]) => done.push(["move", ...by]),
    };
    for (const { props } of buttons(recorded)) props.onClick();
    expect(done).toEqual([
      ["zoom", "in"],
      ["zoom", "out"],
      ["zoom", "all"],
      ["move", -1, 0],
      ["move", 1, 0],
      ["move", 0, -1],
      ["move", 0, 1],
    ]);
    expect(partOf(buttons(near), say("mapAll")).props.title).toBe(say("mapAll"));
  });
});
