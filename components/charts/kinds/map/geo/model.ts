import type { LegendItem } from "../../../draw/marks";
import { type BuildInput, type ChartModel, nothing } from "../../../draw/model";
import { seriesPaint } from "../../../draw/paints";
import type { Box, SceneItem } from "../../../draw/scene";
import { type ValueColors, valueColors } from "../../../draw/value-colors";
import { type BarFigures, barFigures } from "../../bar/figures";
import { rowsModel } from "../../bar/rows-model";
import { axisText, barCrumb, barNote } from "../../bar/words";
import { withExcluded } from "../excluded";
import { areaItems, areaMark } from "./areas";
import { type Atlas, atlasState } from "./atlas";
import { landItems } from "./land";
import { findPlaces, type Place } from "./places";
import { pointItems, pointMark, sizesOf } from "./points";
import { around, type Frame, frameOf, WHOLE_MAP } from "./projection";

/** Names of what is not on the map, before the rest is a number. */
const NAMED = 8;
/** Without places: the inhabited world on the plane. */
const WORLD: Box = { x: -170, y: -95, width: 350, height: 160 };

/** What all parts of a drawn map know. */
export interface GeoChart {
  input: BuildInput;
  figures: BarFigures;
  frame: Frame;
  colors: ValueColors;
}

/** Countries colored by a figure, or bubbles sized by it, over the quiet shapes of all countries. */
export function geoModel(input: BuildInput): ChartModel {
  const figures = barFigures(input);
  if (!figures) return nothing(input);
  const { atlas, failed } = input.atlas ?? atlasState();
  if (!atlas) return { ...nothing(input), empty: input.say(failed ? "mapFailed" : "mapLoading") };
  const bars = withExcluded(figures, input);
  const { places, unknown } = findPlaces(bars, atlas, input);
  const note = noteOf(unknown, figures, input);
  if (!places.length) return { ...rowsModel(figures, input), note };
  const view = input.view ?? WHOLE_MAP;
  const frame = frameOf(regionOf(places, input), view, input.width, input.height);
  const chart: GeoChart = { input, figures, frame, colors: colorsOf(figures, input) };
  const drawn = input.object.as === "points" ? points(places, atlas, chart) : areas(places, atlas, chart);
  return { ...drawn, note, brush: "xy", roams: true, ...barCrumb(figures.dimension) };
}

type Drawn = Pick<ChartModel, "scene" | "marks" | "legend">;

function areas(places: readonly Place[], atlas: Atlas, chart: GeoChart): Drawn {
  const { figures, input, colors } = chart;
  const text = (value: number) => axisText(value, figures, input);
  const taken = new Set(places.map(({ id }) => id));
  return {
    scene: [
      ...landItems(atlas, chart, taken),
      ...[...places]
        .sort((a, b) => (b.country?.area ?? 0) - (a.country?.area ?? 0))
        .flatMap((place) => areaItems(place, chart)),
    ],
    marks: places.map((place) => areaMark(place, chart)),
    legend: [
      { text: figures.measures[0]?.label ?? "" },
      { text: text(colors.low) },
      { text: text(colors.high), key: { glyph: "ramp", colors: colors.stops } },
    ],
  };
}

function points(places: readonly Place[], atlas: Atlas, chart: GeoChart): Drawn {
  const { figures, input } = chart;
  const sizes = sizesOf(places, input);
  const legend: LegendItem[] = [
    {
      text: figures.measures[0]?.label ?? "",
      key: { glyph: "circle", color: seriesPaint(0, input.palette).fill },
    },
  ];
  const scene: SceneItem[] = landItems(atlas, chart, new Set());
  // Small bubbles lie on top of large ones.
  const bySize = [...places].sort((a, b) => sizes.of(b) - sizes.of(a));
  return {
    scene: [...scene, ...bySize.flatMap((place) => pointItems(place, sizes, chart))],
    marks: places.map((place) => pointMark(place, sizes, chart)),
    legend,
  };
}

function regionOf(places: readonly Place[], { object }: BuildInput): Box {
  const boxes = places.map(({ country, middle: [x, y] }): Box => {
    if (country && !(object.as === "points" && country.rings.length === 0)) return country.box;
    return { x: x - 2, y: y - 2, width: 4, height: 4 };
  });
  return around(boxes) ?? WORLD;
}

const colorsOf = ({ bars }: BarFigures, { object, palette }: BuildInput): ValueColors =>
  valueColors(
    object.color,
    bars.flatMap(({ total, other }) => (other || total === null ? [] : [total])),
    palette,
    true,
  );

/** What was cut, and what is nowhere on the map. */
function noteOf(unknown: readonly string[], figures: BarFigures, input: BuildInput): string | undefined {
  const cut = barNote(figures, input);
  const names = unknown.slice(0, NAMED).join(", ");
  const count = unknown.length;
  const words =
    count === 0
      ? undefined
      : count > NAMED
        ? input.say("placesOffMore", { count, names, more: count - NAMED })
        : input.say("placesOff", { count, names });
  return [words, cut].filter(Boolean).join(" · ") || undefined;
}
