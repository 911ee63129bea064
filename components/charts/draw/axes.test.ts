import { expect, test } from "vitest";
import { PALETTE } from "../testing/input";
import { categoryFeet, valueFeet } from "./axes";
import { linearAxis } from "./scales";
import type { SceneItem } from "./scene";

const LETTER = 7;
const look = { palette: PALETTE, textWidth: (text: string) => text.length * LETTER };

/** Texts with their left and right edges. */
const spans = (items: SceneItem[]) =>
  items.flatMap((item) => {
    if (item.kind !== "text") return [];
    const half = Math.min(item.maxWidth ?? Number.POSITIVE_INFINITY, look.textWidth(item.text)) / 2;
    return [{ text: item.text, left: item.x - half, right: item.x + half }];
  });

function feetOf(names: string[], width: number, from = 40) {
  const band = (width - from) / names.length;
  const labels = names.map((text, i) => ({ at: from + (i + 0.5) * band, text }));
  const box = { x: from, y: 0, width: width - from, height: 100 };
  return spans(categoryFeet(labels, 108, band, box, { ...look, width }));
}

test.each([160, 240, 335, 720])("names under a plot %i px wide end inside it and never touch", (width) => {
  for (const count of [3, 7, 14, 36])
    for (const word of ["2026-10", "Outfitters Edinburgh", "x"]) {
      const feet = feetOf(Array<string>(count).fill(word), width);
      expect(feet.length).toBeGreaterThan(0);
      expect(feet.at(-1)?.right).toBeLessThanOrEqual(width);
      for (const [i, { left }] of feet.entries())
        expect(left).toBeGreaterThanOrEqual(feet[i - 1]?.right ?? Number.NEGATIVE_INFINITY);
    }
});

test("the last figure under an axis is not cut by the edge of the chart", () => {
  const width = 300;
  const box = { x: 40, y: 0, width: width - 54, height: 100 };
  const axis = linearAxis([0, 10_000], box.x, box.x + box.width);
  const feet = spans(valueFeet("x", axis, box, { ...look, width }, (value) => `${value} d`));
  expect(feet.at(-1)?.text).toBe("10000 d");
  expect(feet.at(-1)?.right).toBeLessThanOrEqual(width);
});
