import { shareText } from "../../data/words";
import { baseLine, categoryFeet, figuresWidth, valueLines } from "../../draw/axes";
import type { Mark } from "../../draw/marks";
import { type BuildInput, type ChartModel, nothing } from "../../draw/model";
import { type Axis, bands, linearAxis } from "../../draw/scales";
import { type Box, idOf, type SceneItem } from "../../draw/scene";
import { columnMark, columnNames } from "../bar/column-items";
import { type Bar, type BarFigures, barFigures, sum } from "../bar/figures";
import { shadesLegend } from "../bar/own-paints";
import { axisText, barCrumb, barTip, formatOf, paintOf } from "../bar/words";

const FOOT = 26;
const HEAD = 22;

interface Step {
  bar: Bar;
  from: number;
  to: number;
  isTotal: boolean;
}

/** How a total arises: each step stands on the one before; the total in ink. */
export function waterfallModel(input: BuildInput): ChartModel {
  const figures = barFigures(input);
  if (!figures) return nothing(input);
  const { width, height, palette } = input;
  const steps = stepsOf(figures, input);
  const bottom = height - FOOT;
  const axis = linearAxis(
    steps.flatMap(({ from, to }) => [from, to]),
    bottom,
    HEAD,
    { zero: true, count: height < 170 ? 2 : 4 },
  );
  const text = (value: number) => axisText(value, figures, input);
  const left = figuresWidth(axis, text, input.textWidth);
  const box: Box = { x: left, y: HEAD, width: Math.max(20, width - left - 4), height: bottom - HEAD };
  const place = bands(steps.length, box.x, box.x + box.width);
  const middles = steps.map((_, i) => place.middle(i));
  return {
    scene: [
      ...valueLines("y", axis, box, palette, text),
      baseLine("zero", box, axis.px(0), palette),
      ...steps.flatMap((step, i) => stepItems(step, middles[i] ?? 0, place.size, axis, figures, input)),
      ...connectors(steps, middles, place.size, axis, input),
      ...categoryFeet(
        columnNames(
          steps.map(({ bar }) => bar),
          middles,
          input,
        ),
        bottom + 8,
        place.size,
        box,
        input,
      ),
    ],
    marks: steps.map((step, i) =>
      stepMark(step, middles[i] ?? 0, { axis, box, band: place.size, figures, input }),
    ),
    legend: [
      ...(figures.measures[0] ? [{ text: figures.measures[0].label }] : []),
      ...(figures.shades ? shadesLegend(figures.shades, formatOf(figures), input) : []),
    ],
    brush: "x",
    ...barCrumb(figures.dimension),
  };
}

function stepsOf(figures: BarFigures, input: BuildInput): Step[] {
  let reached = 0;
  const steps = figures.bars.map((bar): Step => {
    const from = reached;
    reached += bar.total ?? 0;
    return { bar, from, to: reached, isTotal: false };
  });
  const label = totalLabel(input) || input.say("total");
  const total =
    figures.addsUp && figures.whole !== null
      ? figures.whole
      : (sum(figures.bars.map(({ total }) => total)) ?? 0);
  const bar: Bar = {
    key: null,
    name: label,
    figures: [total],
    values: [total],
    total,
    before: undefined,
    state: undefined,
    other: true,
    verdict: null,
  };
  return [...steps, { bar, from: 0, to: total, isTotal: true }];
}

function totalLabel({ object, context }: BuildInput): string {
  const label = object.total?.label;
  if (typeof label === "string") return label;
  return label && typeof label === "object" ? context.text(label as Record<string, string>) : "";
}

/** All figures, those of the first step and the total, or none. */
function labelled({ bar, isTotal }: Step, { bars }: BarFigures, { object }: BuildInput): boolean {
  if (object.label === "none") return false;
  return object.label !== "ends" || isTotal || bar === bars[0];
}

const stepWidth = (band: number): number => Math.min(90, band * 0.58);

function stepItems(
  step: Step,
  middle: number,
  band: number,
  axis: Axis,
  figures: BarFigures,
  input: BuildInput,
): SceneItem[] {
  const { palette } = input;
  const { bar, from, to, isTotal } = step;
  const [top, bottom] = [Math.min(axis.px(from), axis.px(to)), Math.max(axis.px(from), axis.px(to))];
  const wide = stepWidth(band);
  const series = figures.series[0];
  const paint = isTotal
    ? { fill: palette.text }
    : series
      ? paintOf(bar, series, input)
      : { fill: palette.other };
  const key = isTotal ? "total" : (bar.key ?? bar.name);
  const value = axisText(bar.total ?? 0, figures, input);
  const share =
    isTotal || !figures.whole || !figures.addsUp
      ? ""
      : shareText(bar.total ?? 0, figures.whole, input.context);
  const wideValue = input.textWidth(value, 13, true);
  const both =
    share &&
    input.object.label !== "ends" &&
    input.object.label !== "none" &&
    wideValue + 6 + input.textWidth(share) <= band - 4;
  const start = both ? middle - (wideValue + 6 + input.textWidth(share)) / 2 : middle - wideValue / 2;
  const words = {
    layer: "over" as const,
    kind: "text" as const,
    y: top - 5,
    baseline: "bottom" as const,
    rim: palette.surface,
  };
  return [
    {
      id: idOf("bar0", key),
      layer: "marks",
      kind: "rect",
      x: middle - wide / 2,
      y: top,
      width: wide,
      height: Math.max(1, bottom - top),
      ...paint,
    },
    ...(wideValue <= band + 8 && labelled(step, figures, input)
      ? [
          {
            ...words,
            id: idOf("value", key),
            x: start,
            text: value,
            size: 13,
            strong: true,
            color: palette.text,
          },
        ]
      : []),
    ...(both
      ? [{ ...words, id: idOf("share", key), x: start + wideValue + 6, text: share, color: palette.text3 }]
      : []),
  ];
}

function connectors(
  steps: readonly Step[],
  middles: readonly number[],
  band: number,
  axis: Axis,
  { palette }: BuildInput,
): SceneItem[] {
  return steps.slice(0, -1).map(({ to, bar }, i) => {
    const y = Math.round(axis.px(to)) + 0.5;
    const half = stepWidth(band) / 2;
    return {
      id: idOf("connector", bar.key ?? bar.name),
      layer: "marks",
      kind: "line",
      points: [
        [(middles[i] ?? 0) + half, y],
        [(middles[i + 1] ?? 0) - half, y],
      ],
      stroke: palette.ghostInk,
      dash: [3, 2],
    };
  });
}

function stepMark(step: Step, middle: number, draw: Parameters<typeof columnMark>[2]): Mark {
  const { axis, figures, input, band, box } = draw;
  const mark = columnMark(
    step.bar,
    middle,
    draw,
    { ...box, y: 0, height: input.height },
    barTip(step.bar, figures, input, "tick"),
  );
  const [top, bottom] = [
    Math.min(axis.px(step.from), axis.px(step.to)),
    Math.max(axis.px(step.from), axis.px(step.to)),
  ];
  const wide = stepWidth(band);
  return {
    ...mark,
    id: step.isTotal ? "total" : mark.id,
    shape: {
      kind: "rect",
      x: middle - wide / 2 - 2,
      y: top - 2,
      width: wide + 4,
      height: Math.max(4, bottom - top) + 4,
    },
  };
}
