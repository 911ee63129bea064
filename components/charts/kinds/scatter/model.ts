import { amountsOf } from "../../data/amounts";
import { cubeOf } from "../../data/cube";
import { picksOf } from "../../data/rows";
import { footOf } from "../../data/words";
import { figuresWidth, valueFeet, valueLines } from "../../draw/axes";
import type { Mark, TipRow } from "../../draw/marks";
import { type BuildInput, type ChartModel, nothing } from "../../draw/model";
import { ghostPaint } from "../../draw/paints";
import { referenceLines } from "../../draw/references";
import { type Axis, extent, linearAxis, logAxis } from "../../draw/scales";
import { type Box, idOf, type SceneItem, symbolPoints } from "../../draw/scene";
import { barCrumb, drillOf } from "../bar/words";
import { type Groups, groupsOf, type Look } from "./groups";
import { outlierNames } from "./outliers";
import { type ScatterParts, type ScatterPoint, scatterParts, scatterPoints } from "./points";

const HEAD = 24;
const FOOT = 42;

export interface Placed {
  point: ScatterPoint;
  look: Look;
  x: number;
  y: number;
  r: number;
}

/** Two measures against each other, one point per value. */
export function scatterModel(input: BuildInput): ChartModel {
  const parts = scatterParts(input.object, input.context);
  const points = parts ? scatterPoints(parts, input.answers) : [];
  if (!parts || !points.length) return nothing(input);
  const { width, height, palette, context } = input;
  const amounts = amountsOf(input.object, context, input.answers, "y", (axis) => parts[axis].format);
  const bottom = height - FOOT;
  const along = (axis: "x" | "y") =>
    amounts.flatMap((amount) => (amount.axis === axis ? [amount.value] : []));
  const y = axisOf(parts.y.scale, [...points.map((p) => p.y), ...along("y")], bottom, HEAD);
  const yText = (value: number) => context.formats.value(value, parts.y.format, { compact: true });
  const xText = (value: number) => context.formats.value(value, parts.x.format, { compact: true });
  const left = figuresWidth(y, yText, input.textWidth);
  const box: Box = { x: left, y: HEAD, width: Math.max(20, width - left - 14), height: bottom - HEAD };
  const x = axisOf(parts.x.scale, [...points.map((p) => p.x), ...along("x")], box.x, box.x + box.width);
  const groups = groupsOf(points, parts.group !== undefined, input);
  const placed = placedPoints(points, x, y, groups);
  const all = cubeOf(input.answers, "main")?.rowCount ?? points.length;
  return {
    scene: [
      ...valueLines("y", y, box, palette, yText),
      ...valueFeet("x", x, box, input, xText),
      ...axisNames(parts, box, input),
      ...[...placed].reverse().flatMap((one) => pointItem(one, input)),
      ...referenceLines(amounts, { x, y }, box, palette),
      ...(input.object.label === "none" ? [] : outlierNames(placed, input)),
    ],
    marks: placed.map((one) => pointMark(one, parts, input)),
    legend: groups.legend,
    note: all > points.length ? input.say("cutPoints", { shown: points.length, all }) : undefined,
    brush: "xy",
    ...barCrumb(parts.dimension),
  };
}

const axisOf = (scale: "linear" | "log" | undefined, values: number[], from: number, to: number): Axis =>
  scale === "log" && values.some((value) => value > 0)
    ? logAxis(values, from, to)
    : linearAxis(values, from, to);

function placedPoints(points: readonly ScatterPoint[], x: Axis, y: Axis, groups: Groups): Placed[] {
  const largest = extent(points.map(({ size }) => Math.abs(size ?? 0)))[1];
  const plain = points.length > 300 ? 3 : 4.5;
  const spread = points.length > 150 ? 4 : 7;
  return points.map((point) => ({
    point,
    look: groups.lookOf(point),
    x: x.px(point.x),
    y: y.px(point.y),
    r: point.size === null || largest === 0 ? plain : 3 + spread * Math.sqrt(Math.abs(point.size) / largest),
  }));
}

/** A value that is in two groups has two points. */
const pointId = ({ key, group }: ScatterPoint): string => `${idOf("point", key)}|${group ?? ""}`;

function pointItem({ point, look, x, y, r }: Placed, { palette }: BuildInput): SceneItem[] {
  const id = pointId(point);
  const ghost = point.state === "A" ? ghostPaint(palette) : null;
  const fill = ghost?.fill ?? look.color;
  const base = { id, layer: "marks" as const, opacity: 0.85, stroke: palette.surface, lineWidth: 1 };
  if (look.glyph === "ring")
    return [
      {
        ...base,
        kind: "circle",
        x,
        y,
        r: r - 0.8,
        opacity: 1,
        fill: "transparent",
        stroke: look.color,
        lineWidth: 1.6,
      },
    ];
  if (look.glyph === "square" || look.glyph === "triangle" || look.glyph === "diamond")
    return [{ ...base, kind: "area", points: symbolPoints(look.glyph, x, y, r), fill }];
  return [{ ...base, kind: "circle", x, y, r, fill }];
}

function axisNames({ x, y }: ScatterParts, box: Box, { palette, width }: BuildInput): SceneItem[] {
  const words = {
    layer: "ground" as const,
    kind: "text" as const,
    color: palette.text3,
    baseline: "bottom" as const,
  };
  return [
    {
      ...words,
      id: "x-name",
      x: box.x + box.width,
      y: box.y + box.height + FOOT,
      text: `${x.label} →`,
      align: "right",
      maxWidth: box.width,
    },
    { ...words, id: "y-name", x: 0, y: HEAD - 10, text: `↑ ${y.label}`, maxWidth: width / 2 },
  ];
}

function pointMark({ point, look, x, y, r }: Placed, parts: ScatterParts, input: BuildInput): Mark {
  const { context } = input;
  const row = (measure: ScatterParts["x"], value: number | null): TipRow => ({
    label: measure.label,
    value: context.formats.value(value, measure.format),
  });
  const group = parts.group ? context.formats.field(point.group, parts.group) : null;
  const own = { key: point.key, other: false, state: point.state };
  return {
    id: pointId(point),
    name: point.name,
    shape: { kind: "circle", x, y, r },
    get rows() {
      return [
        ...(group && parts.group ? [{ label: parts.group, value: group, key: look }] : []),
        row(parts.x, point.x),
        row(parts.y, point.y),
        ...(parts.size ? [row(parts.size, point.size)] : []),
      ];
    },
    foot: footOf(own, parts.dimension, input.say),
    picks: picksOf(own, parts.dimension),
    ...drillOf(own, parts.dimension),
    state: point.state,
  };
}
