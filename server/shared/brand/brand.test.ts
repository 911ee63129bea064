import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { areApart } from "./apart";
import { CHART, OTHER, SEQUENCE, SIDES, SUNKEN, SURFACE } from "./base-colors";
import { brandVariables } from "./brand-model";
import { contrast } from "./oklch";
import { portalLook } from "./portal-look";

const hex = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, "0")}`);
const sides = (value: string | undefined) => value?.match(/#[0-9a-f]{6}/g) ?? [];

test("the colors it starts from are those of the portal's tokens", () => {
  const css = readFileSync("components/styles/tokens.css", "utf8");
  const pair = ({ light, dark }: { light: string; dark: string }) => `light-dark(${light}, ${dark})`;
  for (const [i, p] of CHART.entries()) expect(css).toContain(`--chart-${i + 1}: ${pair(p)}`);
  for (const [i, p] of SEQUENCE.entries()) expect(css).toContain(`--seq-${i + 1}: ${pair(p)}`);
  expect(css).toContain(`--chart-other: ${pair(OTHER)}`);
  expect(css).toContain(`--n-0: ${pair(SURFACE)}`);
  expect(css).toContain(`--n-2: ${pair(SUNKEN)}`);
});

test("whatever color a customer chooses: it can be read, and its charts can be told apart, in both themes", () => {
  fc.assert(
    fc.property(hex, hex, (color, colorDark) => {
      const made = brandVariables({ color, colorDark });
      const count = Number(made["--chart-count"]);
      SIDES.forEach((side, i) => {
        const of = (name: string) => sides(made[name])[i] ?? "";
        expect(contrast(of("--brand"), SURFACE[side])).toBeGreaterThanOrEqual(3);
        expect(contrast(of("--on-brand"), of("--brand"))).toBeGreaterThanOrEqual(4.5);
        expect(contrast(of("--brand-text"), of("--brand-soft"))).toBeGreaterThanOrEqual(4.5);
        const charts = Array.from({ length: count }, (_, n) => of(`--chart-${n + 1}`));
        charts.forEach((a, n) => {
          for (const b of charts.slice(n + 1)) expect(areApart(a, b)).toBe(true);
        });
      });
    }),
    { numRuns: 40 },
  );
});

test("without a color, or with nonsense, nothing is branded", () => {
  expect(brandVariables({})).toEqual({});
  expect(brandVariables({ color: "red; --x: y" })).toEqual({});
});

test("a typeface of the list is a variable of the dashboard; the default needs none, with or without a color", () => {
  expect(brandVariables({ font: "inter" })).toEqual({
    "--brand-font": expect.stringContaining("Inter Variable"),
  });
  expect(brandVariables({ font: "hanken-grotesk" })).toEqual({});
  const both = brandVariables({ color: "#0f766e", font: "source-serif-4" });
  expect(both["--brand-font"]).toContain("Source Serif 4 Variable");
  expect(both["--chart-1"]).toBeDefined();
  expect(brandVariables({ color: "#0f766e" })["--brand-font"]).toBeUndefined();
});

test("whatever color a customer chooses, the words of their portal can be read on it and in it, in both themes", () => {
  fc.assert(
    fc.property(hex, hex, (color, colorDark) => {
      const made = portalLook({ color, colorDark });
      SIDES.forEach((side, i) => {
        const of = (name: string) => sides(made[name])[i] ?? "";
        expect(contrast(of("--accent"), SURFACE[side])).toBeGreaterThanOrEqual(3);
        for (const ground of ["--accent", "--accent-hover", "--accent-press"])
          expect(contrast(of("--on-accent"), of(ground))).toBeGreaterThanOrEqual(4.5);
        for (const ground of [SURFACE[side], SUNKEN[side], of("--accent-soft")])
          expect(contrast(of("--accent-text"), ground)).toBeGreaterThanOrEqual(4.5);
      });
    }),
    { numRuns: 100 },
  );
});

test("a portal's look is the accent and the typeface alone; focus, states and charts are nobody's", () => {
  expect(portalLook({})).toEqual({});
  expect(portalLook({ color: "red; --x: y", font: "hanken-grotesk" })).toEqual({});
  expect(portalLook({ font: "inter" })).toEqual({ "--font-sans": expect.stringContaining("Inter Variable") });
  const names = Object.keys(portalLook({ color: "#0f766e", font: "system" }));
  expect(names.filter((name) => !/^--(on-)?accent/.test(name))).toEqual(["--font-sans"]);
});
