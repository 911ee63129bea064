import { describe, expect, test } from "vitest";
import { KIND_LOOKS, OBJECT_KINDS } from "@/server/templates/sheet-edit/schemas";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { actionsOf } from "../dashboards/object-actions";
import { DashboardStore } from "../dashboards/state/store";
import { charted, drawn, placed } from "../dashboards/testing/drawn";
import { propertyControl } from "../sheet-editor/model/controls";
import { drawnKinds } from "./kinds-drawn";

type Kind = SheetObject["kind"];
const levels = { drill: ["Category", "Product"] };
const MORE: Partial<Record<Kind, Partial<SheetObject>>> = {
  pie: { dimension: { drill: ["Region", "Country"] } },
  map: { dimension: { drill: ["Country", "Customer"] } },
  scatter: { measure: undefined, measures: ["sales", "margin-share"] },
  combo: { measure: undefined, measures: ["sales", { use: "margin-share", mark: "line" }] },
  heatmap: { dimension: undefined, dimensions: [levels, "Region"] },
  boxplot: { over: "Customer" },
  table: { measure: undefined, columns: [{ use: "sales" }] },
};
const objectOf = (kind: Kind, more: Partial<SheetObject> = {}): SheetObject => ({
  id: "it",
  kind,
  at: [0, 0, 12, 10],
  dimension: levels,
  measure: "sales",
  ...MORE[kind],
  ...more,
});

const drilling = OBJECT_KINDS.filter((kind) => KIND_LOOKS[kind].drill !== "none");

describe.each(drilling.filter((kind) => drawnKinds[kind]))("%s", (kind) => {
  test("opens the level below from its marks, says so, and knows the way up", () => {
    const top = charted(objectOf(kind));
    expect(top.marks.some(({ drill }) => drill !== undefined)).toBe(true);
    expect(top.marks.find(({ drill }) => drill !== undefined)?.foot).toContain("double click");
    expect(top.crumb).toMatchObject({ canGoUp: false });
    const below = charted(objectOf(kind), { drill: 1 });
    expect(below.marks.every(({ drill }) => drill === undefined)).toBe(true);
    expect(below.crumb).toMatchObject({ canGoUp: true });
  });
});

test("a heat map opens its columns, where those drill, and its rows stay", () => {
  const object = objectOf("heatmap", { dimensions: ["Region", levels] });
  const { marks, crumb } = charted(object);
  expect(new Set(marks.map(({ drill }) => drill))).toContain("Cycling");
  expect(crumb).toMatchObject({ label: "Category" });
  expect(placed(object, { drill: 1 }).questions.main).toMatchObject({
    dimensions: [{ expression: "Region" }, { expression: "Product" }],
  });
});

test("a row of a table opens the level below by a button, and a second dimension keeps its place", () => {
  const html = drawn(objectOf("table"));
  expect(html).toContain('aria-label="Open Cycling by Product"');
  expect(drawn(objectOf("table"), { drill: 1 })).not.toContain("Open ");
  const second = objectOf("table", { dimension: undefined, dimensions: ["Region", levels] });
  expect(drawn(second)).toContain('aria-label="Open Cycling by Product"');
  expect(placed(second, { drill: 1 }).questions.rows).toMatchObject({
    dimensions: [{ expression: "Region" }, { expression: "Product" }],
  });
});

test("a drill is one step, down into a value and up out of it, whichever dimension drills", async () => {
  const object = objectOf("heatmap", { dimensions: ["Region", levels] });
  const { document } = placed(object);
  const source = {
    document: () => Promise.resolve(document),
    ask: () => new Promise<never>(() => undefined),
  };
  const store = new DashboardStore({ source, kinds: {} });
  store.start();
  await Promise.resolve();
  const actions = actionsOf(store, () => undefined);
  const present = () => store.snapshot().selection.present;
  actions.drill("it", { down: "Cycling" });
  expect(present()).toEqual({ selections: { Category: ["Cycling"] }, drill: { it: 1 } });
  actions.drill("it", { down: "Arc helmet" });
  expect(present().drill).toEqual({ it: 1 });
  actions.drill("it", "up");
  expect(present()).toEqual({ selections: {}, drill: {} });
});

test("the editor offers a drill group just where something drills", () => {
  for (const [kind, property] of [
    ["bar", "axes"],
    ["table", "axes"],
    ["histogram", "axes"],
    ["pivot", "rows"],
    ["pivot", "columns"],
  ] as const) {
    const offered = JSON.stringify(propertyControl(kind, property)).includes('"drill"');
    expect([kind, property, offered]).toEqual([kind, property, KIND_LOOKS[kind].drill !== "none"]);
  }
});
