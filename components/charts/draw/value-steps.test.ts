import { describe, expect, it } from "vitest";
import { plainPalette } from "./plain-palette";
import { valueSteps } from "./value-steps";

const palette = plainPalette({});

describe("steps of values", () => {
  it("have round edges, closer together near zero", () => {
    const steps = valueSteps(undefined, [12, 873, 4312], palette);
    expect(steps.edges).toEqual([150, 600, 1500, 3000]);
    expect(steps.colorOf(12)).toBe(palette.sequential[0]);
    expect(steps.colorOf(4312)).toBe(palette.sequential.at(-1));
    expect(steps.colorOf(600)).toBe(steps.colors[2]);
  });

  it("of counts are never inside a number", () => {
    expect(valueSteps(undefined, [1, 2, 3], palette, { whole: true }).edges).toEqual([1, 2]);
  });

  it("below zero are equally wide", () => {
    const { edges } = valueSteps(undefined, [-100, 100], palette);
    expect(edges).toEqual([-50, 0, 50]);
  });

  it("around a center part at it", () => {
    const color = { by: "value", scale: "diverging", center: 10, low: 0, high: 30 } as const;
    const steps = valueSteps(color, [2, 28], palette);
    expect(steps.edges).toEqual([5, 10, 20]);
    expect(steps.colorOf(28)).not.toBe(steps.colorOf(2));
  });

  it("of one value are one, the strongest", () => {
    const steps = valueSteps(undefined, [0], palette);
    expect(steps.colors).toHaveLength(1);
    expect(steps.colorOf(0)).toBe(palette.sequential.at(-1));
  });
});
