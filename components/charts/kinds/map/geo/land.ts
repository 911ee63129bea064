import type { SceneItem } from "../../../draw/scene";
import type { Atlas, Country } from "./atlas";
import type { GeoChart } from "./model";
import { clipped } from "./projection";

/** Nobody trades there: drawn only where a figure is. */
const EMPTY_LAND = "AQ";

/** Outlines of a country in the drawing's box, px. */
export function outlinesOf(country: Country, { frame, input }: Pick<GeoChart, "frame" | "input">) {
  return country.rings
    .map((ring) => clipped(ring.map(frame.toPixel), input.width, input.height))
    .filter((ring) => ring.length > 2);
}

/** The countries without a figure: quiet, so that those with one stand out. On the ground, where nothing moves. */
export function landItems(
  atlas: Atlas,
  chart: Pick<GeoChart, "frame" | "input">,
  taken: ReadonlySet<string>,
): SceneItem[] {
  const { palette } = chart.input;
  return atlas.countries.flatMap((country) => {
    if (country.code === EMPTY_LAND || taken.has(`place:${country.code}`)) return [];
    return outlinesOf(country, chart).map(
      (points, i): SceneItem => ({
        id: `land:${country.code}:${i}`,
        layer: "ground",
        kind: "area",
        points,
        fill: palette.band[1] ?? palette.grid,
        stroke: palette.surface,
        lineWidth: 0.75,
      }),
    );
  });
}
