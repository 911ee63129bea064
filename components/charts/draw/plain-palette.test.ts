import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { brandVariables } from "@/server/shared/brand/brand-model";
import { PLAIN, plainPalette } from "./plain-palette";

test("paper has the colors of the style sheet", () => {
  const css = readFileSync("components/styles/tokens.css", "utf8");
  for (const [name, { light, dark }] of Object.entries(PLAIN))
    expect(css).toContain(`${name}: light-dark(${light}, ${dark})`);
});

test("a brand's colors come before the portal's, the colors it leaves out are not used", () => {
  const variables = brandVariables({ color: "#006b5c" });
  const palette = plainPalette(variables);
  expect(palette.series[0]).toBe(variables["--chart-1"]?.match(/#[0-9a-f]{6}/)?.[0]);
  expect(palette.series).toHaveLength(Number(variables["--chart-count"]));
  expect(plainPalette({}).series).toHaveLength(8);
});
