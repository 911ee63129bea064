import { amountsOf } from "../../data/amounts";
import { picksOf } from "../../data/rows";
import type { Judgement } from "../../data/rules";
import { footOf } from "../../data/words";
import { valueFeet } from "../../draw/axes";
import { mix } from "../../draw/colors";
import type { Mark } from "../../draw/marks";
import { type BuildInput, type ChartModel, nothing } from "../../draw/model";
import { verdictSign } from "../../draw/paints";
import { referenceLines } from "../../draw/references";
import { type Axis, linearAxis } from "../../draw/scales";
import { type Box, idOf, type SceneItem } from "../../draw/scene";
import { barCrumb, drillOf } from "../bar/words";
import { type Boxed, type BoxParts, boxesOf, boxParts } from "./boxes";
import { type BoxColors, boxColors } from "./colors";

const FOOT = 22;

interface Draw extends BoxColors {
  parts: BoxParts;
  axis: Axis;
  row: number;
  input: BuildInput;
}

/** The spread of a number by group, lying: box = the middle half, whiskers 1.5 boxes, rings beyond. */
export function boxplotModel(input: BuildInput): ChartModel {
  const parts = boxParts(input.object, input.context);
  const { boxes, groups } = parts ? boxesOf(parts, input.answers) : { boxes: [], groups: 0 };
  if (!parts || !boxes.length) return nothing(input);
  const { width, height, palette, context } = input;
  const amounts = amountsOf(input.object, context, input.answers, "x", () => parts.measure.format);
  const top = amounts.length ? 20 : 0;
  const { colorOf, verdictOf } = boxColors(boxes, parts, input);
  const names = Math.min(
    width * 0.38,
    Math.max(...boxes.map((box) => input.textWidth(nameOf(box, verdictOf(box)), 13, true))) + 16,
  );
  const labelled = input.object.label !== "none";
  const medians = labelled
    ? Math.max(...boxes.map((box) => input.textWidth(medianText(box, parts, input)))) + 14
    : 8;
  const row = Math.min(46, Math.max(16, (height - FOOT - top) / boxes.length));
  const box: Box = {
    x: names,
    y: top,
    width: Math.max(24, width - names - medians),
    height: Math.min(row * boxes.length, height - FOOT - top),
  };
  const values = boxes.flatMap(({ low, high, outliers }) => [low, high, ...outliers]);
  const zero = values.every((value) => value >= 0);
  const axis = linearAxis([...values, ...amounts.map(({ value }) => value)], box.x, box.x + box.width, {
    zero,
    count: Math.max(2, Math.min(5, Math.floor(box.width / 70))),
  });
  const draw = { parts, axis, row, input, colorOf, verdictOf };
  const placed = boxes.map((one, i) => ({ one, y: top + (i + 0.5) * row - input.scrolled }));
  const total = row * boxes.length;
  const shown = placed.filter(({ y }) => y > -row && y < height - FOOT - row / 3);
  return {
    scene: [
      ...valueFeet(
        "x",
        axis,
        box,
        input,
        (value) => context.formats.value(value, parts.measure.format, { compact: true }),
        true,
      ),
      ...shown.flatMap(({ one, y }) => boxItems(one, y, box.x, draw)),
      ...referenceLines(amounts, { x: axis }, box, palette),
    ],
    marks: placed.map(({ one, y }) => boxMark(one, y, draw)),
    legend: [{ text: parts.measure.label }, { text: input.say("boxMeans") }],
    note: groups > boxes.length ? input.say("cutFirst", { shown: boxes.length, all: groups }) : undefined,
    brush: "y",
    ...(total > height - FOOT - top + 1 ? { contentHeight: total + FOOT + top } : {}),
    ...barCrumb(parts.dimension),
  };
}

const nameOf = ({ name, state }: Boxed, verdict: Judgement | null): string =>
  `${state === "S" || state === "L" ? "✓ " : ""}${verdictSign(verdict)}${name}`;

