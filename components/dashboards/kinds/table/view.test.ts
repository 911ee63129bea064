import { describe, expect, test } from "vitest";
import type { CellValue, CubeQuestion, Question } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { cubeAnswer, testObject } from "../../../charts/testing/input";
import { type Part, partOf } from "../../testing/parts";
import { running, settled } from "../../testing/running";
import { table } from ".";

const sales = { value: "Sum(Sales)", label: "Sales", format: "money", bar: true } as const;
const small = testObject({
  kind: "table",
  dimension: { field: "Category", sort: "text" },
  columns: [sales, { value: "Count(DISTINCT Order)", label: "Orders", format: "integer" }],
});

async function shown(object: SheetObject, wish: Parameters<typeof running>[2] = {}) {
  const dashboard = await running([object], { table }, wish);
  const rows = () =>
    dashboard
      .parts(object)
      .filter(({ type }) => type === "tr")
      .map(({ text }) => text);
  const click = async (words: string, event: object = { detail: 1 }) => {
    partOf(dashboard.parts(object), words).props.onClick(event);
    await settled(dashboard.store);
  };
  const cubes = () => dashboard.asked.filter((q): q is CubeQuestion => q.kind === "cube");
  return { ...dashboard, parts: () => dashboard.parts(object), rows, click, cubes };
}

const firstCells = (parts: Part[]) =>
  parts.flatMap(({ type, props, text }) => (type === "button" && "aria-pressed" in props ? [text] : []));
const sortOf = (parts: Part[]) =>
  parts.flatMap(({ type, props, text }) =>
    type === "th" && props["aria-sort"] ? [`${text} ${props["aria-sort"]}`] : [],
  );

describe("sorting by a head", () => {
  test("takes figures from the largest first and names from A, a second click turns it round", async () => {
    const { parts, click } = await shown(small);
    expect(sortOf(parts())).toEqual(["Category ascending"]);
    const byName = firstCells(parts());
    await click("Sales");
    expect(sortOf(parts())).toEqual(["Sales descending"]);
    const bySales = firstCells(parts());
    await click("Sales");
    expect([sortOf(parts()), firstCells(parts())]).toEqual([["Sales ascending"], bySales.toReversed()]);
    await click("Category");
    expect([sortOf(parts()), firstCells(parts())]).toEqual([["Category ascending"], byName]);
    await click("Category");
    expect([sortOf(parts()), firstCells(parts())]).toEqual([["Category descending"], byName.toReversed()]);
  });

  test("says what a click will do, and a column without an order of its own has no button", async () => {
    const course = { use: "sales", as: "trend", over: "Month", label: "Course" } as const;
    const { parts } = await shown({ ...small, columns: [sales, course] } as SheetObject);
    const titles = parts().flatMap(({ type, props }) =>
      type === "button" && props.title ? [props.title] : [],
    );
    expect(titles).toEqual(["Sort Category downwards", "Sort Sales downwards"]);
  });
});

describe("the row of totals", () => {
  test("comes first, says so, and is what the engine computed, not the rows' sum", async () => {
    const answer = (question: Question) =>
      question.kind === "cube"
        ? {
            ...cubeAnswer([
              ["A", 10, 1],
              ["B", 20, 1],
            ]),
            columns: [
              { name: "Category", kind: "dimension" as const, type: "text" as const },
              { name: "Sales", kind: "measure" as const, type: "number" as const },
            ],
            totals: [25, 1],
          }
        : undefined;
    const { rows } = await shown(small, { answer });
    expect(rows()).toEqual(["CategorySalesOrders", "All€25.001", "A€10.001", "B€20.001"]);
  });

  test("is neither asked nor there where the sheet wants none", async () => {
    const { rows, cubes } = await shown({ ...small, totals: "none" });
    expect(rows().some((text) => text.startsWith("All"))).toBe(false);
    expect(cubes().some(({ totals }) => totals)).toBe(false);
  });
});

