import type { BuildInput } from "../../draw/model";
import { type Box, idOf, type SceneItem } from "../../draw/scene";
import type { Placed } from "./model";

const MOST_NAMES = 6;

/** Names of the largest products of x and y, right or left of their points, where they lie on nothing else. */
export function outlierNames(placed: readonly Placed[], input: BuildInput): SceneItem[] {
  const most = input.object.label === "all" ? Math.min(60, placed.length) : MOST_NAMES;
  const wanted = [...placed]
    .sort((a, b) => Math.abs(b.point.x * b.point.y) - Math.abs(a.point.x * a.point.y))
    .slice(0, most);
  const taken: Box[] = [];
  return wanted.flatMap(({ point, x, y, r }): SceneItem[] => {
    const wide = Math.min(160, input.textWidth(point.name));
    const places = [x + r + 5, x - r - 5 - wide].map((left) => ({
      x: left,
      y: y - 8,
      width: wide,
      height: 16,
    }));
    const free = places.find(
      (box) => box.x >= 0 && box.x + box.width <= input.width && !taken.some((one) => touches(one, box)),
    );
    if (!free) return [];
    taken.push(free);
    return [
      {
        id: `${idOf("name", point.key)}|${point.group ?? ""}`,
        layer: "over",
        kind: "text",
        x: free.x,
        y,
        text: point.name,
        color: input.palette.text,
        maxWidth: wide + 2,
        rim: input.palette.surface,
      },
    ];
  });
}

const touches = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
