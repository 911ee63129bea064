import { describe, expect, test } from "vitest";
import type { PivotQuestion } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { testObject } from "../../../charts/testing/input";
import { partOf } from "../../testing/parts";
import { running, settled } from "../../testing/running";
import { pivot } from ".";

const object = testObject({
  kind: "pivot",
  rows: ["Category", "Product"],
  columns: ["Year"],
  measures: ["sales"],
} as Partial<SheetObject> & { kind: "pivot" });

async function shown(own: SheetObject = object, wish: Parameters<typeof running>[2] = {}) {
  const dashboard = await running([own], { pivot }, wish);
  const { store } = dashboard;
  const parts = () => dashboard.parts(own);
  const rows = () =>
    parts().flatMap(({ type, props, text }) => (type === "th" && props.scope === "row" ? [text] : []));
  const heads = () =>
    parts().flatMap(({ type, props, text }) => (type === "th" && props.scope === "col" ? [text] : []));
  const click = async (words: string) => {
    partOf(parts(), words).props.onClick();
    await settled(store);
  };
  const asked = () => dashboard.asked.filter((q): q is PivotQuestion => q.kind === "pivot").at(-1);
  return { ...dashboard, parts, rows, heads, click, asked };
}

const cells = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("opening rows", () => {
  test("shows what is inside them and asks for no more; closing hides it again", async () => {
    const { rows, click, parts, asked } = await shown();
    const closed = rows();
    expect(partOf(parts(), "Open Cycling").props["aria-expanded"]).toBe(false);
    await click("Open Cycling");
    expect(asked()?.expanded).toEqual([["Cycling"]]);
    const at = rows().indexOf("Cycling");
    expect(
      rows()
        .slice(at + 1, at + 3)
        .toSorted(),
    ).toEqual(["Arc helmet", "Ridge gravel bike"]);
    expect(partOf(parts(), "Close Cycling").props["aria-expanded"]).toBe(true);
    await click("Close Cycling");
    expect(rows()).toEqual(closed);
  });

  test("stays as it was through a selection, and begins as the sheet says", async () => {
    const { rows, click, store } = await shown({ ...object, expanded: [["Camping"]] });
    expect(rows()).toContain("Dome tent 3P");
    await click("Open Cycling");
    store.select({ type: "set", selections: { Region: ["DACH"] } });
    await settled(store);
    expect(rows()).toEqual(expect.arrayContaining(["Dome tent 3P", "Arc helmet"]));
  });

  test("is not offered at the last level", async () => {
    const { parts } = await shown({ ...object, rows: ["Category"] } as SheetObject);
    expect(parts().filter(({ props }) => "aria-expanded" in props)).toEqual([]);
  });
});

describe("totals", () => {
  test("of the row and of the column say “All”; the sheet may leave out either", async () => {
    const both = await shown();
    expect([both.rows()[0], both.heads().at(-1)]).toEqual(["All", "All"]);
    const rowsOnly = await shown({ ...object, totals: ["rows"] } as SheetObject);
    expect([rowsOnly.rows()[0], rowsOnly.heads().at(-1)]).toEqual(["All", "2025"]);
    const columnsOnly = await shown({ ...object, totals: ["columns"] } as SheetObject);
    expect(columnsOnly.rows()).not.toContain("All");
    expect(columnsOnly.heads().at(-1)).toBe("All");
    const none = await shown({ ...object, totals: "none" } as SheetObject);
    expect([...none.rows(), ...none.heads()]).not.toContain("All");
  });

  test("are the engine's, per column and over all; what is missing is a dash", async () => {
    const { parts } = await shown(object, {
      answer: (question) =>
        question.kind === "pivot"
          ? {
              kind: "pivot",
              columns: [[2024], [2025]],
              columnCount: 2,
              rows: [{ path: ["A"], open: false, cells: [[1], [null]], totals: [1] }],
              rowCount: 1,
              totals: { cells: [[7], [8]], totals: [9] },
            }
          : undefined,
    });
    const figures = parts().flatMap(({ type, text }) => (type === "td" ? [cells(text)] : []));
    expect(figures).toEqual(["€7.00", "€8.00", "€9.00", "€1.00", "–", "€1.00"]);
  });
});

describe("names", () => {
  test("of rows at every level and of columns select their value and give it up", async () => {
    const { click, selections, parts, store } = await shown({ ...object, expanded: [["Cycling"]] });
    await click("Arc helmet");
    expect(selections()).toEqual({ Product: ["Arc helmet"] });
    partOf(parts(), "2025").props.onClick();
    await settled(store);
    expect(selections()).toEqual({ Product: ["Arc helmet"], Year: [2025] });
    await click("2025");
    expect(selections()).toEqual({ Product: ["Arc helmet"] });
  });

  test("with several measures stand above each of them", async () => {
    const { heads } = await shown({ ...object, measures: ["sales", "orders"] } as SheetObject);
    expect(heads().slice(1, 3)).toEqual(["2023 Sales", "2023 Orders"]);
    expect(heads().slice(-2)).toEqual(["All Sales", "All Orders"]);
  });
});

test("rows and columns that are not shown are counted below", async () => {
  const { parts } = await shown(object, {
    answer: (question) =>
      question.kind === "pivot"
        ? {
            kind: "pivot",
            columns: [[2024]],
            columnCount: 4,
            rows: [{ path: ["A"], open: false, cells: [[1]], totals: [1] }],
            rowCount: 12,
            totals: { cells: [[7]], totals: [9] },
          }
        : undefined,
  });
  expect(parts().find(({ type }) => type === "p")?.text).toBe("3 more columns 11 more rows");
});