const medianText = ({ quartiles }: Boxed, { measure }: BoxParts, { context }: BuildInput): string =>
  context.formats.value(quartiles[1], measure.format, { compact: true });

function boxItems(one: Boxed, y: number, left: number, draw: Draw): SceneItem[] {
  const { axis, input, row, parts } = draw;
  const { palette } = input;
  const half = Math.min(8, row * 0.3);
  const [low, q1, q2, q3, high] = [one.low, ...one.quartiles, one.high].map(axis.px) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const color = draw.colorOf(one);
  const line = (id: string, points: [number, number][], lineWidth = 1.5): SceneItem => ({
    id: idOf(id, one.key),
    layer: "marks",
    kind: "line",
    points,
    stroke: color,
    lineWidth,
  });
  const end = Math.max(high, ...one.outliers.map(axis.px));
  return [
    {
      id: idOf("name", one.key),
      layer: "over",
      kind: "text",
      x: left - 10,
      y,
      text: nameOf(one, draw.verdictOf(one)),
      size: 13,
      strong: one.state === "S",
      color: palette.text,
      align: "right",
      maxWidth: left - 10,
    },
    line("low", [
      [low, y],
      [q1, y],
    ]),
    line("high", [
      [q3, y],
      [high, y],
    ]),
    line("low-end", [
      [low, y - half],
      [low, y + half],
    ]),
    line("high-end", [
      [high, y - half],
      [high, y + half],
    ]),
    {
      id: idOf("box", one.key),
      layer: "marks",
      kind: "rect",
      x: q1,
      y: y - half,
      width: Math.max(1, q3 - q1),
      height: half * 2,
      fill: mix(palette.surface, color, 0.14),
      stroke: color,
      lineWidth: 1.5,
    },
    line(
      "median",
      [
        [q2, y - half],
        [q2, y + half],
      ],
      2,
    ),
    ...one.outliers.map(
      (value, i): SceneItem => ({
        id: idOf(`outlier${i}`, one.key),
        layer: "marks",
        kind: "circle",
        x: axis.px(value),
        y,
        r: 3,
        fill: "transparent",
        stroke: color,
        lineWidth: 1.5,
      }),
    ),
    ...(input.object.label === "none"
      ? []
      : [
          {
            id: idOf("median-text", one.key),
            layer: "over" as const,
            kind: "text" as const,
            x: end + 10,
            y,
            text: medianText(one, parts, input),
            color: palette.text2,
          },
        ]),
  ];
}

function boxMark(one: Boxed, y: number, { parts, axis, row, input, verdictOf }: Draw): Mark {
  const { context, say } = input;
  const text = (value: number) => context.formats.value(value, parts.measure.format);
  const own = { key: one.key, other: false, state: one.state };
  const half = Math.min(8, row * 0.3) + 3;
  const [left, right] = [axis.px(one.low) - 3, axis.px(one.high) + 3];
  return {
    id: idOf("box", one.key),
    name: one.name,
    shape: { kind: "rect", x: left, y: y - half, width: right - left, height: 2 * half },
    hit: { kind: "rect", x: 0, y: y - row / 2, width: input.width, height: row },
    rows: [
      { label: say("median"), value: text(one.quartiles[1]) },
      {
        label: say("middleHalf"),
        value: say("rangeOf", { from: text(one.quartiles[0]), to: text(one.quartiles[2]) }),
      },
      { label: say("whiskers"), value: say("rangeOf", { from: text(one.low), to: text(one.high) }) },
      { label: say("values"), value: context.formats.value(one.count, { kind: "integer" }) },
      ...(one.outliers.length
        ? [{ label: say("outliers"), value: context.formats.value(one.outliers.length, { kind: "integer" }) }]
        : []),
    ],
    foot: footOf(own, parts.dimension, say),
    picks: picksOf(own, parts.dimension),
    ...drillOf(own, parts.dimension),
    state: one.state,
    remark: verdictOf(one)?.say,
  };
}
