import { beforeAll, describe, expect, test } from "vitest";
import { type ColorKey, KIND_LOOKS, OBJECT_KINDS } from "@/server/templates/sheet-edit/schemas";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { charted, drawn } from "../dashboards/testing/drawn";
import { KIND_FACTS } from "../sheet-editor/model/kind-facts";
import { fetchAtlas } from "./kinds/map/geo/atlas";
import { drawnKinds } from "./kinds-drawn";

type Kind = SheetObject["kind"];
type Color = NonNullable<SheetObject["color"]>;

const sorted = { field: "Category", sort: "text" } as const;
/** An object of each kind that has all that its colors and labels can tell apart. */
const OWN: Partial<Record<Kind, Partial<SheetObject>>> = {
  combo: { dimension: sorted, measures: ["sales", { use: "margin-share", mark: "line" }] },
  pie: { dimension: "Region", measure: "sales" },
  scatter: { dimension: "Product", measures: ["sales", "margin-share"] },
  heatmap: { dimensions: ["Region", "Category"], measure: "sales" },
  histogram: { dimension: { field: "Month", sort: "number" }, measure: "sales" },
  boxplot: { dimension: "Region", over: "Customer", measure: "sales" },
  map: { as: "points", dimension: "Country", measure: "sales" },
  gauge: { measure: "sales" },
  kpi: { measure: "sales" },
  pivot: { rows: ["Region"], columns: ["Year"], measures: ["sales"] },
};
const objectOf = (kind: Kind, more: Partial<SheetObject> = {}): SheetObject => ({
  id: "it",
  kind,
  at: [0, 0, 12, 10],
  dimension: OWN[kind] ? undefined : sorted,
  measure: OWN[kind] ? undefined : "sales",
  ...OWN[kind],
  ...more,
});

/** What is seen of it, as a text. */
function seen(kind: Kind, more: Partial<SheetObject>): string {
  const object = objectOf(kind, more);
  if (!drawnKinds[kind]) return drawn(object);
  const { scene, marks, legend } = charted(object);
  return JSON.stringify([scene, marks.map(({ remark }) => remark), legend]);
}

const colored = (kind: Kind, color: Color | undefined) => seen(kind, color ? { color } : {});
const different = (pictures: string[]) => new Set(pictures).size;

const kinds = OBJECT_KINDS.filter((kind) => KIND_LOOKS[kind].color || KIND_LOOKS[kind].label);

beforeAll(fetchAtlas);

describe.each(kinds)("%s", (kind) => {
  const { color, label } = KIND_LOOKS[kind];
  const by = color?.by ?? [];
  const of = (one: Color["by"]): Color => ({
    by: one,
    ...(kind === "scatter" && one === "dimension" ? { field: "Category" } : {}),
  });

  test("every way to color is another picture, the first is the one without a word", () => {
    const pictures = by.map((one) => colored(kind, of(one)));
    expect(different(pictures)).toBe(by.length);
    // Areas and tiles are shaded anyway, a treemap without parts too: there a word more is the legend's alone.
    if (!["map", "pivot", "treemap"].includes(kind) && by[0])
      expect(pictures[0]).toBe(colored(kind, undefined));
    if (kind === "map" || kind === "pivot") expect(pictures[0]).not.toBe(colored(kind, undefined));
  });

  test("every label is another picture, the first is the one without a word", () => {
    const pictures = (label ?? []).map((one) => seen(kind, { label: one }));
    expect(different(pictures)).toBe(label?.length ?? 0);
  });

  const changes: Partial<Record<ColorKey, [without: Color | undefined, with_: Color]>> = {
    rules: [of(by[0]), { rules: [{ if: "> 0", use: "bad", mark: "warn", say: "too much" }] }],
    else: [of(by[0]), { else: "neutral", rules: [{ if: "< -1", use: "bad", mark: "warn" }] }],
    scale: [{ by: "value" }, { by: "value", scale: "diverging", center: 30_000 }],
    center: [
      { by: "value", scale: "diverging", center: 30_000 },
      { by: "value", scale: "diverging", center: 60_000 },
    ],
    low: [
      { by: "value", scale: "diverging", center: 30_000 },
      { by: "value", scale: "diverging", center: 30_000, low: 5_000 },
    ],
    high: [
      { by: "value", scale: "diverging", center: 30_000 },
      { by: "value", scale: "diverging", center: 30_000, high: 500_000 },
    ],
    say: [{ by: "value" }, { by: "value", say: ["a little", "a lot"] }],
    field: [
      { by: "dimension", field: "Category" },
      { by: "dimension", field: "Region" },
    ],
    limit: [
      { by: "dimension", field: "Category" },
      { by: "dimension", field: "Category", limit: 1 },
    ],
  };
  const keys = (color?.keys ?? []).filter((key) => changes[key]);
  test.each(keys)("%s of a color is seen", (key) => {
    const [one, other] = changes[key] ?? [];
    // Neutral is the usual ink of words.
    if (key === "else" && !drawnKinds[kind])
      expect(colored(kind, { ...other, else: "series" })).not.toBe(colored(kind, one));
    else expect(colored(kind, other)).not.toBe(colored(kind, one));
  });

  test("shades per row, column and level are different pictures", () => {
    const per = color?.per ?? [];
    const wide = kind === "pivot" ? { rows: ["Region", "Category"], expanded: [["DACH"], ["South"]] } : {};
    const pictures = per.map((one) => seen(kind, { ...wide, color: { by: "value", per: one } }));
    expect(different(pictures)).toBe(per.length);
  });
});

test("the editor offers colors and labels just where a kind has them", () => {
  for (const kind of OBJECT_KINDS) {
    const offered = KIND_FACTS[kind].look;
    const has = { color: KIND_LOOKS[kind].color !== undefined, label: KIND_LOOKS[kind].label !== undefined };
    expect([kind, { color: offered.includes("color"), label: offered.includes("label") }]).toEqual([
      kind,
      has,
    ]);
  }
});
