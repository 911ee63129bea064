import type { Palette } from "./palette";

type Side = "light" | "dark";

/** Neutral colors and verdicts of `tokens.css` in plain form, for places without a style sheet (a test compares them). */
export const PLAIN: Record<string, Record<Side, string>> = {
  "--n-0": { light: "#ffffff", dark: "#171417" },
  "--n-2": { light: "#f5f3f6", dark: "#1e1a1e" },
  "--n-3": { light: "#efecef", dark: "#262126" },
  "--n-4": { light: "#e6e2e6", dark: "#302b30" },
  "--n-5": { light: "#d8d3d8", dark: "#3f3a3f" },
  "--n-6": { light: "#beb8be", dark: "#534e53" },
  "--n-7": { light: "#958e95", dark: "#7b757b" },
  "--n-8": { light: "#7e767e", dark: "#8f888f" },
  "--n-9": { light: "#686069", dark: "#a29ca3" },
  "--n-10": { light: "#544b54", dark: "#bab3ba" },
  "--n-12": { light: "#1c141c", dark: "#f7f0f7" },
  "--accent-text": { light: "#86245f", dark: "#eba3cb" },
  "--succeeded-text": { light: "#016a50", dark: "#7be8c1" },
  "--warning-text": { light: "#7d5200", dark: "#f0d36a" },
  "--failed-mark": { light: "#cc1017", dark: "#fd5b35" },
  "--failed-text": { light: "#b50f14", dark: "#ff8a6b" },
  "--chart-1": { light: "#8b2066", dark: "#db78ae" },
  "--chart-2": { light: "#0049a6", dark: "#3b8ff8" },
  "--chart-3": { light: "#815c02", dark: "#fcc165" },
  "--chart-4": { light: "#278369", dark: "#8ff5c8" },
  "--chart-5": { light: "#7c64a9", dark: "#7656a5" },
  "--chart-6": { light: "#819b42", dark: "#86aa28" },
  "--chart-7": { light: "#67241b", dark: "#c13c00" },
  "--chart-8": { light: "#1b9dc1", dark: "#5fcaf9" },
  "--chart-other": { light: "#8d8a95", dark: "#8b848c" },
  "--seq-1": { light: "#f6e6ef", dark: "#3a2433" },
  "--seq-2": { light: "#e7bfd6", dark: "#5b3049" },
  "--seq-3": { light: "#d193b6", dark: "#813e66" },
  "--seq-4": { light: "#b46393", dark: "#aa5589" },
  "--seq-5": { light: "#8f3a71", dark: "#d07aac" },
  "--seq-6": { light: "#62184a", dark: "#f2b4d6" },
  "--div-n3": { light: "#00418f", dark: "#6fb0ff" },
  "--div-n2": { light: "#3e7cc4", dark: "#3f7fcb" },
  "--div-n1": { light: "#a9c6e6", dark: "#29466a" },
  "--div-0": { light: "#f0edf1", dark: "#2b272d" },
  "--div-p1": { light: "#e3bca0", dark: "#5c3a25" },
  "--div-p2": { light: "#b36b34", dark: "#b06a35" },
  "--div-p3": { light: "#7a3500", dark: "#f2a366" },
};

/**
 * The palette of charts where no style sheet is: on paper, in a process without a page.
 * @param variables of a brand, as `brandVariables` makes them (`light-dark(#…, #…)`)
 */
export function plainPalette(
  variables: Readonly<Record<string, string>>,
  { side = "light", patterns = false }: { side?: Side; patterns?: boolean } = {},
): Palette {
  const branded = (name: string) => variables[name]?.match(/#[0-9a-f]{6}/gi)?.[side === "light" ? 0 : 1];
  const color = (name: string) => branded(name) ?? PLAIN[name]?.[side] ?? "#808080";
  const count = Number(variables["--chart-count"] ?? 8);
  return {
    series: Array.from({ length: count }, (_, i) => color(`--chart-${i + 1}`)),
    other: color("--chart-other"),
    sequential: [1, 2, 3, 4, 5, 6].map((i) => color(`--seq-${i}`)),
    diverging: ["n3", "n2", "n1", "0", "p1", "p2", "p3"].map((i) => color(`--div-${i}`)),
    ghost: color("--n-4"),
    ghostInk: color("--n-7"),
    good: color("--succeeded-text"),
    bad: color("--failed-text"),
    badMark: color("--failed-mark"),
    warning: color("--warning-text"),
    text: color("--n-12"),
    text2: color("--n-10"),
    text3: color("--n-9"),
    brandText: branded("--brand-text") ?? color("--accent-text"),
    axis: color("--n-9"),
    grid: color("--n-4"),
    line: color("--n-6"),
    lineStrong: color("--n-5"),
    forecast: color("--n-8"),
    surface: color("--n-0"),
    band: ["--n-2", "--n-3", "--n-4", "--n-5"].map(color),
    font: "sans-serif",
    patterns,
  };
}
