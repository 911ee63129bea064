import { picksOf } from "../../data/rows";
import { footOf } from "../../data/words";
import { inkOn } from "../../draw/colors";
import type { Mark } from "../../draw/marks";
import { type BuildInput, type ChartModel, nothing } from "../../draw/model";
import { type MarkPaint, missingPaint, statePaint } from "../../draw/paints";
import { type Box, idOf, type SceneItem } from "../../draw/scene";
import { type ValueColors, valueColors } from "../../draw/value-colors";
import { type Bar, type BarFigures, barFigures } from "../bar/figures";
import { rowsModel } from "../bar/rows-model";
import { axisText, barCrumb, barTip, drillOf, valueText } from "../bar/words";
import { withEmpty } from "./empty";
import { atlasState, needsAtlas } from "./geo/atlas";
import { type Placing, placed } from "./layouts";
import { unknownNote } from "./unknown";

const SMALLEST_TILE = 18;

interface Tile {
  bar: Bar;
  code: string;
  box: Box;
}

/** A map as the sheet wants it drawn; tiles where it does not say. */
export const mapModel = (input: BuildInput): ChartModel =>
  needsAtlas(input.object) ? atlasModel(input) : tilesModel(input);

/** Over the shapes of countries, as soon as they are here. */
function atlasModel(input: BuildInput): ChartModel {
  const { atlas, failed } = input.atlas ?? atlasState();
  return atlas?.draw(input) ?? { ...nothing(input), empty: input.say(failed ? "mapFailed" : "mapLoading") };
}

/** Places as equal tiles, so that small ones are read and touched as well as large ones. */
function tilesModel(input: BuildInput): ChartModel {
  const found = barFigures(input);
  if (!found) return nothing(input);
  const figures = { ...found, bars: withEmpty(found, input) };
  const locales = ["en", input.context.locale, input.context.document.language];
  const places = placed(
    figures.bars.map(({ name }) => name),
    locales,
  );
  const note = unknownNote(places.unknown, input);
  if (places.tiles.size * 2 < found.bars.length) return { ...rowsModel(found, input), note };
  const tiles = tilesOf(figures.bars, places, input);
  const colors = valueColors(
    input.object.color,
    found.bars.flatMap(({ total }) => total ?? []),
    input.palette,
    true,
  );
  const text = (value: number) => axisText(value, figures, input);
  return {
    scene: tiles.flatMap((tile) => tileItems(tile, colors, figures, input)),
    marks: tiles.map((tile) => tileMark(tile, colors, figures, input)),
    legend: [
      { text: figures.measures[0]?.label ?? "" },
      { text: text(colors.low) },
      { text: text(colors.high), key: { glyph: "ramp", colors: colors.stops } },
    ],
    note,
    brush: "xy",
    ...barCrumb(figures.dimension),
  };
}

function tilesOf(bars: readonly Bar[], places: Placing, { width, height }: BuildInput): Tile[] {
  const across = Math.min(width / places.columns, (height / places.rows) * 1.9);
  const down = Math.min(height / places.rows, across * 0.9);
  const [wide, high] = [Math.max(SMALLEST_TILE, across), Math.max(SMALLEST_TILE, down)];
  const left = Math.max(0, (width - wide * places.columns) / 2);
  const top = Math.max(0, (height - high * places.rows) / 2);
  const tiles = bars.flatMap((bar): (Tile & { at: number })[] => {
    const place = places.tiles.get(bar.name);
    if (!place) return [];
    const box = {
      x: left + place.column * wide + 1.5,
      y: top + place.row * high + 1.5,
      width: wide - 3,
      height: high - 3,
    };
    return [{ bar, code: place.code, box, at: place.row * 100 + place.column }];
  });
  return tiles.sort((a, b) => a.at - b.at);
}

const paintOf = ({ bar }: Tile, colors: ValueColors, { palette }: BuildInput): MarkPaint =>
  statePaint(
    bar.state,
    bar.verdict,
    bar.total === null ? missingPaint(palette) : { fill: colors.colorOf(bar.total) },
    palette,
  );

function tileItems(tile: Tile, colors: ValueColors, figures: BarFigures, input: BuildInput): SceneItem[] {
  const { palette } = input;
  const { bar, box, code } = tile;
  const paint = paintOf(tile, colors, input);
  const hollow = paint.fill === "transparent";
  const ghost = bar.state === "A";
  const selected = bar.state === "S" || bar.state === "L";
  const ink = hollow ? palette.text3 : ghost ? palette.text2 : inkOn(paint.fill);
  const two = !hollow && box.width >= 44 && box.height >= 30;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const words = {
    layer: "over" as const,
    kind: "text" as const,
    x: middle.x,
    color: ink,
    align: "center" as const,
    ...(ghost || bar.total === null ? { rim: palette.surface } : {}),
  };
  const items: SceneItem[] = [
    { id: idOf("tile", bar.key), layer: "marks", kind: "rect", ...box, radius: 3, lineWidth: 1, ...paint },
    {
      ...words,
      id: idOf("code", bar.key),
      y: middle.y - (two ? 8 : 0),
      text: selected ? `✓ ${code}` : code,
      strong: !hollow,
      size: 13,
    },
  ];
  if (two)
    items.push({
      ...words,
      id: idOf("value", bar.key),
      y: middle.y + 8,
      text: valueText(bar, figures, input),
      maxWidth: box.width - 2,
    });
  if (selected)
    items.push({
      id: idOf("frame", bar.key),
      layer: "over",
      kind: "rect",
      ...box,
      radius: 3,
      stroke: palette.text,
      lineWidth: 2,
    });
  return items;
}

function tileMark(tile: Tile, colors: ValueColors, figures: BarFigures, input: BuildInput): Mark {
  const { bar, box } = tile;
  const better = figures.bars.filter(
    ({ total }) => (total ?? Number.NEGATIVE_INFINITY) > (bar.total ?? Number.NEGATIVE_INFINITY),
  );
  const paint = paintOf(tile, colors, input);
  const rank = bar.total === null ? [] : [{ label: input.say("rank"), value: String(better.length + 1) }];
  return {
    id: idOf("tile", bar.key),
    name: bar.name,
    shape: { kind: "rect", ...box },
    rows: [
      ...barTip(bar, figures, input, "tick").map((row, i) =>
        i === 0
          ? {
              ...row,
              key:
                paint.fill === "transparent" || bar.total === null
                  ? undefined
                  : { glyph: "fill" as const, color: paint.fill },
            }
          : row,
      ),
      ...rank,
    ],
    foot: footOf(bar, figures.dimension, input.say),
    picks: picksOf(bar, figures.dimension),
    ...drillOf(bar, figures.dimension),
    state: bar.state,
  };
}
