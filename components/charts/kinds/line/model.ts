import { amountsOf } from "../../data/amounts";
import { baseLine, figuresWidth, valueLines } from "../../draw/axes";
import type { LegendItem } from "../../draw/marks";
import { type BuildInput, type ChartModel, nothing } from "../../draw/model";
import { referenceLines } from "../../draw/references";
import { linearAxis } from "../../draw/scales";
import type { Box } from "../../draw/scene";
import { type BarFigures, barFigures } from "../bar/figures";
import { axisText, barCrumb, barNote, formatOf } from "../bar/words";
import { endsWidth, endTexts, lineEnds } from "./ends";
import { lineFeet } from "./feet";
import { lineMarks } from "./marks";
import { linePaths, lineValues } from "./panel";
import { pointLabels } from "./point-labels";
import { alongOf } from "./points";

const FOOT = 26;
const HEAD = 12;
/** Lines beyond this number are one: "Other". */
export const MOST_LINES = 8;

/** Lines or an area over time or an ordinal field. */
export function lineModel(input: BuildInput): ChartModel {
  const figures = barFigures(input, MOST_LINES);
  if (!figures) return nothing(input);
  const area = input.object.as === "area" || figures.measures[0]?.mark === "area";
  return linesModel(figures, input, area && figures.series.length === 1 ? "area" : "line");
}

/** The figures of bars drawn as lines; bars and combos fall back on it when there are too many columns. */
export function linesModel(figures: BarFigures, input: BuildInput, shape: "line" | "area"): ChartModel {
  const { width, height, palette } = input;
  const amounts = amountsOf(input.object, input.context, input.answers, "y", () => formatOf(figures));
  const values = [
    ...lineValues(figures),
    ...amounts.flatMap(({ axis, value }) => (axis === "y" ? [value] : [])),
  ];
  const bottom = height - FOOT;
  const axis = linearAxis(values, bottom, HEAD, { zero: shape === "area", count: height < 170 ? 2 : 4 });
  const text = (value: number) => axisText(value, figures, input);
  const left = figuresWidth(axis, text, input.textWidth);
  const ends = endTexts(figures, input);
  const right = endsWidth(ends, input);
  const box: Box = { x: left, y: HEAD, width: Math.max(20, width - left - right), height: bottom - HEAD };
  const along = alongOf(figures, box.x, box.x + box.width);
  const draw = { figures, input, axis, along, box, area: shape === "area", id: "main" };
  return {
    scene: [
      ...valueLines("y", axis, box, palette, text),
      baseLine("base", box, bottom, palette),
      ...linePaths(draw),
      ...lineEnds(ends, draw),
      ...pointLabels(draw),
      ...lineFeet(figures, along, box, input),
      ...referenceLines(amounts, { y: axis }, box, palette),
    ],
    marks: lineMarks(figures, along, axis, box, input),
    legend: lineLegend(figures),
    note:
      figures.bars.length > box.width * 2
        ? input.say("thinned", { all: figures.bars.length })
        : barNote(figures, input),
    brush: "x",
    ...barCrumb(figures.dimension),
  };
}

/** Lines with their names; the names of several stand at their ends too. */
export function lineLegend({ series, measures, bars }: BarFigures): LegendItem[] {
  const compare =
    series.length === 1 && bars.some(({ before }) => before != null) ? measures[0]?.compare : null;
  const own = series.map(
    ({ label, paint }): LegendItem => ({
      text: label,
      key: { glyph: "line", color: paint.fill },
    }),
  );
  return compare
    ? [...own, { text: compare.label, key: { glyph: "line", color: "var(--chart-forecast)" } }]
    : own;
}
