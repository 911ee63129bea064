import type { BuildInput } from "../../draw/model";
import { idOf, type SceneItem } from "../../draw/scene";
import type { BarFigures } from "../bar/figures";
import type { LineDraw } from "./panel";

const LINE_HEIGHT = 15;

/** Words at the right of the lines: the name of each of several, the last figure of a single one. */
export function endTexts({ series, bars }: BarFigures, { context, object }: BuildInput): string[] {
  if (object.label === "none") return series.map(() => "");
  return series.map((one, i) => {
    if (series.length > 1) return one.label;
    const last = bars.findLast(({ values }) => values[i] != null)?.values[i] ?? null;
    return last === null ? "" : context.formats.value(last, one.measure.format, { compact: true });
  });
}

/** Room that the words at the ends take, px. */
export const endsWidth = (texts: readonly string[], { textWidth, width }: BuildInput): number =>
  texts.every((text) => text === "")
    ? 8
    : Math.min(width * 0.3, Math.max(...texts.map((text) => textWidth(text, 12, true))) + 12);

/** The words and end dots; words that would lie on each other move apart. */
export function lineEnds(texts: readonly string[], draw: LineDraw): SceneItem[] {
  const { figures, along, axis, box, input, id } = draw;
  const found = figures.series.flatMap((series, i) => {
    const at = figures.bars.findLastIndex(({ values }) => values[i] != null);
    const value = figures.bars[at]?.values[i];
    return value == null ? [] : [{ i, series, x: along.at(at), y: axis.px(value) }];
  });
  const words = spread(found, box.y + 6, box.y + box.height);
  return words.flatMap(({ i, series, x, y, wordsY }): SceneItem[] => [
    { id: idOf(`${id}-end`, i), layer: "over", kind: "circle", x, y, r: 3, fill: series.paint.fill },
    {
      id: idOf(`${id}-name`, i),
      layer: "over",
      kind: "text",
      x: x + 8,
      y: wordsY,
      text: texts[i] ?? "",
      strong: true,
      color: figures.series.length > 1 ? input.palette.text2 : input.palette.text,
      maxWidth: Math.max(20, input.width - x - 8),
    },
  ]);
}

function spread<T extends { y: number }>(
  found: readonly T[],
  top: number,
  bottom: number,
): (T & { wordsY: number })[] {
  let floor = top - LINE_HEIGHT;
  const placed = [...found]
    .sort((a, b) => a.y - b.y)
    .map((one) => {
      floor = Math.max(one.y, floor + LINE_HEIGHT);
      return { ...one, wordsY: floor };
    });
  const over = (placed.at(-1)?.wordsY ?? 0) - bottom;
  return over > 0 ? placed.map((one) => ({ ...one, wordsY: Math.max(top, one.wordsY - over) })) : placed;
}
