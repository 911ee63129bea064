/** A color for light pages and one for dark ones. */
export interface Pair {
  light: string;
  dark: string;
}

export const SIDES = ["light", "dark"] as const;

const pair = (light: string, dark: string): Pair => ({ light, dark });

/** The portal's own, from `components/styles/tokens.css` (a test compares them). */
export const SURFACE = pair("#ffffff", "#171417");
/** Wells and rows under the pointer: links stand on them too. */
export const SUNKEN = pair("#f5f3f6", "#1e1a1e");
export const OTHER = pair("#8d8a95", "#8b848c");

export const CHART: readonly Pair[] = [
  pair("#8b2066", "#db78ae"),
  pair("#0049a6", "#3b8ff8"),
  pair("#815c02", "#fcc165"),
  pair("#278369", "#8ff5c8"),
  pair("#7c64a9", "#7656a5"),
  pair("#819b42", "#86aa28"),
  pair("#67241b", "#c13c00"),
  pair("#1b9dc1", "#5fcaf9"),
];

export const SEQUENCE: readonly Pair[] = [
  pair("#f6e6ef", "#3a2433"),
  pair("#e7bfd6", "#5b3049"),
  pair("#d193b6", "#813e66"),
  pair("#b46393", "#aa5589"),
  pair("#8f3a71", "#d07aac"),
  pair("#62184a", "#f2b4d6"),
];
