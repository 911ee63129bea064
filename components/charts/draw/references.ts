import type { Amount } from "../data/amounts";
import type { Palette } from "./palette";
import type { Axis } from "./scales";
import type { Box, SceneItem } from "./scene";

/** Fixed figures as lines of ink across a plot, with their words; those beyond the axis are left out. */
export function referenceLines(
  amounts: readonly Amount[],
  axes: { x?: Axis; y?: Axis },
  box: Box,
  palette: Palette,
): SceneItem[] {
  return amounts.flatMap((amount, i): SceneItem[] => {
    const axis = axes[amount.axis];
    if (!axis || amount.value < axis.min || amount.value > axis.max) return [];
    const at = Math.round(axis.px(amount.value)) + 0.5;
    const upright = amount.axis === "x";
    const right = box.x + box.width;
    const late = upright && at > box.x + box.width * 0.6;
    return [
      {
        id: `reference:${i}`,
        layer: "over",
        kind: "line",
        stroke: palette.text,
        lineWidth: 1.5,
        points: upright
          ? [
              [at, box.y - 4],
              [at, box.y + box.height],
            ]
          : [
              [box.x, at],
              [right, at],
            ],
      },
      {
        id: `reference-words:${i}`,
        layer: "over",
        kind: "text",
        x: upright ? at + (late ? 4 : -4) : right,
        y: upright ? box.y - 7 : at - 4,
        text: amount.say,
        color: palette.text,
        strong: true,
        align: upright ? (late ? "right" : "left") : "right",
        baseline: "bottom",
        rim: palette.surface,
      },
    ];
  });
}
