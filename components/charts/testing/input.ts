import type { Answer, CellValue, CubeAnswer, ValueState } from "@/server/platform/model";
import type { Sheet, SheetObject } from "@/server/templates/sheet-schema";
import { contextOf } from "../../dashboards/object-context";
import type { BuildInput, ChartModel } from "../draw/model";
import type { Palette } from "../draw/palette";
import { plainPalette } from "../draw/plain-palette";
import type { SceneItem } from "../draw/scene";
import type { ObjectContext } from "../port";
import { sayOf } from "../texts";

export const PALETTE: Palette = plainPalette({});

const SHEET: Sheet = {
  sheet: "test",
  format: 1,
  title: "Test",
  measures: {
    sales: { label: "Sales", value: "Sum(Sales)", format: "money", better: "higher" },
    before: { label: "Year before", value: "Sum(Before)", format: "money" },
    margin: { label: "Margin", value: "Sum(Margin) / Sum(Sales)", format: "percent", better: "higher" },
  },
  objects: [],
};

/** A context of a small sheet with the measures `sales`, `before` and `margin`. */
export function testContext(change: Partial<ObjectContext> = {}): ObjectContext {
  const context = contextOf({
    document: {
      app: { id: "app", title: "Test", template: "test", version: "1.0.0" },
      generation: "gen",
      dataAt: "2025-12-31T00:00:00Z",
      sheets: [SHEET],
      measures: {},
      fields: { Day: { type: "date", distinct: 3, key: false } },
      language: "en",
      currency: "EUR",
      tenant: { name: "Test" },
      branding: {},
      look: {},
    },
    sheet: SHEET,
    language: "en",
    place: { selections: {}, drill: {} },
    locked: [],
    variables: {},
    local: {},
  });
  return { ...context, ...change };
}

/** An object of the sheet. */
export const testObject = (own: Partial<SheetObject> & Pick<SheetObject, "kind">): SheetObject => ({
  id: "object",
  at: [0, 0, 12, 10],
  ...own,
});

/** A cube answer of rows. */
export const cubeAnswer = (rows: CellValue[][], more: Partial<CubeAnswer> = {}): CubeAnswer => ({
  kind: "cube",
  columns: [],
  rows,
  rowCount: rows.length,
  ...more,
});

/** Input of a builder: 600 × 300, letters of equal width. */
export function testInput(
  object: SheetObject,
  answers: Record<string, Answer>,
  change: Partial<BuildInput> = {},
): BuildInput {
  const context = change.context ?? testContext();
  return {
    object,
    context,
    answers,
    width: 600,
    height: 300,
    palette: PALETTE,
    textWidth: (text, size = 12) => text.length * size * 0.55,
    say: sayOf(context),
    scrolled: 0,
    ...change,
  };
}

type Of<K extends SceneItem["kind"]> = Extract<SceneItem, { kind: K }>;

/** The shapes of one kind whose id starts so. */
export const shapes = <K extends SceneItem["kind"]>(model: ChartModel, kind: K, start: string): Of<K>[] =>
  model.scene.filter((item): item is Of<K> => item.kind === kind && item.id.startsWith(start));

/** All words of a chart. */
export const words = (model: ChartModel): string[] =>
  model.scene.flatMap((item) => (item.kind === "text" ? [item.text] : []));

export const states = (...all: ValueState[]): Pick<CubeAnswer, "states"> => ({ states: all });
