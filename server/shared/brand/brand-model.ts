import type { Branding } from "@/db/schema";
import { FONT_FAMILIES } from "@/db/schema/fonts-model";
import { areApart } from "./apart";
import { CHART, OTHER, type Pair, SEQUENCE, SIDES, SURFACE } from "./base-colors";
import { contrast, hexOf, lchOf } from "./oklch";
import { oncePerPair } from "./once-per-pair";

const HEX = /^#[0-9a-f]{6}$/i;
/** Steps of lightness a color may move to be read or told apart; its hue stays. */
const MOVES = [0, -0.06, 0.06, -0.12, 0.12, -0.18, 0.18, -0.24, 0.24];

/**
 * Variables a customer's color sets on the dashboard's own element: buttons and marks, chart colors, the sequential
 * scale. What cannot be read or told apart moves in lightness, never in hue; what still collides is left out
 * (`--chart-count`). States, verdicts and focus are never branded. Without a color or a typeface there are none.
 */
export function brandVariables({ font, ...colors }: Branding): Record<string, string> {
  const own: Record<string, string> =
    font && font !== "hanken-grotesk" ? { "--brand-font": FONT_FAMILIES[font] } : {};
  return { ...colorVariables(colors), ...own };
}

const colorVariables = oncePerPair(worked);

function worked({ color, colorDark }: Pick<Branding, "color" | "colorDark">): Record<string, string> {
  const brand = brandOf({ color, colorDark });
  if (!brand) return {};
  const soft = softOf(brand);
  const charts = chartColors(brand);
  const variables: Record<string, Pair> = {
    "--brand": brand,
    "--brand-hover": both((side) => moved(brand[side], side === "light" ? -0.05 : 0.05)),
    "--on-brand": both((side) => inkOn(brand[side])),
    "--brand-text": both((side) => readable(brand[side], soft[side], 4.5)),
    "--brand-soft": soft,
    "--brand-line": lineOf(brand),
  };
  CHART.forEach((_, i) => {
    variables[`--chart-${i + 1}`] = charts[i] ?? OTHER;
  });
  SEQUENCE.forEach((step, i) => {
    variables[`--seq-${i + 1}`] = both((side) => inHue(step[side], brand[side]));
  });
  return { ...inBothThemes(variables), "--chart-count": String(charts.length) };
}

/** A customer's color, as far as it can be seen on both themes' surfaces; null where there is none. */
export function brandOf({ color, colorDark }: Pick<Branding, "color" | "colorDark">): Pair | null {
  if (!color || !HEX.test(color)) return null;
  const dark = colorDark && HEX.test(colorDark) ? colorDark : color;
  return both((side) => readable(side === "light" ? color : dark, SURFACE[side], 3));
}

/** As CSS has them. */
export const inBothThemes = (variables: Record<string, Pair>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).map(([name, { light, dark }]) => [name, `light-dark(${light}, ${dark})`]),
  );

/** The ground of what is selected. */
export const softOf = (brand: Pair): Pair =>
  both((side) => mixed(brand[side], SURFACE[side], side === "light" ? 0.07 : 0.16));

export const lineOf = (brand: Pair): Pair => both((side) => mixed(brand[side], SURFACE[side], 0.36));

/** White where it can be read on the color, else what reads best. */
export const inkOn = (ground: string) => (contrast("#ffffff", ground) >= 4.5 ? "#ffffff" : higher(ground));

export const both = (of: (side: "light" | "dark") => string): Pair => ({
  light: of("light"),
  dark: of("dark"),
});

export function moved(hex: string, by: number): string {
  const [lightness, chroma, hue] = lchOf(hex);
  return by === 0 ? hex : hexOf([Math.min(1, Math.max(0, lightness + by)), chroma, hue]);
}

const higher = (ground: string) =>
  contrast("#000000", ground) > contrast("#ffffff", ground) ? "#000000" : "#ffffff";

/** The color, or the nearest lightness of it with `need`:1 on `ground`. */
export function readable(hex: string, ground: string, need: number): string {
  const away = higher(ground) === "#000000" ? -1 : 1;
  for (let step = 0; step <= 100; step++) {
    const next = moved(hex, (away * step) / 100);
    if (contrast(next, ground) >= need) return next;
  }
  return higher(ground);
}

/** A share of `hex` over `ground`, in sRGB as browsers mix. */
function mixed(hex: string, ground: string, share: number): string {
  const part = (color: string, i: number) => Number.parseInt(color.slice(i, i + 2), 16);
  const bytes = [1, 3, 5].map((i) => Math.round(part(hex, i) * share + part(ground, i) * (1 - share)));
  return `#${bytes.map((b) => b.toString(16).padStart(2, "0")).join("")}`;
}

function inHue(step: string, brand: string): string {
  const [lightness, chroma] = lchOf(step);
  const [, own, hue] = lchOf(brand);
  return hexOf([lightness, Math.min(chroma, Math.max(own, 0.01)), hue]);
}

/** The brand first, then the portal's eight in their order, each if it holds in both themes beside all before it. */
function chartColors(brand: Pair): Pair[] {
  const kept: Pair[] = [brand];
  for (const own of CHART) {
    if (kept.length === CHART.length) break;
    const found = SIDES.map((side) =>
      MOVES.map((by) => moved(own[side], by)).find(
        (color) => contrast(color, SURFACE[side]) >= 3.05 && kept.every((k) => areApart(k[side], color)),
      ),
    );
    const [light, dark] = found;
    if (light && dark) kept.push({ light, dark });
  }
  return kept;
}
