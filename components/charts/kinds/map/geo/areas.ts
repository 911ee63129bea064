import { inkOn } from "../../../draw/colors";
import type { Mark, Shape } from "../../../draw/marks";
import { type MarkPaint, missingPaint, statePaint } from "../../../draw/paints";
import type { SceneItem } from "../../../draw/scene";
import type { ValueSteps } from "../../../draw/value-steps";
import { isExcluded } from "../empty";
import { outlinesOf } from "./land";
import type { GeoChart } from "./model";
import type { Place } from "./places";
import { placeMark, verdictOf } from "./words";

/** Half the width of a country too small for a shape, px. */
const DOT = 4;

/** Countries colored in steps. */
export type AreaChart = GeoChart & { steps: ValueSteps };

function paintOf(place: Place, { steps, input: { palette } }: AreaChart): MarkPaint {
  const { total, state } = place.gathered;
  const own = total === null ? missingPaint(palette) : { fill: steps.colorOf(total) };
  return statePaint(state, verdictOf(place), own, palette);
}

export const isMissing = ({ gathered: { total, state } }: Place): boolean =>
  total === null && state !== "A" && !isExcluded(state);

/** A country filled by its figure; with a frame and a tick where it is selected. On the ground: it never moves. */
export function areaItems(place: Place, chart: AreaChart): SceneItem[] {
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
    ...(place.gathered.selected ? { stroke: palette.text, lineWidth: 1.75 } : {}),
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
  if (place.gathered.selected && isInside(x, y, chart) && country?.rings.length)
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

export function areaMark(place: Place, chart: AreaChart): Mark {
  const [x, y] = chart.frame.toPixel(place.middle);
  const rings = place.country ? outlinesOf(place.country, chart) : [];
  const shape: Shape = rings.length
    ? { kind: "area", rings, x, y }
    : { kind: "circle", x, y, r: place.country?.rings.length ? 0 : DOT };
  const { fill } = paintOf(place, chart);
  const key =
    fill === "transparent" || isMissing(place) ? undefined : { glyph: "fill" as const, color: fill };
  return placeMark(place, shape, key, chart);
}

const isInside = (x: number, y: number, { input: { width, height } }: GeoChart): boolean =>
  x >= 0 && x <= width && y >= 0 && y <= height;
