import { colorIndexes } from "../../data/color-ranks";
import { cubeOf } from "../../data/cube";
import { type Judgement, judge } from "../../data/rules";
import type { BuildInput } from "../../draw/model";
import { seriesPaint, statePaint } from "../../draw/paints";
import type { Boxed, BoxParts } from "./boxes";

export interface BoxColors {
  colorOf(box: Boxed): string;
  /** What the rules say of its median. */
  verdictOf(box: Boxed): Judgement | null;
}

/** One color, one per group, or that of the verdict on the median; a group left out by its own selection is grey. */
export function boxColors(boxes: readonly Boxed[], { dimension }: BoxParts, input: BuildInput): BoxColors {
  const { object, context, palette, answers } = input;
  const asked = cubeOf(answers, "rules")?.rows;
  const verdict = judge({ color: object.color, dimension, context, asked });
  const verdictOf = ({ key, quartiles }: Boxed) => verdict(key, quartiles[1]);
  const colors =
    object.color?.by === "dimension"
      ? colorIndexes(
          boxes.map(({ key }) => key),
          answers,
          palette.series.length,
        )
      : null;
  const colorOf = (box: Boxed) => {
    if (box.state === "A") return palette.ghostInk;
    const own = seriesPaint(colors?.get(box.key) ?? 0, palette);
    return statePaint(undefined, verdictOf(box), own, palette).fill;
  };
  return { colorOf, verdictOf };
}
