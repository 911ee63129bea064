import { picksOf } from "../../data/rows";
import { footOf } from "../../data/words";
import { comparisonTick } from "../../draw/comparison";
import type { Mark } from "../../draw/marks";
import type { BuildInput } from "../../draw/model";
import type { Axis } from "../../draw/scales";
import { type Box, idOf, type SceneItem } from "../../draw/scene";
import type { Bar, BarFigures } from "./figures";
import { barTip, changeText, drillOf, furthest, nameOf, paintOf, valueText } from "./words";

export const NAME_SIZE = 13;

/** What every row of a bar chart is drawn with. */
export interface RowDraw {
  axis: Axis;
  box: Box;
  row: number;
  figures: BarFigures;
  input: BuildInput;
  /** Whether its figure stands beside a bar. */
  figured(bar: Bar): boolean;
}

/** Where lengths start. */
export function zeroLine(axis: Axis, box: Box, { palette }: BuildInput): SceneItem {
  const x = Math.round(axis.px(0)) - 0.5;
  return {
    id: "zero",
    layer: "ground",
    kind: "line",
    stroke: palette.lineStrong,
    points: [
      [x, box.y],
      [x, box.y + box.height],
    ],
  };
}

const thickness = (row: number): number => Math.min(22, Math.max(10, row * 0.58));

/** Name, bar, comparison and figures of one row around its middle (px). */
export function rowItems(bar: Bar, middle: number, draw: RowDraw): SceneItem[] {
  const { axis, box, input, figures } = draw;
  const { palette } = input;
  const thick = thickness(draw.row);
  const before = bar.before ?? null;
  const selected = bar.state === "S" || bar.state === "L";
  const name: SceneItem = {
    id: idOf("name", bar.key ?? bar.name),
    layer: "over",
    kind: "text",
    x: box.x - 10,
    y: middle,
    text: nameOf(bar),
    size: NAME_SIZE,
    strong: selected,
    color: bar.state === "A" || bar.other ? palette.text3 : palette.text,
    align: "right",
    maxWidth: box.x - 10,
  };
  const tick =
    before === null || figures.mode !== "single"
      ? []
      : comparisonTick(
          idOf("before", bar.key ?? bar.name),
          axis.px(before),
          middle,
          thick + 6,
          "row",
          palette,
          bar.state === "A" ? palette.axis : palette.text,
        );
  return [
    name,
    ...barRects(bar, middle, thick, draw),
    ...tick,
    ...(draw.figured(bar) ? besideItems(bar, middle, draw) : []),
  ];
}

function barRects(bar: Bar, middle: number, thick: number, { axis, figures, input }: RowDraw): SceneItem[] {
  const zero = axis.px(0);
  const grouped = figures.mode === "grouped";
  const each = grouped ? Math.min(thick, 22) / figures.series.length : thick;
  let [over, under] = [zero, zero];
  return figures.series.flatMap((series, i): SceneItem[] => {
    const value = bar.values[i] ?? null;
    if (value === null) return [];
    const length = axis.px(value) - zero;
    const from = figures.mode === "stacked" ? (value < 0 ? under : over) : zero;
    if (value < 0) under = from + length;
    else over = from + length;
    const top = grouped ? middle - thick / 2 + i * each : middle - thick / 2;
    const gap = figures.mode === "stacked" && i > 0 ? 1 : 0;
    return [
      {
        id: idOf(`bar${i}`, bar.key ?? bar.name),
        layer: "marks",
        kind: "rect",
        x: Math.min(from, from + length) + gap,
        y: top,
        width: Math.max(1, Math.abs(length) - gap),
        height: grouped ? Math.max(3, each - 1) : thick,
        ...paintOf(bar, series, input),
      },
    ];
  });
}

function besideItems(bar: Bar, middle: number, draw: RowDraw): SceneItem[] {
  const { axis, input, figures } = draw;
  const { palette } = input;
  const ghost = bar.state === "A";
  const reach = Math.max(
    axis.px(0),
    axis.px(furthest(bar, figures)),
    bar.before == null ? 0 : axis.px(bar.before) + 2,
  );
  const text = valueText(bar, figures, input);
  const change = changeText(bar, figures, input);
  const x = reach + 8;
  const key = bar.key ?? bar.name;
  const items: SceneItem[] = [
    {
      id: idOf("value", key),
      layer: "over",
      kind: "text",
      x,
      y: middle,
      text,
      size: NAME_SIZE,
      strong: !ghost,
      color: ghost ? palette.text3 : palette.text,
      rim: palette.surface,
    },
  ];
  if (change)
    items.push({
      id: idOf("change", key),
      layer: "over",
      kind: "text",
      x: x + input.textWidth(text, NAME_SIZE, !ghost) + 8,
      y: middle,
      text: change.text,
      color: ghost ? palette.text3 : change.color,
    });
  return items;
}

/** The mark of one row: its bar, pointed at anywhere in the row. */
export function rowMark(bar: Bar, middle: number, draw: RowDraw): Mark {
  const { axis, box, row, figures, input } = draw;
  const zero = axis.px(0);
  const end = axis.px(furthest(bar, figures));
  const thick = thickness(row);
  return {
    id: idOf("bar", bar.key ?? bar.name),
    name: bar.name,
    shape: {
      kind: "rect",
      x: Math.min(zero, end) - 2,
      y: middle - thick / 2 - 2,
      width: Math.max(8, Math.abs(end - zero)) + 4,
      height: thick + 4,
    },
    hit: { kind: "rect", x: 0, y: middle - row / 2, width: input.width || box.width, height: row },
    get rows() {
      return barTip(bar, figures, input, "vtick");
    },
    foot: footOf(bar, figures.dimension, input.say),
    picks: picksOf(bar, figures.dimension),
    ...drillOf(bar, figures.dimension),
    state: bar.state,
    remark: bar.verdict?.say,
  };
}
