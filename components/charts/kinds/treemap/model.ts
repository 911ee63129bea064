import type { CellValue } from "@/server/platform/model";
import { cubeOf, figureOf } from "../../data/cube";
import { choiceOf, picksOf } from "../../data/rows";
import { footOf } from "../../data/words";
import { inkOn, mix } from "../../draw/colors";
import type { Mark } from "../../draw/marks";
import { type BuildInput, type ChartModel, nothing } from "../../draw/model";
import { type MarkPaint, seriesPaint, statePaint } from "../../draw/paints";
import { type Box, idOf, type SceneItem } from "../../draw/scene";
import { squarify } from "../../draw/squarify";
import { type Bar, type BarFigures, barFigures } from "../bar/figures";
import { type OwnPaints, ownPaints, shadesLegend } from "../bar/own-paints";
import { barCrumb, barNote, barTip, drillOf, formatOf, nameOf, valueText } from "../bar/words";

const HEAD = 20;

interface Tile {
  bar: Bar;
  /** Value of the second dimension; undefined where the tile is a whole value of the first. */
  part: { key: CellValue; name: string } | undefined;
  value: number;
  box: Box;
  paint: MarkPaint;
}

/** Parts of a whole as areas; with two dimensions the first groups and colors the second. */
export function treemapModel(input: BuildInput): ChartModel {
  const found = barFigures(input, 1);
  const figures = found && {
    ...found,
    mode: "single" as const,
    bars: found.bars.map((bar) => ({ ...bar, total: bar.figures[0] ?? null })),
  };
  const bars = figures?.bars.filter(({ total }) => (total ?? 0) > 0) ?? [];
  if (!figures || !bars.length) return nothing(input);
  const ranked = [...bars].sort(
    (a, b) => Number(a.other) - Number(b.other) || (b.total ?? 0) - (a.total ?? 0),
  );
  const boxes = squarify(
    ranked.map(({ total }) => total ?? 0),
    { x: 0, y: 0, width: input.width, height: input.height },
  );
  const places = ranked.flatMap((bar, i) => (boxes[i] ? [{ bar, box: boxes[i] }] : []));
  const paints = ownPaints(bars, input, figures.parts ? "dimension" : "value");
  const tiles = figures.parts ? partTiles(places, paints, figures, input) : wholeTiles(places, paints, input);
  const below = figures.bars.length - bars.length;
  return {
    scene: [
      ...tiles.flatMap((tile) => tileItems(tile, figures, input)),
      ...(figures.parts
        ? groupNames(
            places.filter(({ bar }) => tiles.some((tile) => tile.bar === bar && tile.part)),
            input,
          )
        : []),
    ],
    marks: tiles.map((tile) => tileMark(tile, figures, input)),
    legend: [
      ...(figures.measures[0] ? [{ text: figures.measures[0].label }] : []),
      ...(input.object.color?.by === "value" && paints.shades
        ? shadesLegend(paints.shades, formatOf(figures), input)
        : []),
    ],
    note:
      below > 0
        ? input.say("cutLargest", { shown: bars.length, all: figures.bars.length })
        : barNote(figures, input),
    brush: "xy",
    ...barCrumb(figures.dimension),
  };
}

type Place = { bar: Bar; box: Box };

function wholeTiles(places: readonly Place[], paints: OwnPaints, { palette }: BuildInput): Tile[] {
  return places.map(({ bar, box }) => {
    const own = paints.of(bar) ?? seriesPaint(0, palette);
    return {
      bar,
      part: undefined,
      value: bar.total ?? 0,
      box,
      paint: bar.other ? { fill: palette.other } : statePaint(bar.state, bar.verdict, own, palette),
    };
  });
}

