import { inkOn } from "../../../draw/colors";
import type { Mark, Shape } from "../../../draw/marks";
import { type MarkPaint, statePaint } from "../../../draw/paints";
import type { SceneItem } from "../../../draw/scene";
import { outlinesOf } from "./land";
import type { GeoChart } from "./model";
import type { Place } from "./places";
import { placeMark } from "./words";

/** Half the width of a country too small for a shape, px. */
const DOT = 4;

const paintOf = ({ bar }: Place, { colors, input: { palette } }: GeoChart): MarkPaint =>
  bar.total === null && bar.state !== "X" && bar.state !== "XS"
    ? { fill: palette.band[1] ?? palette.grid }
    : statePaint(bar.state, bar.verdict, { fill: colors.colorOf(bar.total ?? 0) }, palette);

const isChosen = ({ bars }: Place) => bars.some(({ state }) => state === "S" || state === "L");

/** A country filled by its figure; with a frame and a tick where it is selected. On the ground: it never moves. */
export function areaItems(place: Place, chart: GeoChart): SceneItem[] {
  const { palette } = chart.input;
  const { country, id } = place;
  const own = paintOf(place, chart);
  const hollow = own.fill === "transparent";
  const paint = {
    stroke: palette.surface,
    lineWidth: hollow ? 1 : 0.75,
    ...own,
    // An excluded country stays land.
    ...(hollow ? { fill: palette.band[1] ?? palette.grid } : {}),
    ...(isChosen(place) ? { stroke: palette.text, lineWidth: 1.75 } : {}),
  };
  const [x, y] = chart.frame.toPixel(place.middle);
  const items: SceneItem[] = country?.rings.length
    ? outlinesOf(country, chart).map((points, i) => ({
        id: `${id}:${i}`,
        layer: "ground",
        kind: "area",
        points,
        ...paint,
      }))
    : isInside(x, y, chart)
      ? [{ id, layer: "ground", kind: "circle", x, y, r: DOT, ...paint }]
      : [];
  if (isChosen(place) && isInside(x, y, chart) && country?.rings.length)
    items.push({
      id: `${id}:chosen`,
      layer: "ground",
      kind: "text",
      x,
      y,
      text: "✓",
      align: "center",
      size: 13,
      strong: true,
      color: inkOn(own.fill === "transparent" ? palette.surface : own.fill),
    });
  return items;
}

export function areaMark(place: Place, chart: GeoChart): Mark {
  const [x, y] = chart.frame.toPixel(place.middle);
  const rings = place.country ? outlinesOf(place.country, chart) : [];
  const shape: Shape = rings.length
    ? { kind: "area", rings, x, y }
    : { kind: "circle", x, y, r: place.country?.rings.length ? 0 : DOT };
  const { fill } = paintOf(place, chart);
  return placeMark(place, shape, fill === "transparent" ? undefined : { glyph: "fill", color: fill }, chart);
}

const isInside = (x: number, y: number, { input: { width, height } }: GeoChart): boolean =>
  x >= 0 && x <= width && y >= 0 && y <= height;
