import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apart, areApart, brandColors, LEAST_CONTRAST } from "./brand";
import { CHART_TOKENS } from "./brand-tokens";
import { contrast } from "./draw/colors";

const NORDLICHT = { light: "#0b6b62", dark: "#35b3a3" };

describe("a brand's chart colors", () => {
  it("are the same plain colors as the style sheet's", () => {
    const css = readFileSync("components/styles/tokens.css", "utf8");
    const found = [...css.matchAll(/--(?:chart|seq)-\d: light-dark\((#\w{6}), (#\w{6})\)/g)];
    expect(found.map((match) => match[1])).toEqual([
      ...CHART_TOKENS.light.series,
      ...CHART_TOKENS.light.sequential,
    ]);
    expect(found.map((match) => match[2])).toEqual([
      ...CHART_TOKENS.dark.series,
      ...CHART_TOKENS.dark.sequential,
    ]);
  });

  it("the portal's own eight are apart with every kind of vision", () => {
    for (const side of ["light", "dark"] as const) {
      const { series } = CHART_TOKENS[side];
      for (const [i, one] of series.entries())
        for (const other of series.slice(i + 1))
          expect(apart(one, other), `${side} ${one} ${other}`).toBeGreaterThan(8);
    }
  });

  it("begin with the brand's own color and keep at least five", () => {
    const found = brandColors(NORDLICHT, CHART_TOKENS);
    expect(found?.variables.light["--chart-1"]).toBe("#0b6b62");
    expect(found?.variables.dark["--chart-1"]).toBe("#35b3a3");
    expect(found?.count).toBeGreaterThanOrEqual(5);
  });

  it("are refused where the brand cannot be seen on a surface", () => {
    expect(brandColors({ light: "#f5e9a0", dark: "#f5e9a0" }, CHART_TOKENS)).toBeNull();
  });

  it("are apart and visible, whatever the brand", () => {
    const hex = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, "0")}`);
    fc.assert(
      fc.property(hex, hex, (light, dark) => {
        const found = brandColors({ light, dark }, CHART_TOKENS);
        if (!found) return;
        for (const side of ["light", "dark"] as const) {
          const kept = Array.from(
            { length: found.count },
            (_, i) => found.variables[side][`--chart-${i + 1}`] ?? "",
          );
          for (const [i, one] of kept.entries()) {
            expect(contrast(one, CHART_TOKENS[side].surface)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
            for (const other of kept.slice(i + 1)) expect(areApart(one, other)).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
