import type { Point, SceneItem } from "../../charts/draw/scene";

/** The items elsewhere: the same drawing, its origin at `dx`, `dy`. */
export function moved(items: readonly SceneItem[], dx: number, dy: number): SceneItem[] {
  return items.map((item) => {
    if (item.kind !== "line" && item.kind !== "area") return { ...item, x: item.x + dx, y: item.y + dy };
    return { ...item, points: item.points.map(([x, y]): Point => [x + dx, y + dy]) };
  });
}
