import type { CellValue, ValueState } from "@/server/platform/model";
import type { MapView } from "../kinds/map/geo/projection";
import type { Box, Point } from "./scene";

/** An `area` is some closed rings around the point it is known by. */
export type Shape =
  | ({ kind: "rect" } & Box)
  | { kind: "circle"; x: number; y: number; r: number }
  | { kind: "area"; rings: Point[][]; x: number; y: number }
  | { kind: "sector"; x: number; y: number; inner: number; outer: number; start: number; end: number };

/** How a thing of the legend or a tooltip's row is drawn. */
export type Glyph =
  | "fill"
  | "tick"
  | "vtick"
  | "line"
  | "ghost"
  | "ring"
  | "square"
  | "triangle"
  | "diamond"
  | "circle"
  | "ramp";

export interface Key {
  glyph: Glyph;
  color?: string;
  /** Of a `ramp`: from low to high. */
  colors?: string[];
}

export interface TipRow {
  label: string;
  value: string;
  key?: Key;
}

/** One thing of a chart that is pointed at, read out, selected. */
export interface Mark {
  /** Stays the same while its value does. */
  id: string;
  name: string;
  /** What the cursor's ring goes around. */
  shape: Shape;
  /** Where a pointer means it; default: the shape. */
  hit?: Shape;
  rows: TipRow[];
  /** What a click does, or why it does nothing. */
  foot?: string;
  /** Values that a click selects; none: it cannot be selected. */
  picks: { field: string; value: CellValue }[];
  /** Those of them that a click takes in or out; default: all. */
  toggles?: { field: string; value: CellValue }[];
  /** A click goes here instead: some places of a map that lie together. */
  goTo?: MapView;
  /** Value to drill into. */
  drill?: CellValue;
  state?: ValueState;
  /** A remark the cursor reads out: the verdict. */
  remark?: string;
}

export interface LegendItem {
  text: string;
  key?: Key;
}

/** Whether a point lies in a shape. */
export function within(shape: Shape, [x, y]: Point): boolean {
  if (shape.kind === "rect")
    return x >= shape.x && x < shape.x + shape.width && y >= shape.y && y < shape.y + shape.height;
  if (shape.kind === "area") return shape.rings.some((ring) => encloses(ring, [x, y]));
  const distance = Math.hypot(x - shape.x, y - shape.y);
  if (shape.kind === "circle") return distance <= Math.max(shape.r, 6);
  if (distance < shape.inner || distance > shape.outer) return false;
  const turn = 2 * Math.PI;
  const angle = (((Math.atan2(y - shape.y, x - shape.x) - shape.start) % turn) + turn) % turn;
  return angle <= shape.end - shape.start;
}

/** Whether a ray to the right leaves the ring more often than it enters. */
function encloses(ring: readonly Point[], [x, y]: Point): boolean {
  let inside = false;
  ring.forEach(([x1, y1], i) => {
    const [x0, y0] = ring[(i + ring.length - 1) % ring.length] ?? [x1, y1];
    if (y1 > y !== y0 > y && x < ((x0 - x1) * (y - y1)) / (y0 - y1) + x1) inside = !inside;
  });
  return inside;
}

/** The middle of a shape, where its tooltip points to. */
export function middleOf(shape: Shape): Point {
  if (shape.kind === "rect") return [shape.x + shape.width / 2, shape.y + shape.height / 2];
  if (shape.kind === "circle" || shape.kind === "area") return [shape.x, shape.y];
  const angle = (shape.start + shape.end) / 2;
  const reach = (shape.inner + shape.outer) / 2;
  return [shape.x + Math.cos(angle) * reach, shape.y + Math.sin(angle) * reach];
}

/** The mark under a point, the last drawn first; of circles the nearest. */
export function markAt(marks: readonly Mark[], point: Point): Mark | null {
  let best: Mark | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const mark of marks) {
    const shape = mark.hit ?? mark.shape;
    if (!within(shape, point)) continue;
    const [x, y] = middleOf(shape);
    const distance = shape.kind === "circle" ? Math.hypot(point[0] - x, point[1] - y) : 1e6;
    if (distance <= bestDistance) [best, bestDistance] = [mark, distance];
  }
  return best;
}

/** The marks whose middle lies in a box. */
export const marksIn = (marks: readonly Mark[], box: Box): Mark[] =>
  marks.filter((mark) => within({ kind: "rect", ...box }, middleOf(mark.shape)));

export type Direction = "left" | "right" | "up" | "down";

const AHEAD: Record<Direction, Point> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };

/** The nearest mark in a direction; where none lies there, the next or previous in reading order. */
export function neighbor(marks: readonly Mark[], from: Mark, direction: Direction): Mark {
  const [dx, dy] = AHEAD[direction];
  const [x, y] = middleOf(from.shape);
  let best: Mark | null = null;
  let least = Number.POSITIVE_INFINITY;
  let crosswise = false;
  for (const mark of marks) {
    if (mark === from) continue;
    const [mx, my] = middleOf(mark.shape);
    const ahead = (mx - x) * dx + (my - y) * dy;
    const aside = Math.abs((mx - x) * dy) + Math.abs((my - y) * dx);
    if (Math.abs(ahead) > 1 && aside < Math.abs(ahead)) crosswise = true;
    if (ahead <= 1 || aside > ahead * 2) continue;
    const cost = ahead + aside * 2;
    if (cost < least) [best, least] = [mark, cost];
  }
  if (best) return best;
  if (crosswise) return from;
  const step = direction === "right" || direction === "down" ? 1 : -1;
  return marks[marks.indexOf(from) + step] ?? from;
}
