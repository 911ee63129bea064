import type { SheetObject } from "@/server/templates/sheet-schema";

/** x, y, width, height in cells. */
export type Place = SheetObject["at"];
/** Whatever stands on the grid. */
export interface Standing {
  id: string;
  at: Place;
}

export const COLUMNS = 24;
export const LAST_ROW = 400;
const MOST_ROWS = 60;

/** How far each edge goes outwards (negative: inwards), in cells. */
export interface Edges {
  left?: number;
  top?: number;
  right?: number;
  bottom?: number;
}

const clamp = (value: number, low: number, high: number) =>
  Math.min(Math.max(value, low), Math.max(low, high));

export const overlap = ([ax, ay, aw, ah]: Place, [bx, by, bw, bh]: Place): boolean =>
  ax < bx + bw && bx < ax + aw && ay < by + bh && by < ay + ah;

const samePlace = (a: Place, b: Place) => a.every((cell, i) => cell === b[i]);

/**
 * Moves some objects together, inside the grid; what stands in their way goes down, everything else stays.
 * @returns null where something would be pushed below the last row
 */
export function moveBy<T extends Standing>(
  objects: readonly T[],
  ids: readonly string[],
  dx: number,
  dy: number,
): T[] | null {
  const moved = objects.filter((o) => ids.includes(o.id));
  if (moved.length === 0) return [...objects];
  const left = Math.min(...moved.map(({ at }) => at[0]));
  const right = Math.max(...moved.map(({ at }) => at[0] + at[2]));
  const top = Math.min(...moved.map(({ at }) => at[1]));
  const bottom = Math.max(...moved.map(({ at }) => at[1]));
  const [x, y] = [clamp(dx, -left, COLUMNS - right), clamp(dy, -top, LAST_ROW - bottom)];
  return settle(
    objects.map((o) => (ids.includes(o.id) ? placed(o, [o.at[0] + x, o.at[1] + y, o.at[2], o.at[3]]) : o)),
    ids,
  );
}

/**
 * Moves an object's edges, never below `least` (or what it already is, where that is less), inside the grid.
 * @returns null where something would be pushed below the last row
 */
export function resizeBy<T extends Standing>(
  objects: readonly T[],
  id: string,
  { left = 0, top = 0, right = 0, bottom = 0 }: Edges,
  least: readonly [width: number, height: number],
): T[] | null {
  const object = objects.find((o) => o.id === id);
  if (!object) return [...objects];
  const [x, y, w, h] = object.at;
  const [leastW, leastH] = [Math.min(least[0], w), Math.min(least[1], h)];
  const from = clamp(x - left, 0, x + w - leastW);
  const to = clamp(x + w + right, from + leastW, COLUMNS);
  const above = clamp(y - top, Math.max(0, y + h - MOST_ROWS), y + h - leastH);
  const below = clamp(y + h + bottom, above + leastH, above + MOST_ROWS);
  return settle(
    objects.map((o) => (o.id === id ? placed(o, [from, above, to - from, below - above]) : o)),
    [id],
  );
}

/** Puts an object at a place as it was given, after bringing that place into the grid. */
export function putAt<T extends Standing>(
  objects: readonly T[],
  id: string,
  at: Place,
  least: readonly [width: number, height: number],
): T[] | null {
  const w = clamp(Math.round(at[2]), Math.min(least[0], COLUMNS), COLUMNS);
  const h = clamp(Math.round(at[3]), least[1], MOST_ROWS);
  const place: Place = [
    clamp(Math.round(at[0]), 0, COLUMNS - w),
    clamp(Math.round(at[1]), 0, LAST_ROW),
    w,
    h,
  ];
  return settle(
    objects.map((o) => (o.id === id ? placed(o, place) : o)),
    [id],
  );
}

/** Pushes down, from above, whatever lies under the fixed ones or under what was pushed; null below the last row. */
export function settle<T extends Standing>(objects: readonly T[], fixed: readonly string[]): T[] | null {
  const done = objects.filter((o) => fixed.includes(o.id));
  const rest = objects.filter((o) => !fixed.includes(o.id));
  rest.sort((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0]);
  for (const object of rest) {
    let at = object.at;
    for (let under = hits(done, at); under.length > 0; under = hits(done, at))
      at = [at[0], Math.max(...under.map((o) => o.at[1] + o.at[3])), at[2], at[3]];
    done.push(placed(object, at));
  }
  if (done.some(({ at }) => at[1] > LAST_ROW)) return null;
  const byId = new Map(done.map((o) => [o.id, o]));
  return objects.map((o) => byId.get(o.id) ?? o);
}

const hits = <T extends Standing>(objects: readonly T[], at: Place) =>
  objects.filter((o) => overlap(o.at, at));

/** The first place where nothing stands, from the top, at the left; below everything where the sheet is full. */
export function freePlace(objects: readonly Standing[], [w, h]: readonly [number, number]): Place {
  const end = Math.max(0, ...objects.map(({ at }) => at[1] + at[3]));
  for (let y = 0; y < end; y++)
    for (let x = 0; x + w <= COLUMNS; x++) if (hits(objects, [x, y, w, h]).length === 0) return [x, y, w, h];
  return [0, Math.min(end, LAST_ROW), w, h];
}

/** True where no two objects lie over each other and all lie inside the grid. */
export function isSound(objects: readonly Standing[]): boolean {
  return objects.every(
    (o, i) =>
      o.at[0] >= 0 &&
      o.at[0] + o.at[2] <= COLUMNS &&
      o.at[1] >= 0 &&
      o.at[1] <= LAST_ROW &&
      hits(objects.slice(0, i), o.at).length === 0,
  );
}

const placed = <T extends Standing>(object: T, at: Place): T =>
  samePlace(object.at, at) ? object : { ...object, at };
