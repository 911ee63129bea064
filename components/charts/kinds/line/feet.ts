import { categoryFeet } from "../../draw/axes";
import type { BuildInput } from "../../draw/model";
import type { Box, SceneItem } from "../../draw/scene";
import { timeTicks } from "../../draw/time-ticks";
import { columnNames } from "../bar/column-items";
import type { BarFigures } from "../bar/figures";
import type { Along } from "./points";

/** Words under lines: points of time where x is time, else the values' names, thinned out. */
export function lineFeet(figures: BarFigures, along: Along, box: Box, input: BuildInput): SceneItem[] {
  const y = box.y + box.height + 8;
  if (!along.time) {
    const middles = figures.bars.map((_, i) => along.at(i));
    return categoryFeet(columnNames(figures.bars, middles, input), y, along.band, box, input);
  }
  const { from, to } = along.time;
  const [left, right] = [along.at(0), along.at(figures.bars.length - 1)];
  return timeTicks(from, to, Math.max(2, Math.floor(box.width / 72)), input.context.locale).map(
    ({ at, text }) => ({
      id: `time:${at}`,
      layer: "ground",
      kind: "text",
      x: Math.min(
        left + ((at - from) / Math.max(1, to - from)) * (right - left),
        input.width - input.textWidth(text, 12) / 2,
      ),
      y,
      text,
      color: input.palette.axis,
      align: "center",
      baseline: "top",
    }),
  );
}
