import type { Room } from "./plot-rooms";

/** Small deterministic generator (mulberry32): the same drawing on the server and in the browser. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const round = (value: number) => Math.round(value * 10) / 10;

/**
 * A whole estate: an area divided into plots, the plots into rooms. Deterministic.
 * @param size smallest side a room may have; below twice of it nothing is divided further
 */
export function estateRooms(width: number, height: number, size: number, seed: number): Room[] {
  const random = generator(seed);
  const gap = 4;
  const rooms: Room[] = [];
  const divide = (room: Room, depth: number) => {
    const upright = room.width > room.height * (0.8 + random() * 0.5);
    const whole = upright ? room.width : room.height;
    const enough = whole < size * 2 + gap || (depth > 2 && random() < 0.14);
    if (enough) {
      rooms.push({
        x: round(room.x),
        y: round(room.y),
        width: round(room.width),
        height: round(room.height),
      });
      return;
    }
    const first = Math.max(size, Math.min(whole - gap - size, (whole - gap) * (0.36 + random() * 0.28)));
    const rest = whole - gap - first;
    if (upright) {
      divide({ ...room, width: first }, depth + 1);
      divide({ ...room, x: room.x + first + gap, width: rest }, depth + 1);
    } else {
      divide({ ...room, height: first }, depth + 1);
      divide({ ...room, y: room.y + first + gap, height: rest }, depth + 1);
    }
  };
  divide({ x: 0.5, y: 0.5, width: width - 1, height: height - 1 }, 0);
  return rooms;
}
