export interface Room {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlotPlan {
  /** 1 to 8: which chart colour. */
  hue: number;
  rooms: Room[];
  /** Index of the room drawn solid when nothing is being filled. */
  solid: number;
}

const SIZE = 16;
const GAP = 1.4;
/** Shares of the longer side a wall may stand at. */
const WALLS = [0.36, 0.46, 0.54, 0.64] as const;

/** FNV-1a with a final mix, so that ids that differ in one letter get different plans. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function split(room: Room, upright: boolean, share: number): [Room, Room] {
  const whole = upright ? room.width : room.height;
  const first = Math.round((whole - GAP) * share * 10) / 10;
  const rest = whole - GAP - first;
  return upright
    ? [
        { ...room, width: first },
        { ...room, x: room.x + first + GAP, width: rest },
      ]
    : [
        { ...room, height: first },
        { ...room, y: room.y + first + GAP, height: rest },
      ];
}

/**
 * The plan of a tenant's rooms, drawn from its id alone: 2 to 4 rooms inside 16 × 16, one of eight hues.
 * The same id gives the same plan for ever; it says nothing about state.
 */
export function plotPlan(id: string): PlotPlan {
  let rest = hash(id);
  const take = (n: number) => {
    const value = rest % n;
    rest = hash(`${rest}:${id}`);
    return value;
  };
  const wall = () => WALLS[take(WALLS.length)] ?? 0.5;
  const hue = take(8) + 1;
  const count = [2, 3, 3, 4][take(4)] ?? 3;
  const upright = take(2) === 0;
  const [a, b] = split({ x: 2, y: 2, width: SIZE, height: SIZE }, upright, wall());
  const rooms =
    count === 2
      ? [a, b]
      : count === 4
        ? [...split(a, !upright, wall()), ...split(b, !upright, wall())]
        : take(2) === 0
          ? [...split(a, !upright, wall()), b]
          : [a, ...split(b, !upright, wall())];
  return { hue, rooms, solid: take(rooms.length) };
}

/** How far each room is filled (0 to 1) when `share` (0 to 1) of the work is done. Rooms fill one after another. */
export function roomFills(rooms: number, share: number): number[] {
  const done = Math.min(1, Math.max(0, share)) * rooms;
  return Array.from({ length: rooms }, (_, i) => Math.min(1, Math.max(0, done - i)));
}
