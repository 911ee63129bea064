import { idOf, type SceneItem } from "../../draw/scene";
import type { LineDraw } from "../line/panel";

/** Dots and figures on the lowest, highest and last point of a rate: its panel has no axis. */
export function rateLabels({ figures, input, axis, along, id }: LineDraw): SceneItem[] {
  return figures.series.flatMap((series, s) => {
    const known = figures.bars.flatMap(({ values }, i) =>
      values[s] == null ? [] : [{ i, value: values[s] }],
    );
    const [first] = known;
    const last = known.at(-1);
    if (!first || !last) return [];
    const low = known.reduce((best, one) => (one.value < best.value ? one : best), first);
    const high = known.reduce((best, one) => (one.value > best.value ? one : best), first);
    let taken: { x: number; half: number; above: boolean }[] = [];
    return [...new Set([high, last, low])].flatMap(({ i, value }): SceneItem[] => {
      const [x, y] = [along.at(i), axis.px(value)];
      const text = input.context.formats.value(value, series.measure.format, { compact: true });
      const half = input.textWidth(text) / 2;
      const falls = i > 0 && (figures.bars[i - 1]?.values[s] ?? value) > value;
      const above = i === high.i || (i !== low.i && !falls);
      const at = Math.max(half, Math.min(x, input.width - half));
      const free = taken.every((one) => one.above !== above || Math.abs(one.x - at) > one.half + half + 4);
      if (free) taken = [...taken, { x: at, half, above }];
      const dot: SceneItem = {
        id: idOf(`${id}-dot${s}`, i),
        layer: "over",
        kind: "circle",
        x,
        y,
        r: 3,
        fill: series.paint.fill,
      };
      if (!free || s > 0 || input.object.label === "none") return [dot];
      const words: SceneItem = {
        id: idOf(`${id}-figure${s}`, i),
        layer: "over",
        kind: "text",
        x: at,
        y: above ? y - 6 : y + 6,
        text,
        color: input.palette.text2,
        align: "center",
        baseline: above ? "bottom" : "top",
        rim: input.palette.surface,
      };
      return [dot, words];
    });
  });
}
