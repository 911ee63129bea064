import fc from "fast-check";
import { expect, test } from "vitest";
import { freePlace, isSound, moveBy, overlap, type Place, putAt, resizeBy, type Standing } from "./layout";

const LEAST = [4, 3] as const;
const three: Standing[] = [
  { id: "a", at: [0, 0, 8, 4] },
  { id: "b", at: [8, 0, 8, 4] },
  { id: "c", at: [0, 4, 24, 6] },
];
const at = (objects: Standing[] | null, id: string) => objects?.find((o) => o.id === id)?.at;

test("what stands in the way goes down, the rest stays where it is", () => {
  const moved = moveBy(three, ["a"], 8, 0);
  expect(at(moved, "a")).toEqual([8, 0, 8, 4]);
  expect(at(moved, "b")).toEqual([8, 4, 8, 4]);
  expect(at(moved, "c")).toEqual([0, 8, 24, 6]);
});

test("moved objects stop at the edges of the grid together", () => {
  const moved = moveBy(three, ["a", "b"], 99, -5);
  expect(at(moved, "a")).toEqual([8, 0, 8, 4]);
  expect(at(moved, "b")).toEqual([16, 0, 8, 4]);
});

test("an object is never made smaller than its kind can be read, unless it already is", () => {
  expect(at(resizeBy(three, "a", { right: -9, bottom: -9 }, LEAST), "a")).toEqual([0, 0, 4, 3]);
  expect(at(resizeBy(three, "b", { left: -9 }, LEAST), "b")).toEqual([12, 0, 4, 4]);
  expect(at(resizeBy([{ id: "x", at: [0, 0, 2, 2] }], "x", { right: -1 }, LEAST), "x")).toEqual([0, 0, 2, 2]);
});

test("a new object takes the first hole it fits, else the end", () => {
  expect(freePlace(three, [8, 4])).toEqual([16, 0, 8, 4]);
  expect(freePlace(three, [9, 4])).toEqual([0, 10, 9, 4]);
});

test("what would leave the last row is refused", () => {
  expect(
    moveBy(
      [
        { id: "a", at: [0, 0, 4, 60] },
        { id: "b", at: [4, 400, 4, 60] },
      ],
      ["a"],
      4,
      390,
    ),
  ).toBeNull();
});

const place = fc.tuple(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 2, max: 4 }),
  fc.integer({ min: 2, max: 9 }),
);
const small = fc.integer({ min: -30, max: 30 });
const step = fc.oneof(
  fc.record({ do: fc.constant("move" as const), n: fc.nat(), dx: small, dy: small }),
  fc.record({ do: fc.constant("resize" as const), n: fc.nat(), dx: small, dy: small }),
  fc.record({ do: fc.constant("put" as const), n: fc.nat(), place }),
);

test("any moves and sizes leave a sound grid: nothing overlaps, nothing lies outside", () => {
  fc.assert(
    fc.property(
      fc.array(place, { minLength: 1, maxLength: 12 }),
      fc.array(step, { maxLength: 20 }),
      (places, steps) => {
        let objects: Standing[] = [];
        places.forEach((p, i) => {
          objects = [...objects, { id: `o${i}`, at: freePlace(objects, [p[2], p[3]]) }];
        });
        for (const s of steps) {
          const id = objects[s.n % objects.length]?.id ?? "";
          const other = objects[(s.n + 1) % objects.length]?.id ?? "";
          const next =
            s.do === "move"
              ? moveBy(objects, [id, other], s.dx, s.dy)
              : s.do === "resize"
                ? resizeBy(objects, id, { right: s.dx, top: s.dy, left: s.dy, bottom: s.dx }, LEAST)
                : putAt(objects, id, s.place as Place, LEAST);
          objects = next ?? objects;
          expect(isSound(objects)).toBe(true);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("places touch without lying over each other", () => {
  expect(overlap([0, 0, 4, 4], [4, 0, 4, 4])).toBe(false);
  expect(overlap([0, 0, 4, 4], [3, 3, 4, 4])).toBe(true);
});
