import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contrast, inkOn } from "./colors";
import { type Mark, markAt, marksIn, neighbor } from "./marks";
import { linearAxis, logAxis, niceTicks } from "./scales";
import { squarify } from "./squarify";
import { timeTicks } from "./time-ticks";
import { truncated } from "./truncate";

const finite = fc.double({ min: -1e9, max: 1e9, noNaN: true });

describe("axes", () => {
  it("have few round lines that hold every value", () => {
    fc.assert(
      fc.property(finite, finite, fc.integer({ min: 2, max: 8 }), (a, b, count) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        fc.pre(high - low > 1e-3);
        const { min, max, ticks } = niceTicks(low, high, count);
        expect(min).toBeLessThanOrEqual(low + 1e-6 * (high - low));
        expect(max).toBeGreaterThanOrEqual(high - 1e-6 * (high - low));
        expect(ticks.length).toBeLessThanOrEqual(count + 2);
      }),
    );
  });

  it("keep zero for lengths and never divide by nothing", () => {
    expect(linearAxis([5, 9], 0, 100, { zero: true }).px(0)).toBe(0);
    for (const values of [[], [0], [7], [-7], [0, 0]]) {
      const axis = linearAxis(values, 0, 100, { zero: true });
      expect(Number.isFinite(axis.px(values[0] ?? 0))).toBe(true);
    }
    expect(Number.isFinite(logAxis([0, -1], 0, 100).px(0))).toBe(true);
  });

  it("write round points of time, the year where it begins", () => {
    const ticks = timeTicks(Date.UTC(2023, 10, 1), Date.UTC(2024, 4, 1), 8, "en-GB");
    expect(ticks.map(({ text }) => text)).toEqual(["Nov", "Dec", "2024", "Feb", "Mar", "Apr", "May"]);
  });
});

describe("tiles", () => {
  it("fill the box without overlap, areas as the weights", () => {
    const weights = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(weights, (all) => {
        const sorted = [...all].sort((a, b) => b - a);
        const total = sorted.reduce((a, b) => a + b, 0);
        const tiles = squarify(sorted, { x: 0, y: 0, width: 300, height: 200 });
        tiles.forEach((tile, i) => {
          expect(tile.width * tile.height).toBeCloseTo(((sorted[i] ?? 0) / total) * 60_000, 3);
          expect(tile.x + tile.width).toBeLessThanOrEqual(300.001);
          expect(tile.y + tile.height).toBeLessThanOrEqual(200.001);
        });
      }),
      { numRuns: 50 },
    );
  });
});

describe("words", () => {
  const width = (text: string) => [...text].length * 10;

  it("end in an ellipsis where they do not fit, and vanish rather than be two letters", () => {
    expect(truncated("Bergzeit Depot", 200, width)).toBe("Bergzeit Depot");
    expect(truncated("Bergzeit Depot", 90, width)).toBe("Bergzeit…");
    expect(truncated("Bergzeit Depot", 30, width)).toBe("");
    expect(truncated("👩‍🚀".repeat(9), 60, width)).not.toContain("\ufffd");
  });

  it("read on any color", () => {
    const hex = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, "0")}`);
    fc.assert(fc.property(hex, (color) => contrast(inkOn(color), color) >= 4.5));
  });
});

describe("marks", () => {
  const at = (id: string, x: number, y: number): Mark => ({
    id,
    name: id,
    shape: { kind: "rect", x, y, width: 10, height: 10 },
    rows: [],
    picks: [],
  });
  const grid = [at("a", 0, 0), at("b", 20, 0), at("c", 0, 20), at("d", 20, 20)];
  const [a, b, c, d] = grid as [Mark, Mark, Mark, Mark];

  it("are walked by arrows as they lie, and stop at the edge of a grid", () => {
    expect(neighbor(grid, a, "right")).toBe(b);
    expect(neighbor(grid, a, "down")).toBe(c);
    expect(neighbor(grid, d, "up")).toBe(b);
    expect(neighbor(grid, b, "right")).toBe(b);
  });

  it("are walked in reading order across where they lie in one row", () => {
    expect(neighbor([a, b], a, "down")).toBe(b);
    expect(neighbor([a, b], b, "up")).toBe(a);
  });

  it("are hit where they are, and caught by a box around their middle", () => {
    expect(markAt(grid, [25, 5])).toBe(b);
    expect(markAt(grid, [15, 15])).toBeNull();
    expect(marksIn(grid, { x: 0, y: 0, width: 30, height: 12 }).map(({ id }) => id)).toEqual(["a", "b"]);
  });
});
