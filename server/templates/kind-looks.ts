import type { SheetObject } from "./sheet-schema";

type Kind = SheetObject["kind"];
type Color = NonNullable<SheetObject["color"]>;
export type ColorKey = keyof Color;

export interface ColorLooks {
  /** What it can be colored by; the first is what it does where the sheet says nothing. */
  by: readonly NonNullable<Color["by"]>[];
  /** What else of a color it shows. */
  keys: readonly ColorKey[];
  /** What each shade is relative to; the first where the sheet says nothing. */
  per?: readonly NonNullable<Color["per"]>[];
}

export interface KindLooks {
  color?: ColorLooks;
  /** Which figures or names it writes at its marks, each another picture. */
  label?: readonly NonNullable<SheetObject["label"]>[];
  /** Which of its dimensions may drill: the first, any one of them, or none. */
  drill: "first" | "any" | "none";
}

const SHADES = ["scale", "center", "low", "high"] as const;
/** Words for the ends of the shades. */
const ENDS = "say";
const RULES = ["rules", "else"] as const;
const FIGURES = ["all", "ends", "none"] as const;

/**
 * What each kind can show of a sheet's colors, labels and drill groups: the editor offers just this, the check of a
 * sheet refuses the rest, and every kind is tested to show all of it. Browser-safe.
 */
export const KIND_LOOKS: Record<Kind, KindLooks> = {
  kpi: { color: { by: [], keys: RULES }, drill: "none" },
  bar: {
    color: { by: ["measure", "dimension", "value"], keys: [...SHADES, ENDS, ...RULES] },
    label: FIGURES,
    drill: "first",
  },
  line: { label: FIGURES, drill: "first" },
  combo: {
    color: { by: ["measure", "dimension", "value"], keys: [...SHADES, ENDS, ...RULES] },
    label: FIGURES,
    drill: "first",
  },
  waterfall: {
    color: { by: ["measure", "dimension", "value"], keys: [...SHADES, ENDS, ...RULES] },
    label: FIGURES,
    drill: "first",
  },
  pie: {
    color: { by: ["dimension", "value"], keys: [...SHADES, ENDS, ...RULES] },
    label: ["all", "none"],
    drill: "first",
  },
  treemap: {
    color: { by: ["value", "dimension", "measure"], keys: [...SHADES, ENDS, ...RULES] },
    label: ["all", "none"],
    drill: "first",
  },
  scatter: {
    color: { by: ["measure", "dimension"], keys: ["field", "limit"] },
    label: ["outliers", "all", "none"],
    drill: "first",
  },
  heatmap: {
    color: { by: ["value"], keys: [...SHADES, ENDS, "per"], per: ["all", "row", "column"] },
    label: ["all", "none"],
    drill: "any",
  },
  histogram: { color: { by: [], keys: RULES }, label: ["none", "all", "ends"], drill: "none" },
  boxplot: {
    color: { by: ["measure", "dimension"], keys: RULES },
    label: ["all", "none"],
    drill: "first",
  },
  map: { color: { by: ["value"], keys: [...SHADES, ...RULES] }, drill: "first" },
  gauge: { color: { by: [], keys: RULES }, drill: "none" },
  bullet: { drill: "none" },
  table: { drill: "any" },
  pivot: {
    color: { by: ["value"], keys: ["per"], per: ["all", "row", "column", "level"] },
    drill: "none",
  },
  filters: { drill: "none" },
  input: { drill: "none" },
  button: { drill: "none" },
  text: { drill: "none" },
};

/** Colors of a table's figures: each column has its own. */
export const COLUMN_COLOR: ColorLooks = { by: [], keys: RULES };

/** Keys of a color that mean something there. */
export const colorKeys = ({ by, keys }: ColorLooks): ColorKey[] => [
  ...(by.length ? ["by" as const] : []),
  ...keys,
];
