import type { Pattern } from "./patterns";

/**
 * What a chart shows, as shapes in px of the chart's own box. Builders make it from figures alone, so that they are
 * tested without a canvas; `sceneOption` hands it to ECharts, which draws and moves the shapes.
 */
export type SceneItem = RectItem | LineItem | AreaItem | CircleItem | SectorItem | TextItem;

/** `ground`: axes and grid, never animated. `marks`: the figures. `over`: ticks and words on top of them. */
export type Layer = "ground" | "marks" | "over";

interface Base {
  /** Unique in its layer; the same value keeps its id, so that it moves instead of being drawn anew. */
  id: string;
  layer: Layer;
  opacity?: number;
}

interface Paint {
  fill?: string;
  stroke?: string;
  lineWidth?: number;
  dash?: number[];
  pattern?: Pattern;
}

export interface RectItem extends Base, Paint {
  kind: "rect";
  x: number;
  y: number;
  width: number;
  height: number;
  radius?: number;
}

export interface LineItem extends Base {
  kind: "line";
  points: Point[];
  stroke: string;
  lineWidth?: number;
  dash?: number[];
}

export interface AreaItem extends Base, Paint {
  kind: "area";
  points: Point[];
}

export interface CircleItem extends Base, Paint {
  kind: "circle";
  x: number;
  y: number;
  r: number;
}

/** Angles in radians, clockwise from three o'clock. */
export interface SectorItem extends Base, Paint {
  kind: "sector";
  x: number;
  y: number;
  inner: number;
  outer: number;
  start: number;
  end: number;
}

export interface TextItem extends Base {
  kind: "text";
  x: number;
  y: number;
  text: string;
  color: string;
  size?: number;
  strong?: boolean;
  align?: "left" | "center" | "right";
  baseline?: "top" | "middle" | "bottom";
  /** Longer texts end in "…". */
  maxWidth?: number;
  /** Color of a thin rim that keeps the words readable on marks. */
  rim?: string;
}

export type Point = [x: number, y: number];

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** An item's id made of its part and the value it stands for; values of different types never meet. */
export const idOf = (part: string, value: unknown): string => `${part}:${typeof value}:${String(value)}`;

/** A closed figure of a shape around a point, as large as a circle of radius `r`. */
export function symbolPoints(
  shape: "square" | "triangle" | "diamond",
  x: number,
  y: number,
  r: number,
): Point[] {
  if (shape === "square") {
    const s = r * 0.9;
    return [
      [x - s, y - s],
      [x + s, y - s],
      [x + s, y + s],
      [x - s, y + s],
    ];
  }
  if (shape === "triangle")
    return [
      [x, y - r * 1.15],
      [x + r * 1.1, y + r * 0.8],
      [x - r * 1.1, y + r * 0.8],
    ];
  const d = r * 1.2;
  return [
    [x, y - d],
    [x + d, y],
    [x, y + d],
    [x - d, y],
  ];
}