describe("the pages of a long table", () => {
  const long = testObject({
    kind: "table",
    dimension: { field: "Order", sort: "text", limit: 450 },
    columns: [sales],
  });
  /** 500 orders; 120 of them are of a selected region. Of each page the first rows are enough. */
  const answer = (selected: () => boolean) => (question: Question) => {
    if (question.kind !== "cube") return undefined;
    const all = Array.from({ length: selected() ? 120 : 500 }, (_, i): CellValue[] => [`o${1000 + i}`, i]);
    const { offset = 0, limit = 0 } = question;
    return { ...cubeAnswer(all.slice(offset, offset + Math.min(limit, 3))), rowCount: all.length };
  };
  const turning = async () => {
    let few = false;
    const table = await shown(long, { answer: answer(() => few) });
    return { ...table, select: (on: boolean) => (few = on) };
  };
  const place = (parts: Part[]) =>
    parts.find(({ type, text }) => type === "span" && / of \d/.test(text))?.text;

  test("are turned to the last and back, and end at the sheet's limit", async () => {
    const { parts, click, cubes } = await turning();
    const at = () => {
      const now = parts();
      const off = ["Previous rows", "Next rows"].map((name) => partOf(now, name).props.disabled);
      return [place(now), off, firstCells(now)[0]];
    };
    expect(at()).toEqual(["1 to 200 of 450", [true, false], "o1000"]);
    await click("Next rows");
    expect(at()).toEqual(["201 to 400 of 450", [false, false], "o1200"]);
    await click("Next rows");
    expect(at()).toEqual(["401 to 450 of 450", [false, true], "o1400"]);
    expect(cubes().at(-1)).toMatchObject({ offset: 400, limit: 50 });
    await click("Previous rows");
    expect(place(parts())).toBe("201 to 400 of 450");
  });

  test("begin anew with another order", async () => {
    const { parts, click } = await turning();
    await click("Next rows");
    await click("Sales");
    expect(place(parts())).toBe("1 to 200 of 450");
  });

  test("begin anew under another selection, which may have fewer rows; a step back is on the page it left", async () => {
    const { parts, click, store, select, cubes } = await turning();
    await click("Next rows");
    select(true);
    store.select({ type: "set", selections: { Region: ["DACH"] } });
    await settled(store);
    expect(cubes().at(-1)).not.toHaveProperty("offset");
    expect(firstCells(parts())[0]).toBe("o1000");
    select(false);
    store.select({ type: "back" });
    await settled(store);
    expect(place(parts())).toBe("201 to 400 of 450");
  });

  test("of a cut list say what is not there", async () => {
    const cut = { ...long, dimension: { field: "Order", limit: 100 } };
    const { parts } = await shown(cut, { answer: answer(() => false) });
    expect(parts().find(({ text }) => text === "100 of 500 rows")?.type).toBe("p");
  });
});

describe("rows", () => {
  test("are selected by their name, said as pressed, and given up by a further click", async () => {
    const { parts, click, selections } = await shown(small);
    const [first = ""] = firstCells(parts());
    await click(first);
    expect(selections()).toEqual({ Category: [first] });
    const chosen = parts().find(({ props }) => props["aria-pressed"]);
    expect(chosen?.text).toBe(`${first}, selected`);
    await click(chosen?.text ?? "");
    expect(selections()).toEqual({});
  });

  test("of a calculated value are no buttons", async () => {
    const { parts } = await shown({ ...small, dimension: { value: "Class(Sales, 100)" } } as SheetObject, {
      answer: (q) => (q.kind === "cube" ? cubeAnswer([["0 <= x < 100", 5, 1]]) : undefined),
    });
    expect(firstCells(parts())).toEqual([]);
  });

  test("on a phone are eight at first; the rest is one press away", async () => {
    const {
      store: _,
      around: __,
      ...narrow
    } = await shown({ ...small, dimension: { field: "Country", sort: "text" } } as SheetObject, {
      width: "narrow",
    });
    expect(firstCells(narrow.parts())).toHaveLength(8);
    expect(partOf(narrow.parts(), "Show all 15 rows").props.disabled).toBeUndefined();
  });
});
