import { picksOf } from "../../data/rows";
import { footOf, shareText } from "../../data/words";
import type { Mark } from "../../draw/marks";
import { type BuildInput, type ChartModel, nothing } from "../../draw/model";
import { type MarkPaint, seriesPaint, statePaint } from "../../draw/paints";
import { idOf, type SceneItem, type SectorItem } from "../../draw/scene";
import { type Bar, type BarFigures, barFigures, sum } from "../bar/figures";
import { ownPaints, shadesLegend } from "../bar/own-paints";
import { rowsModel } from "../bar/rows-model";
import { axisText, barCrumb, barTip, drillOf, formatOf, nameOf } from "../bar/words";
import { sliceLabels } from "./labels";

/** More parts than this are compared as bars. */
const MOST_SLICES = 6;
const TURN = 2 * Math.PI;

export interface Slice {
  bar: Bar;
  sector: SectorItem;
  share: number;
}

/** Two to a few parts of a whole, from twelve o'clock; a donut has the whole in its hole. */
export function pieModel(input: BuildInput): ChartModel {
  const figures = barFigures(input);
  if (!figures) return nothing(input);
  const below = figures.bars.some(({ total }) => (total ?? 0) < 0);
  if (below) return { ...rowsModel(figures, input), note: input.say("negativeAsBars") };
  const { bars } = figures;
  if (bars.length > MOST_SLICES)
    return { ...rowsModel(figures, input), note: input.say("tooManyAsBars", { count: MOST_SLICES }) };
  const whole = sum(bars.map(({ total }) => total)) ?? 0;
  if (whole <= 0) return nothing(input);
  const slices = slicesOf(figures, whole, input);
  const donut = input.object.as === "donut";
  return {
    scene: [
      ...slices.map(({ sector }) => sector),
      ...sliceLabels(slices, figures, input),
      ...(donut ? holeWords(figures, slices[0]?.sector, input) : []),
    ],
    marks: slices.map((slice) => sliceMark(slice, figures, input)),
    legend: [
      ...(figures.measures[0] ? [{ text: figures.measures[0].label }] : []),
      ...(figures.shades ? shadesLegend(figures.shades, formatOf(figures), input) : []),
    ],
    ...barCrumb(figures.dimension),
  };
}

function slicesOf(figures: BarFigures, whole: number, input: BuildInput): Slice[] {
  const { width, height, palette } = input;
  const outer = Math.max(20, Math.min(height / 2 - 10, width * 0.24));
  const inner = input.object.as === "donut" ? outer * 0.62 : 0;
  const paints = ownPaints(figures.bars, input, "dimension");
  let angle = -TURN / 4;
  return figures.bars.map((bar) => {
    const share = Math.max(0, bar.total ?? 0) / whole;
    const start = angle;
    angle += share * TURN;
    const paint: MarkPaint = bar.other
      ? { fill: palette.other }
      : statePaint(bar.state, bar.verdict, paints.of(bar) ?? seriesPaint(0, palette), palette);
    const sector: SectorItem = {
      id: idOf("slice", bar.key ?? bar.name),
      layer: "marks",
      kind: "sector",
      x: width / 2,
      y: height / 2,
      inner,
      outer,
      start,
      end: angle,
      stroke: palette.surface,
      lineWidth: 2,
      ...paint,
    };
    return { bar, sector, share };
  });
}

/** The recomputed whole, not the sum of the slices: a cut or an average would add up to something else. */
function holeWords(figures: BarFigures, sector: SectorItem | undefined, input: BuildInput): SceneItem[] {
  if (!sector || figures.whole === null) return [];
  const text = axisText(figures.whole, figures, input);
  const size = input.textWidth(text, 20, true) < sector.inner * 1.7 ? 20 : 14;
  const at = { layer: "over" as const, kind: "text" as const, x: sector.x, align: "center" as const };
  return [
    { ...at, id: "whole", y: sector.y - 6, text, size, strong: true, color: input.palette.text },
    { ...at, id: "whole-words", y: sector.y + 13, text: input.say("total"), color: input.palette.text3 },
  ];
}

function sliceMark({ bar, sector, share }: Slice, figures: BarFigures, input: BuildInput): Mark {
  const { x, y, inner, outer, start, end } = sector;
  const rows = barTip(bar, figures, input, "tick").filter(({ label }) => label !== input.say("share"));
  return {
    id: sector.id,
    name: nameOf(bar),
    shape: { kind: "sector", x, y, inner, outer, start, end },
    rows: [
      ...rows.map((row, i) =>
        i === 0 && sector.fill ? { ...row, key: { glyph: "fill" as const, color: sector.fill } } : row,
      ),
      { label: input.say("share"), value: shareText(share, 1, input.context) },
    ],
    foot: footOf(bar, figures.dimension, input.say),
    picks: picksOf(bar, figures.dimension),
    ...drillOf(bar, figures.dimension),
    state: bar.state,
  };
}
