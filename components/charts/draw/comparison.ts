import type { Palette } from "./palette";
import type { SceneItem } from "./scene";

/**
 * A comparison is always a tick across the mark: 2 px of ink with a rim of surface, so that it is seen on the mark and
 * beside it.
 * @param across the axis the tick lies on: a `row`'s tick stands upright, a `column`'s lies
 */
export function comparisonTick(
  id: string,
  at: number,
  middle: number,
  length: number,
  across: "row" | "column",
  palette: Palette,
  color = palette.text,
): SceneItem[] {
  const bar = (width: number, fill: string, part: string): SceneItem => {
    const start = { along: at - width / 2, aside: middle - length / 2 };
    return {
      id: `${id}:${part}`,
      layer: "over",
      kind: "rect",
      fill,
      x: across === "row" ? start.along : start.aside,
      y: across === "row" ? start.aside : start.along,
      width: across === "row" ? width : length,
      height: across === "row" ? length : width,
    };
  };
  return [bar(4, palette.surface, "rim"), bar(2, color, "tick")];
}
