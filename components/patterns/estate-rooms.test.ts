import { expect, test } from "vitest";
import { estateRooms } from "./estate-rooms";

test("rooms of an estate stay inside, keep their smallest side and do not overlap", () => {
  for (const seed of [1, 7, 42]) {
    const rooms = estateRooms(600, 800, 46, seed);
    expect(rooms.length).toBeGreaterThan(20);
    for (const [i, a] of rooms.entries()) {
      expect(Math.min(a.width, a.height)).toBeGreaterThanOrEqual(40);
      expect(a.x + a.width).toBeLessThanOrEqual(600);
      expect(a.y + a.height).toBeLessThanOrEqual(800);
      for (const b of rooms.slice(i + 1)) {
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart).toBe(true);
      }
    }
  }
});
