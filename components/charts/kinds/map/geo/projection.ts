import type { Box, Point } from "../../../draw/scene";

const RADIANS = Math.PI / 180;

/** Longitude and latitude in degrees → the plane (Miller's cylindrical projection), x to the east, y to the south. */
export function projected([longitude, latitude]: Point): Point {
  const inside = Math.max(-90, Math.min(90, latitude));
  const y = 1.25 * Math.log(Math.tan(Math.PI / 4 + 0.4 * inside * RADIANS));
  return [longitude, -y / RADIANS];
}

/** Where a reader stands over the map: 1 shows all of the region; the rest moves its middle, in px at zoom 1. */
export interface MapView {
  zoom: number;
  x: number;
  y: number;
}

export const WHOLE_MAP: MapView = { zoom: 1, x: 0, y: 0 };

/** One press on a zoom button, and the most that they give. */
export const ZOOM_STEP = 1.5;
export const MOST_ZOOM = 40;

/** How the plane lies in the drawing. */
export interface Frame {
  toPixel(point: Point): Point;
  /** px of the drawing per unit of the plane at the most zoom. */
  mostScale: number;
  /** The view that has a box of the plane in its middle, at least a step nearer than now. */
  viewOn(box: Box): MapView;
}

/** Closer than this a region is not fitted: a single small country keeps its neighbours, degrees. */
const LEAST_SPAN = 12;
const AIR = 0.94;
/** Part of the drawing that a box takes when a reader goes to it. */
const FILLED = 0.7;

/** A region in the middle of a drawing of `width` × `height`, as large as it fits. */
export function frameOf(region: Box, view: MapView, width: number, height: number): Frame {
  const [wide, high] = [Math.max(LEAST_SPAN, region.width), Math.max(LEAST_SPAN, region.height)];
  const whole = Math.max(0.01, Math.min(width / wide, height / high) * AIR);
  const scale = whole * view.zoom;
  const cx = region.x + region.width / 2 + view.x / whole;
  const cy = region.y + region.height / 2 + view.y / whole;
  return {
    toPixel: ([x, y]) => [(x - cx) * scale + width / 2, (y - cy) * scale + height / 2],
    mostScale: whole * MOST_ZOOM,
    viewOn(box) {
      const fitting = Math.min(width / (box.width || 1e-9), height / (box.height || 1e-9)) / whole;
      return {
        zoom: Math.min(MOST_ZOOM, Math.max(view.zoom * ZOOM_STEP, fitting * FILLED)),
        x: (box.x + box.width / 2 - region.x - region.width / 2) * whole,
        y: (box.y + box.height / 2 - region.y - region.height / 2) * whole,
      };
    },
  };
}

/** The smallest box around boxes; null around none. */
export function around(boxes: readonly Box[]): Box | null {
  if (!boxes.length) return null;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

export function boundsOf(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** Area of a closed ring, and the point it would balance on. */
export function weightOf(ring: readonly Point[]): { area: number; middle: Point } {
  let [twice, mx, my] = [0, 0, 0];
  ring.forEach(([x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length] ?? [x, y];
    const part = x * ny - nx * y;
    twice += part;
    mx += (x + nx) * part;
    my += (y + ny) * part;
  });
  const box = boundsOf(ring);
  if (Math.abs(twice) < 1e-9) return { area: 0, middle: [box.x + box.width / 2, box.y + box.height / 2] };
  return { area: Math.abs(twice) / 2, middle: [mx / (3 * twice), my / (3 * twice)] };
}

/** What of a closed ring lies in the box from 0, 0 (Sutherland and Hodgman): on paper a drawing has no edge. */
export function clipped(ring: readonly Point[], width: number, height: number): Point[] {
  const edges: [axis: 0 | 1, limit: number, above: boolean][] = [
    [0, 0, true],
    [0, width, false],
    [1, 0, true],
    [1, height, false],
  ];
  return edges.reduce<Point[]>((points, edge) => cutAt(points, ...edge), [...ring]);
}

function cutAt(points: readonly Point[], axis: 0 | 1, limit: number, above: boolean): Point[] {
  const inside = (point: Point) => (above ? point[axis] >= limit : point[axis] <= limit);
  return points.flatMap((point, i) => {
    const before = points[(i + points.length - 1) % points.length] ?? point;
    const crossing = inside(point) === inside(before) ? [] : [between(before, point, axis, limit)];
    return inside(point) ? [...crossing, point] : crossing;
  });
}

function between(from: Point, to: Point, axis: 0 | 1, limit: number): Point {
  const share = (limit - from[axis]) / (to[axis] - from[axis]);
  const point: Point = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
  point[axis] = limit;
  return point;
}