/** The tiles of each group; shades are of the tiles' own figures, other colors of their group's. */
function partTiles(
  places: readonly Place[],
  paints: OwnPaints,
  figures: BarFigures,
  input: BuildInput,
): Tile[] {
  const { palette } = input;
  const cells = cubeOf(input.answers, "parts")?.rows ?? [];
  const parts = new Map(places.map(({ bar }) => [bar, partsOf(bar, cells)]));
  const { shades } = paints.shades
    ? ownPaints([...parts.values()].flat().map(asColored), input, "value")
    : paints;
  return places.flatMap(({ bar, box }): Tile[] => {
    const own = statePaint(bar.state, null, paints.of(bar) ?? seriesPaint(0, palette), palette);
    const paint = bar.other ? { fill: palette.other } : own;
    const inner = parts.get(bar) ?? [];
    if (!inner.length) return [{ bar, part: undefined, value: bar.total ?? 0, box, paint }];
    const head = box.width > 60 && box.height > 60 ? HEAD : 0;
    const boxes = squarify(
      inner.map(({ value }) => value),
      { x: box.x, y: box.y + head, width: box.width, height: box.height - head },
    );
    return inner.flatMap(({ key, value }, i): Tile[] => {
      const place = boxes[i];
      if (!place) return [];
      const shaded = shades
        ? statePaint(bar.state, null, { fill: shades.colorOf(value) }, palette)
        : lighter(paint, i, palette);
      return [{ bar, part: { key, name: figures.parts?.text(key) ?? "" }, value, box: place, paint: shaded }];
    });
  });
}

type Part = { key: CellValue; value: number };

const asColored = ({ key, value }: Part) => ({ key, total: value, other: false });

/** The second dimension's values of a bar, the largest first. */
const partsOf = (bar: Bar, cells: readonly CellValue[][]): Part[] =>
  cells
    .filter(([key]) => key === bar.key && !bar.other)
    .map(([, key = null, value]) => ({ key, value: figureOf(value) ?? 0 }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);

const lighter = (paint: MarkPaint, i: number, { surface }: BuildInput["palette"]): MarkPaint =>
  paint.fill === "transparent"
    ? paint
    : { ...paint, fill: mix(paint.fill, surface, Math.min(0.36, i * 0.07)) };

function tileItems(
  { bar, part, value, box, paint }: Tile,
  figures: BarFigures,
  input: BuildInput,
): SceneItem[] {
  const { palette } = input;
  const key = `${bar.key ?? bar.name}|${part?.key ?? ""}`;
  const rect: SceneItem = {
    id: idOf("tile", key),
    layer: "marks",
    kind: "rect",
    x: box.x + 1,
    y: box.y + 1,
    width: Math.max(0, box.width - 2),
    height: Math.max(0, box.height - 2),
    radius: 2,
    ...paint,
  };
  if (box.width < 48 || box.height < 28) return [rect];
  const ghost = bar.state === "A" || paint.fill === "transparent";
  const ink = ghost ? palette.text2 : inkOn(paint.fill);
  const words = {
    layer: "over" as const,
    kind: "text" as const,
    x: box.x + 7,
    maxWidth: box.width - 14,
    color: ink,
    baseline: "top" as const,
  };
  const name: SceneItem = {
    ...words,
    id: idOf("name", key),
    y: box.y + 7,
    text: part ? part.name : nameOf(bar),
    strong: true,
    size: 13,
    ...(ghost ? { rim: palette.surface } : {}),
  };
  if (box.height < 46 || input.object.label === "none") return [rect, name];
  const text = valueText({ ...bar, total: value }, figures, input);
  return [rect, name, { ...words, id: idOf("value", key), y: box.y + 24, text }];
}

function groupNames(places: readonly Place[], { palette }: BuildInput): SceneItem[] {
  return places
    .filter(({ bar, box }) => box.width > 60 && box.height > 60 && !bar.other)
    .map(({ bar, box }) => ({
      id: idOf("group", bar.key),
      layer: "over",
      kind: "text",
      x: box.x + 2,
      y: box.y + HEAD / 2 + 1,
      text: nameOf(bar),
      color: palette.text,
      strong: true,
      size: 13,
      maxWidth: box.width - 6,
    }));
}

function tileMark(tile: Tile, figures: BarFigures, input: BuildInput): Mark {
  const { bar, part, box, value } = tile;
  const rows = barTip({ ...bar, total: value }, figures, input, "tick");
  const inner =
    part && figures.parts?.field && part.key !== null
      ? [{ field: figures.parts.field, value: part.key }]
      : [];
  return {
    id: idOf("tile", `${bar.key ?? bar.name}|${part?.key ?? ""}`),
    name: part ? `${bar.name}, ${part.name}` : bar.name,
    shape: { kind: "rect", ...box },
    rows,
    foot: part ? input.say("selectBoth") : footOf(bar, figures.dimension, input.say),
    ...choiceOf([...picksOf(bar, figures.dimension), ...inner], input.context),
    ...drillOf(bar, figures.dimension),
    state: bar.state,
  };
}
