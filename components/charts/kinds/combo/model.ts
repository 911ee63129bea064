import { baseLine, figuresWidth, valueLines } from "../../draw/axes";
import { type BuildInput, type ChartModel, nothing } from "../../draw/model";
import { linearAxis } from "../../draw/scales";
import type { Box } from "../../draw/scene";
import { columnItems, columnLabels, columnMark } from "../bar/column-items";
import { columnsModel } from "../bar/columns-model";
import { type BarFigures, barFigures } from "../bar/figures";
import { axisText, barCrumb, barLegend, barNote, barTip, extremes } from "../bar/words";
import { lineFeet } from "../line/feet";
import { lineLegend, linesModel } from "../line/model";
import { linePaths } from "../line/panel";
import { alongOf } from "../line/points";
import { rateLabels } from "./rate-labels";

const FOOT = 26;
const MOST_COLUMNS = 36;
/** Share of the height that the rate's panel takes. */
const RATE_SHARE = 0.24;

/**
 * Amount and rate: columns, and above them the lines in a panel of their own on the same x, because two scales in one
 * panel can be made to say anything. `axis: second` puts them into one panel all the same.
 */
export function comboModel(input: BuildInput): ChartModel {
  const figures = barFigures(input);
  if (!figures) return nothing(input);
  const isLine = (i: number) =>
    ["line", "area", "point"].includes(figures.series[i]?.measure.mark ?? (i === 0 ? "" : "line"));
  const indexes = figures.series.map((_, i) => i);
  const columns = only(
    figures,
    indexes.filter((i) => !isLine(i)),
  );
  const rates = only(figures, indexes.filter(isLine));
  if (!columns.series.length) return linesModel(figures, input, "line");
  if (!rates.series.length) return columnsModel(columns, input);
  if (figures.bars.length > MOST_COLUMNS) {
    const note = input.say("manyAsLine", { count: MOST_COLUMNS });
    return { ...panels(columns, rates, input, true), note };
  }
  return panels(columns, rates, input, false);
}

/** The figures of some of the series. */
function only(figures: BarFigures, indexes: number[]): BarFigures {
  const series = indexes.flatMap((i) => figures.series[i] ?? []);
  const stacked = series.some(({ measure }) => measure.stack);
  // Colors and verdicts are of the first measure.
  const colored = series.length < 2 && indexes[0] === 0;
  return {
    ...figures,
    series,
    shades: colored ? figures.shades : null,
    measures: series.map(({ measure }) => measure),
    mode: series.length < 2 ? "single" : stacked ? "stacked" : "grouped",
    bars: figures.bars.map((bar) => {
      const values = indexes.map((i) => bar.values[i] ?? null);
      return {
        ...bar,
        values,
        total: values[0] ?? null,
        before: indexes[0] === 0 ? bar.before : undefined,
        ...(colored ? {} : { verdict: null, paint: undefined }),
      };
    }),
  };
}

function panels(columns: BarFigures, rates: BarFigures, input: BuildInput, asLines: boolean): ChartModel {
  const { width, height, palette } = input;
  const second = rates.series.some(({ measure }) => measure.axis === "second");
  const rateHeight = second ? 0 : Math.max(34, Math.min(72, height * RATE_SHARE));
  const [top, bottom] = [rateHeight + (second ? 20 : 34), height - FOOT];
  const axis = linearAxis(extremes(columns), bottom, top, { zero: true, count: bottom - top < 130 ? 2 : 4 });
  const text = (value: number) => axisText(value, columns, input);
  const left = figuresWidth(axis, text, input.textWidth);
  const rateValues = rates.bars.flatMap(({ values }) => values.filter((value) => value !== null));
  const rateAxis = second
    ? linearAxis(rateValues, bottom, top, { count: 4 })
    : linearAxis(rateValues, rateHeight, 18, { tight: true });
  const rateText = (value: number) => axisText(value, rates, input);
  const right = second ? figuresWidth(rateAxis, rateText, input.textWidth) : 6;
  const box: Box = { x: left, y: top, width: Math.max(20, width - left - right), height: bottom - top };
  const along = alongOf(
    { bars: asLines ? columns.bars : columns.bars.map((bar) => ({ ...bar, key: bar.name })) },
    box.x,
    box.x + box.width,
  );
  const middles = columns.bars.map((_, i) => along.at(i));
  const draw = { axis, box, band: along.band, figures: columns, input };
  const lineDraw = {
    figures: rates,
    input,
    axis: rateAxis,
    along,
    box: second ? box : { ...box, y: 18, height: rateHeight - 18 },
    area: false,
    id: "rate",
  };
  const amounts = asLines
    ? linePaths({ ...lineDraw, figures: columns, axis, box, id: "amount" })
    : [
        ...columns.bars.flatMap((bar, i) => columnItems(bar, middles[i] ?? 0, draw)),
        ...columnLabels(columns.bars, middles, draw),
      ];
  return {
    scene: [
      ...valueLines("y", axis, box, palette, text),
      baseLine("zero", box, axis.px(0), palette),
      ...amounts,
      ...linePaths(lineDraw),
      ...(second ? secondFigures(rateAxis.ticks, rateAxis.px, box, rateText, input) : rateLabels(lineDraw)),
      ...lineFeet(columns, along, box, input),
    ],
    marks: columns.bars.map((bar, i) => {
      const rows = [...barTip(bar, columns, input, "tick"), ...rateRows(rates, i, input)];
      return columnMark(bar, middles[i] ?? 0, draw, { ...box, y: 0, height }, rows);
    }),
    legend: [...withName(columns, input), ...lineLegend(rates)],
    note: barNote(columns, input),
    brush: "x",
    ...barCrumb(columns.dimension),
  };
}

function withName(columns: BarFigures, input: BuildInput) {
  const legend = barLegend(columns, input, "tick");
  if (legend.length > 1) return legend;
  const paint = columns.series[0]?.paint;
  return legend.map((item) => ({ ...item, key: { glyph: "fill" as const, color: paint?.fill } }));
}

const rateRows = (rates: BarFigures, at: number, { context }: BuildInput) =>
  rates.series.map((series, i) => ({
    label: series.label,
    value: context.formats.value(rates.bars[at]?.values[i] ?? null, series.measure.format),
    key: { glyph: "line" as const, color: series.paint.fill },
  }));

const secondFigures = (
  ticks: number[],
  px: (value: number) => number,
  box: Box,
  text: (value: number) => string,
  { palette }: BuildInput,
) =>
  ticks.map((tick) => ({
    id: `second:${tick}`,
    layer: "ground" as const,
    kind: "text" as const,
    x: box.x + box.width + 8,
    y: px(tick),
    text: text(tick),
    color: palette.axis,
  }));
