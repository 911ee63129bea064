import type { BuildInput, TextWidth } from "./model";
import type { Palette } from "./palette";
import type { Axis } from "./scales";
import type { Box, SceneItem } from "./scene";

const GAP = 8;

/** Lines across a plot with their figures at the left. */
export function valueLines(
  id: string,
  axis: Axis,
  box: Box,
  palette: Palette,
  text: (value: number) => string,
): SceneItem[] {
  return axis.ticks.flatMap((tick): SceneItem[] => {
    const y = Math.round(axis.px(tick)) + 0.5;
    const strong = tick === 0 && axis.min < 0;
    return [
      {
        id: `${id}-line:${tick}`,
        layer: "ground",
        kind: "line",
        points: [
          [box.x, y],
          [box.x + box.width, y],
        ],
        stroke: strong ? palette.lineStrong : palette.grid,
      },
      {
        id: `${id}-figure:${tick}`,
        layer: "ground",
        kind: "text",
        x: box.x - GAP,
        y,
        text: text(tick),
        color: palette.axis,
        align: "right",
      },
    ];
  });
}

/** Figures under a plot, along x, with its base line. */
export function valueFeet(
  id: string,
  axis: Axis,
  box: Box,
  { palette, textWidth, width }: Pick<BuildInput, "palette" | "textWidth" | "width">,
  text: (value: number) => string,
  lines = false,
): SceneItem[] {
  const bottom = box.y + box.height;
  return axis.ticks.flatMap((tick): SceneItem[] => {
    const x = Math.round(axis.px(tick)) + 0.5;
    const label: SceneItem = {
      id: `${id}-figure:${tick}`,
      layer: "ground",
      kind: "text",
      x: Math.min(x, width - textWidth(text(tick), 12) / 2),
      y: bottom + GAP,
      text: text(tick),
      color: palette.axis,
      align: "center",
      baseline: "top",
    };
    if (!lines) return [label];
    const points: [number, number][] = [
      [x, box.y],
      [x, bottom],
    ];
    return [{ id: `${id}-line:${tick}`, layer: "ground", kind: "line", points, stroke: palette.grid }, label];
  });
}

/** The line that marks stand on. */
export const baseLine = (id: string, box: Box, y: number, palette: Palette): SceneItem => ({
  id,
  layer: "ground",
  kind: "line",
  points: [
    [box.x, Math.round(y) + 0.5],
    [box.x + box.width, Math.round(y) + 0.5],
  ],
  stroke: palette.lineStrong,
});

/** Width that the figures of an axis need, with their gap. */
export const figuresWidth = (axis: Axis, text: (value: number) => string, width: TextWidth): number =>
  Math.ceil(Math.max(0, ...axis.ticks.map((tick) => width(text(tick))))) + GAP;

export interface CategoryLabel {
  /** Middle of its place. */
  at: number;
  text: string;
  strong?: boolean;
  color?: string;
}

/**
 * Names under a plot. They never turn: every second, third … is left out where they would touch; single ones are
 * shortened to their place. At the ends they move inwards; one that would touch the one before is left out.
 */
export function categoryFeet(
  labels: readonly CategoryLabel[],
  y: number,
  band: number,
  box: Box,
  { palette, textWidth, width }: Pick<BuildInput, "palette" | "textWidth" | "width">,
): SceneItem[] {
  const widest = Math.max(0, ...labels.map(({ text, strong }) => textWidth(text, 12, strong)));
  const every =
    labels.length > 12 || band < 28 ? Math.max(1, Math.ceil((Math.min(widest, 96) + 10) / band)) : 1;
  const end = Math.min(box.x + box.width + GAP, width);
  let last = Number.NEGATIVE_INFINITY;
  return labels.flatMap(({ at, text, strong, color }, i): SceneItem[] => {
    if (i % every !== 0) return [];
    const room = band * every - 1;
    const half = Math.min(room, textWidth(text, 12, strong)) / 2;
    const x = Math.max(half, Math.min(at, end - half));
    if (x - half < last) return [];
    last = x + half;
    return [
      {
        id: `category:${i}:${text}`,
        layer: "ground",
        kind: "text",
        x,
        y,
        text,
        color: color ?? palette.axis,
        strong,
        align: "center",
        baseline: "top",
        maxWidth: Math.max(12, room),
      },
    ];
  });
}
