import { picksOf } from "../../data/rows";
import { footOf } from "../../data/words";
import { comparisonTick } from "../../draw/comparison";
import type { Mark } from "../../draw/marks";
import type { BuildInput } from "../../draw/model";
import type { Axis } from "../../draw/scales";
import { type Box, idOf, type SceneItem } from "../../draw/scene";
import type { Bar, BarFigures } from "./figures";
import { drillOf, furthest, nameOf, paintOf, valueText } from "./words";

/** What every column is drawn with. */
export interface ColumnDraw {
  axis: Axis;
  box: Box;
  /** Width of one value's place. */
  band: number;
  figures: BarFigures;
  input: BuildInput;
}

export const columnWidth = (band: number): number =>
  Math.max(1, Math.min(44, band * (band < 6 ? 0.9 : 0.58)));

/** Column and comparison of one value. */
export function columnItems(bar: Bar, middle: number, draw: ColumnDraw): SceneItem[] {
  const { axis, figures, input, band } = draw;
  const { palette } = input;
  const wide = columnWidth(band);
  const before = bar.before ?? null;
  const tick =
    before === null || figures.mode !== "single"
      ? []
      : comparisonTick(
          idOf("before", bar.key ?? bar.name),
          axis.px(before),
          middle,
          wide + Math.min(6, band - wide),
          "column",
          palette,
          bar.state === "A" ? palette.axis : palette.text,
        );
  return [...columnRects(bar, middle, wide, draw), ...tick];
}

function columnRects(
  bar: Bar,
  middle: number,
  wide: number,
  { axis, figures, input }: ColumnDraw,
): SceneItem[] {
  const zero = axis.px(0);
  const grouped = figures.mode === "grouped";
  const each = grouped ? wide / figures.series.length : wide;
  let [over, under] = [zero, zero];
  return figures.series.flatMap((series, i): SceneItem[] => {
    const value = bar.values[i] ?? null;
    if (value === null) return [];
    const length = axis.px(value) - zero;
    const from = figures.mode === "stacked" ? (value < 0 ? under : over) : zero;
    if (value < 0) under = from + length;
    else over = from + length;
    const gap = figures.mode === "stacked" && i > 0 ? 1 : 0;
    return [
      {
        id: idOf(`bar${i}`, bar.key ?? bar.name),
        layer: "marks",
        kind: "rect",
        x: middle - wide / 2 + (grouped ? i * each : 0),
        y: Math.min(from, from + length) - (value < 0 ? -gap : 0),
        width: grouped && each > 4 ? each - 1 : each,
        height: Math.max(1, Math.abs(length) - gap),
        ...paintOf(bar, series, input),
      },
    ];
  });
}

/** The words on the columns that carry them: the highest and the last, or all where they fit. */
export function columnLabels(
  bars: readonly Bar[],
  middles: readonly number[],
  draw: ColumnDraw,
): SceneItem[] {
  const { figures, input, axis } = draw;
  const { palette } = input;
  const wish = input.object.label;
  if (wish === "none") return [];
  const texts = bars.map((bar) => valueText(bar, figures, input));
  const fit = texts.every((text) => input.textWidth(text, 12, true) + 6 <= draw.band);
  const highest = bars.reduce(
    (best, bar, i) => ((bar.total ?? -Infinity) > (bars[best]?.total ?? -Infinity) ? i : best),
    0,
  );
  const shown =
    wish === "all" && fit
      ? bars.map((_, i) => i)
      : wish !== "ends" && fit && (bars.length <= 6 || figures.mode === "stacked")
        ? bars.map((_, i) => i)
        : [...new Set([highest, bars.length - 1])];
  let lastRight = -Infinity;
  return shown
    .sort((a, b) => (a === highest ? -1 : b === highest ? 1 : a - b))
    .flatMap((i): SceneItem[] => {
      const bar = bars[i];
      const at = middles[i] ?? 0;
      const text = texts[i] ?? "";
      if (!bar || bar.total === null) return [];
      const half = input.textWidth(text, 12, true) / 2;
      if (i !== highest && !fit && at - half < lastRight && at > (middles[highest] ?? 0)) return [];
      if (i === highest) lastRight = at + half + 4;
      const value = furthest(bar, figures);
      const top = Math.min(
        axis.px(Math.max(0, value)),
        bar.before == null || figures.mode !== "single" ? Infinity : axis.px(bar.before),
      );
      return [
        {
          id: idOf("value", bar.key ?? bar.name),
          layer: "over",
          kind: "text",
          x: Math.max(half, Math.min(at, input.width - half)),
          y: value < 0 ? axis.px(value) + 5 : top - 5,
          text,
          strong: true,
          color: bar.state === "A" ? palette.text3 : palette.text,
          align: "center",
          baseline: value < 0 ? "top" : "bottom",
          rim: palette.surface,
        },
      ];
    });
}

/** The mark of one column: pointed at anywhere in its place, from top to bottom. */
export function columnMark(bar: Bar, middle: number, draw: ColumnDraw, hit: Box, rows: Mark["rows"]): Mark {
  const { axis, figures, input, band } = draw;
  const [zero, end] = [axis.px(0), axis.px(furthest(bar, figures))];
  const wide = columnWidth(band);
  return {
    id: idOf("bar", bar.key ?? bar.name),
    name: bar.name,
    shape: {
      kind: "rect",
      x: middle - wide / 2 - 2,
      y: Math.min(zero, end) - 2,
      width: wide + 4,
      height: Math.max(6, Math.abs(end - zero)) + 4,
    },
    hit: { kind: "rect", x: middle - band / 2, y: hit.y, width: band, height: hit.height },
    rows,
    foot: footOf(bar, figures.dimension, input.say),
    picks: picksOf(bar, figures.dimension),
    ...drillOf(bar, figures.dimension),
    state: bar.state,
    remark: bar.verdict?.say,
  };
}

/** Names under columns. */
export const columnNames = (bars: readonly Bar[], middles: readonly number[], { palette }: BuildInput) =>
  bars.map((bar, i) => ({
    at: middles[i] ?? 0,
    text: nameOf(bar),
    strong: bar.state === "S" || bar.state === "L",
    color: bar.state === "A" ? palette.text3 : undefined,
  }));
