import { amountsOf } from "../../data/amounts";
import { valueFeet } from "../../draw/axes";
import type { BuildInput, ChartModel } from "../../draw/model";
import { referenceLines } from "../../draw/references";
import { linearAxis } from "../../draw/scales";
import type { Box } from "../../draw/scene";
import type { Bar, BarFigures } from "./figures";
import { NAME_SIZE, rowItems, rowMark, zeroLine } from "./row-items";
import { axisText, barCrumb, barLegend, barNote, besideWidth, extremes, formatOf, nameOf } from "./words";

const SMALLEST_ROW = 26;
const LARGEST_ROW = 46;
const AXIS_HEIGHT = 22;
const WORDS_HEIGHT = 20;

/** Horizontal bars: names at the left, figure and change beside the longer of bar and tick. */
export function rowsModel(figures: BarFigures, input: BuildInput): ChartModel {
  const { width, height } = input;
  const { bars } = figures;
  const wish = input.object.label;
  const labelled = wish === undefined || wish === "all" || wish === "outliers";
  const figured = (bar: Bar) => labelled || (wish === "ends" && isEnd(bar, bars));
  const foot = labelled ? 0 : AXIS_HEIGHT;
  const amounts = amountsOf(input.object, input.context, input.answers, "x", () => formatOf(figures));
  const top = amounts.length ? WORDS_HEIGHT : 0;
  const row = Math.min(LARGEST_ROW, Math.max(SMALLEST_ROW, (height - foot - top) / bars.length));
  const names = Math.min(
    width * 0.4,
    Math.max(...bars.map((bar) => input.textWidth(nameOf(bar), NAME_SIZE, true))) + 16,
  );
  const beside = Math.max(8, ...bars.filter(figured).map((bar) => besideWidth(bar, figures, input) + 14));
  const total = row * bars.length;
  const box: Box = {
    x: Math.ceil(names),
    y: top,
    width: Math.max(24, width - names - beside),
    height: Math.min(height - foot - top, total),
  };
  const axis = linearAxis(
    [...extremes(figures), ...amounts.map(({ value }) => value)],
    box.x,
    box.x + box.width,
    { zero: true, tight: labelled },
  );
  const visible = bars.flatMap((bar, i) => {
    const middle = top + (i + 0.5) * row - input.scrolled;
    return { bar, middle, shown: middle > -row && middle < height - foot + row };
  });
  const draw = { axis, box, row, figures, input, figured };
  return {
    scene: [
      zeroLine(axis, box, input),
      ...(labelled ? [] : valueFeet("x", axis, box, input, (v) => axisText(v, figures, input), true)),
      ...referenceLines(amounts, { x: axis }, box, input.palette),
      ...visible.filter(({ shown }) => shown).flatMap(({ bar, middle }) => rowItems(bar, middle, draw)),
    ],
    marks: visible.map(({ bar, middle }) => rowMark(bar, middle, draw)),
    legend: barLegend(figures, input, "vtick"),
    note: barNote(figures, input),
    brush: "y",
    ...barCrumb(figures.dimension),
    ...(total > height - foot - top + 1 ? { contentHeight: total + foot + top } : {}),
  };
}

/** The largest and the last: what a chart with little room still says. */
const isEnd = (bar: Bar, bars: readonly Bar[]): boolean =>
  bar === bars.at(-1) || bars.every(({ total }) => (total ?? 0) <= (bar.total ?? 0));
