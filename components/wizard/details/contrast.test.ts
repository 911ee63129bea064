import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contrast, inkOn, readableOn } from "./contrast";

const color = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, "0")}`);

describe("customers' colours", () => {
  test("contrast is WCAG's", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.478, 2);
  });

  test("every colour becomes readable on light and dark, and words on it are too", () => {
    fc.assert(
      fc.property(color, fc.constantFrom("#ffffff", "#171417"), (hex, ground) => {
        expect(contrast(readableOn(hex, ground), ground)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(inkOn(hex), hex)).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  test("a readable colour stays as it is", () => {
    expect(readableOn("#86245f", "#ffffff")).toBe("#86245f");
  });
});
