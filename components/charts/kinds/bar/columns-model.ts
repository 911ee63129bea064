import { amountsOf } from "../../data/amounts";
import { baseLine, categoryFeet, figuresWidth, valueLines } from "../../draw/axes";
import type { BuildInput, ChartModel } from "../../draw/model";
import { referenceLines } from "../../draw/references";
import { bands, linearAxis } from "../../draw/scales";
import type { Box } from "../../draw/scene";
import { columnItems, columnLabels, columnMark, columnNames } from "./column-items";
import type { BarFigures } from "./figures";
import { axisText, barCrumb, barLegend, barNote, barTip, extremes, formatOf } from "./words";

const FOOT = 26;
const HEAD = 20;

/** Upright columns from zero, for time and ordinal fields. */
export function columnsModel(figures: BarFigures, input: BuildInput): ChartModel {
  const { width, height, palette } = input;
  const { bars } = figures;
  const amounts = amountsOf(input.object, input.context, input.answers, "y", () => formatOf(figures));
  const values = [
    ...extremes(figures),
    ...amounts.flatMap(({ axis, value }) => (axis === "y" ? [value] : [])),
  ];
  const [top, bottom] = [HEAD, height - FOOT];
  const axis = linearAxis(values, bottom, top, { zero: true, count: height < 170 ? 2 : 4 });
  const text = (value: number) => axisText(value, figures, input);
  const left = figuresWidth(axis, text, input.textWidth);
  const box: Box = { x: left, y: top, width: Math.max(20, width - left - 4), height: bottom - top };
  const place = bands(bars.length, box.x, box.x + box.width);
  const middles = bars.map((_, i) => place.middle(i));
  const draw = { axis, box, band: place.size, figures, input };
  return {
    scene: [
      ...valueLines("y", axis, box, palette, text),
      baseLine("zero", box, axis.px(0), palette),
      ...bars.flatMap((bar, i) => columnItems(bar, middles[i] ?? 0, draw)),
      ...columnLabels(bars, middles, draw),
      ...categoryFeet(columnNames(bars, middles, input), bottom + 8, place.size, box, input),
      ...referenceLines(amounts, { y: axis }, box, palette),
    ],
    marks: bars.map((bar, i) =>
      columnMark(bar, middles[i] ?? 0, draw, { ...box, y: 0, height }, barTip(bar, figures, input, "tick")),
    ),
    legend: barLegend(figures, input, "tick"),
    note: barNote(figures, input),
    brush: "x",
    ...barCrumb(figures.dimension),
  };
}
