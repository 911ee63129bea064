import fc from "fast-check";
import { expect, test } from "vitest";
import { plotPlan, roomFills } from "./plot-rooms";

test("every id gets 2 to 4 rooms inside the plot that do not overlap, and always the same ones", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 40 }), (id) => {
      const plan = plotPlan(id);
      expect(plotPlan(id)).toEqual(plan);
      expect(plan.rooms.length).toBeGreaterThanOrEqual(2);
      expect(plan.rooms.length).toBeLessThanOrEqual(4);
      expect(plan.hue).toBeGreaterThanOrEqual(1);
      expect(plan.hue).toBeLessThanOrEqual(8);
      expect(plan.solid).toBeLessThan(plan.rooms.length);
      for (const [i, a] of plan.rooms.entries()) {
        expect(Math.min(a.width, a.height)).toBeGreaterThan(3);
        expect(a.x + a.width).toBeLessThanOrEqual(18.001);
        expect(a.y + a.height).toBeLessThanOrEqual(18.001);
        for (const b of plan.rooms.slice(i + 1)) {
          const apart =
            a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
          expect(apart).toBe(true);
        }
      }
    }),
  );
});

test("ids made one after another look different", () => {
  const looks = new Set(Array.from({ length: 50 }, (_, i) => JSON.stringify(plotPlan(`ten_01jd8k4qx${i}`))));
  expect(looks.size).toBeGreaterThan(40);
});

test("rooms fill one after another and never leave 0 to 1", () => {
  expect(roomFills(4, 0.625)).toEqual([1, 1, 0.5, 0]);
  expect(roomFills(3, 0)).toEqual([0, 0, 0]);
  expect(roomFills(3, 2)).toEqual([1, 1, 1]);
});
