import type { LegendItem } from "../../../draw/marks";
import { type BuildInput, type ChartModel, nothing } from "../../../draw/model";
import { seriesPaint } from "../../../draw/paints";
import type { Box } from "../../../draw/scene";
import { type ValueColors, valueColors } from "../../../draw/value-colors";
import { valueSteps } from "../../../draw/value-steps";
import { type BarFigures, barFigures } from "../../bar/figures";
import { shadesLegend } from "../../bar/own-paints";
import { rowsModel } from "../../bar/rows-model";
import { axisText, barCrumb, barNote, formatOf } from "../../bar/words";
import { withEmpty } from "../empty";
import { unknownNote } from "../unknown";
import { areaItems, areaMark, isMissing } from "./areas";
import { type Atlas, atlasState } from "./atlas";
import { landItems } from "./land";
import { findPlaces, type Place } from "./places";
import { type Bubble, bubbleItems, bubbleMark, bubblesOf } from "./points";
import { around, type Frame, frameOf, WHOLE_MAP } from "./projection";
import { stepStrip } from "./strip";

/** Without places: the inhabited world on the plane. */
const WORLD: Box = { x: -170, y: -95, width: 350, height: 160 };

/** Height of the buttons that zoom, where a pointer is fine, px. */
const CONTROLS = 32;

/** What all parts of a drawn map know. */
export interface GeoChart {
  input: BuildInput;
  figures: BarFigures;
  frame: Frame;
}

/** Countries colored by a figure, or bubbles sized by it, over the quiet shapes of all countries. */
export function geoModel(input: BuildInput): ChartModel {
  const figures = barFigures(input);
  if (!figures) return nothing(input);
  const { atlas } = input.atlas ?? atlasState();
  if (!atlas) return nothing(input);
  const bars = withEmpty(figures, input);
  const { places, unknown } = findPlaces(bars, atlas, input, figures);
  const note = noteOf(unknown, figures, input);
  if (!places.length) return { ...rowsModel(figures, input), note };
  const drawn = input.object.as === "points" ? points : areas;
  return {
    ...drawn(places, atlas, { input, figures }),
    note,
    brush: "xy",
    roams: true,
    ...barCrumb(figures.dimension),
  };
}

type Known = Pick<GeoChart, "input" | "figures">;
type Drawn = Pick<ChartModel, "scene" | "marks" | "legend" | "foot">;

function areas(places: readonly Place[], atlas: Atlas, { input, figures }: Known): Drawn {
  const steps = valueSteps(
    input.object.color,
    places.flatMap(({ gathered: { total } }) => total ?? []),
    input.palette,
    { whole: formatOf(figures).kind === "integer" },
  );
  const strip = stepStrip(steps, places.some(isMissing), (value) => axisText(value, figures, input), input);
  const inside = { ...input, height: input.height - strip.height };
  const frame = frameIn(inside, regionOf(places, input));
  const chart = { input: inside, figures, frame, steps };
  const taken = new Set(places.map(({ id }) => id));
  return {
    scene: [
      ...landItems(atlas, chart, taken),
      ...[...places]
        .sort((a, b) => (b.country?.area ?? 0) - (a.country?.area ?? 0))
        .flatMap((place) => areaItems(place, chart)),
      ...strip.items,
    ],
    marks: places.map((place) => areaMark(place, chart)),
    legend: measureLegend(figures),
    foot: strip.height,
  };
}

function points(places: readonly Place[], atlas: Atlas, { input, figures }: Known): Drawn {
  const frame = frameIn(input, regionOf(places, input));
  const bubbles = bubblesOf(places, { input, figures, frame });
  const shades = bubbleShades(bubbles, input);
  const chart = { input, figures, frame, shades };
  const key = shades ? {} : { key: { glyph: "circle" as const, color: seriesPaint(0, input.palette).fill } };
  const several = bubbles.some(({ cluster }) => cluster.places.length > 1);
  return {
    scene: [
      ...landItems(atlas, chart, new Set()),
      ...bubbles.flatMap((bubble) => bubbleItems(bubble, chart)),
    ],
    marks: bubbles.map((bubble) => bubbleMark(bubble, chart)),
    legend: [
      ...measureLegend(figures).map((item) => ({ ...item, ...key })),
      ...(shades ? shadesLegend(shades, formatOf(figures), input) : []),
      ...(several ? [{ text: input.say("numberMeans") }] : []),
    ],
  };
}

/** By area alone, or by shades as well. */
function bubbleShades(bubbles: readonly Bubble[], { object, palette }: BuildInput): ValueColors | null {
  if (object.color?.by !== "value") return null;
  return valueColors(
    object.color,
    bubbles.flatMap(({ gathered: { total } }) => total ?? []),
    palette,
    true,
  );
}

/** The region lies above the buttons that zoom; land goes on below them. */
const frameIn = ({ view, width, height }: BuildInput, region: Box): Frame =>
  frameOf(region, view ?? WHOLE_MAP, width, height - CONTROLS);

const measureLegend = ({ measures }: BarFigures): LegendItem[] => [{ text: measures[0]?.label ?? "" }];

function regionOf(places: readonly Place[], { object }: BuildInput): Box {
  const boxes = places.map(({ country, middle: [x, y] }): Box => {
    if (country && !(object.as === "points" && country.rings.length === 0)) return country.box;
    return { x: x - 2, y: y - 2, width: 4, height: 4 };
  });
  return around(boxes) ?? WORLD;
}

/** What was cut, and what is nowhere on the map. */
const noteOf = (unknown: readonly string[], figures: BarFigures, input: BuildInput): string | undefined =>
  [unknownNote(unknown, input), barNote(figures, input)].filter(Boolean).join(" · ") || undefined;
