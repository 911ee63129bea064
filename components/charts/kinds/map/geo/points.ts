import type { Mark } from "../../../draw/marks";
import type { BuildInput } from "../../../draw/model";
import { seriesPaint, statePaint } from "../../../draw/paints";
import type { SceneItem } from "../../../draw/scene";
import type { GeoChart } from "./model";
import type { Place } from "./places";
import { placeMark } from "./words";

const LEAST = 3;
const OPACITY = 0.78;

/** Radius of each bubble: its area grows with the figure; below zero hollow. */
export interface Sizes {
  of(place: Place): number;
}

export function sizesOf(
  places: readonly Place[],
  { width, height }: Pick<BuildInput, "width" | "height">,
): Sizes {
  const most = Math.max(...places.map(({ bar }) => Math.abs(bar.total ?? 0)), 0) || 1;
  const largest = Math.max(8, Math.min(28, Math.min(width, height) * 0.08));
  return { of: ({ bar }) => Math.max(LEAST, largest * Math.sqrt(Math.abs(bar.total ?? 0) / most)) };
}

function paintOf({ bar }: Place, { palette }: BuildInput) {
  const own = seriesPaint(0, palette);
  const hollow = (bar.total ?? 0) < 0;
  const paint = statePaint(bar.state, bar.verdict, own, palette);
  return hollow && paint.fill !== "transparent"
    ? { fill: "transparent", stroke: paint.fill, lineWidth: 2 }
    : { stroke: palette.surface, lineWidth: 1, ...paint };
}

export function pointItems(place: Place, sizes: Sizes, { input, frame }: GeoChart): SceneItem[] {
  const { palette, width, height } = input;
  const [x, y] = frame.toPixel(place.middle);
  const r = sizes.of(place);
  if (x < 0 || y < 0 || x > width || y > height) return [];
  const chosen = place.bars.some(({ state }) => state === "S" || state === "L");
  const items: SceneItem[] = [
    { id: place.id, layer: "marks", kind: "circle", x, y, r, opacity: OPACITY, ...paintOf(place, input) },
  ];
  if (chosen)
    items.push({
      id: `${place.id}:chosen`,
      layer: "over",
      kind: "circle",
      x,
      y,
      r: r + 1,
      fill: "transparent",
      stroke: palette.text,
      lineWidth: 2,
    });
  return items;
}

export function pointMark(place: Place, sizes: Sizes, chart: GeoChart): Mark {
  const [x, y] = chart.frame.toPixel(place.middle);
  const { fill } = paintOf(place, chart.input);
  const key = fill === "transparent" ? undefined : { glyph: "circle" as const, color: fill };
  return placeMark(place, { kind: "circle", x, y, r: sizes.of(place) }, key, chart);
}
