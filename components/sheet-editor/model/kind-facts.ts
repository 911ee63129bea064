import type { SheetObject } from "@/server/templates/sheet-schema";

export type Kind = SheetObject["kind"];
/** A property of an object that a panel edits; `axes` and `figures` stand for its dimensions and its measures. */
export type Property = Exclude<keyof SheetObject, "id" | "kind" | "at"> | "axes" | "figures";

export interface KindFacts {
  family: "figures" | "charts" | "tables" | "controls";
  /** Drawing for the palette, in a box of 22 × 18. */
  glyph: string;
  /** Smallest and first size in cells. */
  least: readonly [width: number, height: number];
  size: readonly [width: number, height: number];
  /** Fewest and most dimensions and measures. */
  axes?: readonly [number, number];
  figures?: readonly [number, number];
  as?: readonly NonNullable<SheetObject["as"]>[];
  data: readonly Property[];
  look: readonly Property[];
  behaviour: readonly Property[];
}

const WORDS = ["title", "description"] as const;
const SHOW = ["show", "empty"] as const;
const chart = (
  glyph: string,
  least: KindFacts["least"],
  size: KindFacts["size"],
  axes: readonly [number, number],
  figures: readonly [number, number],
  more: { data?: Property[]; look?: Property[]; as?: KindFacts["as"]; alternatives?: boolean } = {},
): KindFacts => ({
  family: "charts",
  glyph,
  least,
  size,
  axes,
  figures,
  as: more.as,
  data: ["axes", "figures", ...(more.data ?? [])],
  look: [...WORDS, ...(more.as ? (["as"] as const) : []), ...(more.look ?? [])],
  behaviour: [...(more.alternatives ? (["context"] as const) : []), ...SHOW],
});

/** What the editor knows of each kind: sizes, and which of the schema's properties mean something to it. */
export const KIND_FACTS: Record<Kind, KindFacts> = {
  kpi: {
    family: "figures",
    glyph: "M3 13h16M5 9l3-4 3 3 5-5",
    least: [4, 3],
    size: [5, 3],
    figures: [1, 1],
    data: ["figures", "compare", "target", "trend"],
    look: [...WORDS, "color"],
    behaviour: SHOW,
  },
  bar: chart("M3 3h14M3 9h9M3 15h6", [6, 7], [9, 9], [1, 2], [1, 5], {
    data: ["compare", "target", "reference"],
    as: ["bar", "column"],
    look: ["color", "label"],
    alternatives: true,
  }),
  line: chart("M3 14l5-6 4 3 7-8", [6, 7], [12, 9], [1, 2], [1, 8], {
    data: ["compare", "target", "reference"],
    as: ["area"],
    look: ["label"],
  }),
  combo: chart("M4 16V9M9 16V6M14 16v-6M3 6l6-4 5 3 5-3", [6, 7], [12, 10], [1, 1], [1, 4], {
    data: ["compare", "target", "reference"],
    look: ["color", "label"],
  }),
  waterfall: chart("M4 16v-5M9 11V7M14 7V3M19 16V3", [6, 7], [12, 9], [1, 1], [1, 1], {
    data: ["total"],
    look: ["color", "label"],
  }),
  pie: chart("M11 2a7 7 0 1 0 7 7h-7z", [6, 7], [8, 9], [1, 1], [1, 1], {
    as: ["donut"],
    look: ["color", "label"],
    alternatives: true,
  }),
  treemap: chart("M3 2h16v14H3zM12 2v14M12 8h7", [6, 7], [12, 10], [1, 4], [1, 1], {
    look: ["color", "label"],
    alternatives: true,
  }),
  scatter: chart("M5 13h.01M9 8h.01M13 11h.01M16 4h.01M7 4h.01", [8, 9], [12, 11], [1, 1], [2, 3], {
    data: ["reference"],
    look: ["color", "label"],
  }),
  heatmap: chart("M3 3h5v5H3zM8 8h5v5H8zM13 3h5v5h-5z", [8, 9], [12, 10], [2, 2], [1, 1], {
    look: ["color", "label"],
  }),
  histogram: chart("M3 16V11h4V5h4v3h4v5h4v3", [6, 7], [9, 9], [1, 1], [1, 1], {
    data: ["reference"],
    look: ["color", "label"],
    alternatives: true,
  }),
  boxplot: chart("M2 9h4M6 5h9v8H6zM10 5v8M15 9h5", [6, 7], [12, 10], [1, 1], [1, 1], {
    data: ["over", "reference"],
    look: ["color", "label"],
  }),
  map: chart("M3 4l5-2 6 2 5-2v12l-5 2-6-2-5 2z", [6, 9], [9, 11], [1, 1], [1, 2], {
    data: ["latitude", "longitude"],
    as: ["tiles", "areas", "points"],
    look: ["color"],
    alternatives: true,
  }),
  gauge: {
    family: "figures",
    glyph: "M3 14a8 8 0 0 1 16 0M11 14l4-5",
    least: [4, 5],
    size: [6, 7],
    figures: [1, 1],
    data: ["figures", "target"],
    look: [...WORDS, "color"],
    behaviour: SHOW,
  },
  bullet: {
    family: "figures",
    glyph: "M3 9h12M3 5h16v8H3M13 4v10",
    least: [6, 4],
    size: [9, 7],
    data: ["rows"],
    look: WORDS,
    behaviour: SHOW,
  },
  table: {
    family: "tables",
    glyph: "M3 3h16v12H3zM3 7h16M9 7v8",
    least: [8, 6],
    size: [12, 10],
    axes: [1, 4],
    data: ["axes", "columns", "totals"],
    look: WORDS,
    behaviour: SHOW,
  },
  pivot: {
    family: "tables",
    glyph: "M3 3h16v12H3zM8 3v12M3 7h16M8 11h11",
    least: [8, 9],
    size: [12, 11],
    figures: [1, 12],
    data: ["rows", "columns", "figures", "totals"],
    look: [...WORDS, "color"],
    behaviour: ["expanded", ...SHOW],
  },
  filters: {
    family: "controls",
    glyph: "M3 4h16M6 9h10M9 14h4",
    least: [4, 6],
    size: [4, 12],
    data: ["fields"],
    look: WORDS,
    behaviour: ["show"],
  },
  input: {
    family: "controls",
    glyph: "M3 9h16M12 6v6M9 6h6v6H9z",
    least: [4, 2],
    size: [6, 3],
    data: ["variable", "input", "choices", "min", "max", "step"],
    look: WORDS,
    behaviour: ["show"],
  },
  button: {
    family: "controls",
    glyph: "M3 6h16v7H3zM8 9.500h6",
    least: [3, 2],
    size: [5, 2],
    data: ["do"],
    look: WORDS,
    behaviour: ["show"],
  },
  text: {
    family: "controls",
    glyph: "M5 4h12M11 4v11",
    least: [3, 2],
    size: [8, 5],
    data: ["text"],
    look: WORDS,
    behaviour: ["show"],
  },
};

export const FAMILIES = ["charts", "figures", "tables", "controls"] as const;
