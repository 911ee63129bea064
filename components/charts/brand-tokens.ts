import type { ChartTokens } from "./brand";

/** The chart colors of `tokens.css` in plain form, for places without a style sheet and for deriving a brand's. */
export const CHART_TOKENS: Record<"light" | "dark", ChartTokens> = {
  light: {
    surface: "#ffffff",
    other: "#8d8a95",
    series: ["#8b2066", "#0049a6", "#815c02", "#278369", "#7c64a9", "#819b42", "#67241b", "#1b9dc1"],
    sequential: ["#f6e6ef", "#e7bfd6", "#d193b6", "#b46393", "#8f3a71", "#62184a"],
  },
  dark: {
    surface: "#171417",
    other: "#8b848c",
    series: ["#db78ae", "#3b8ff8", "#fcc165", "#8ff5c8", "#7656a5", "#86aa28", "#c13c00", "#5fcaf9"],
    sequential: ["#3a2433", "#5b3049", "#813e66", "#aa5589", "#d07aac", "#f2b4d6"],
  },
};
