import { describe, expect, it } from "vitest";
import { neighbor } from "../draw/marks";
import { typed } from "../testing/gestures";
import { heat, histogram, pie, treemap } from "../testing/small-models";

describe("a heat map by keyboard", () => {
  it("is walked as a grid, each cell is said, and stops at its edges", () => {
    const { cursor, said } = typed(heat(), "ArrowDown", "ArrowRight", "ArrowDown", "ArrowRight", "ArrowDown");
    expect(cursor).toBe("B, y");
    expect(said.map((text) => text.split(":")[0])).toEqual(["A, x", "A, y", "B, y", "B, y", "B, y"]);
    expect(said[1]).toBe("A, y: Sales €35.00, 2 of 4");
  });

  it("selects both headings of a cell with Space and with Enter; Escape leaves it selecting nothing", () => {
    const both = [
      ["Category", ["A"], "toggle"],
      ["Warehouse", ["x"], "toggle"],
    ];
    expect(typed(heat(), "Home", " ").done).toEqual(both);
    expect(typed(heat(), "Home", "Enter").done).toEqual(both);
    expect(typed(heat(), "Home", "Escape", " ")).toMatchObject({ done: [], cursor: null });
  });

  it("a further cell of a selected row adds its column and keeps the row; a selected cell is given up as a whole", () => {
    const model = heat({ Category: ["A"], Warehouse: ["x"] });
    expect(typed(model, "Home", "ArrowRight", " ").done).toEqual([["Warehouse", ["y"], "toggle"]]);
    expect(typed(model, "Home", " ").done).toEqual([
      ["Category", ["A"], "toggle"],
      ["Warehouse", ["x"], "toggle"],
    ]);
    expect(typed(model, "Home").said[0]).toContain("selected");
    expect(typed(heat({ Category: ["A"] }), "Home").said[0]).not.toContain("selected");
  });

  it("Shift selects all cells up to the one it goes to", () => {
    expect(typed(heat(), "Home", "Shift+ArrowRight").done).toEqual([
      ["Category", ["A"], "replace"],
      ["Warehouse", ["x", "y"], "replace"],
    ]);
  });
});

describe("a histogram by keyboard", () => {
  it("selects the values of a bin, and with Shift those of all bins between", () => {
    expect(typed(histogram(), "Home", " ").done).toEqual([["Days", [3, 4], "toggle"]]);
    expect(typed(histogram(), "Home", "Shift+ArrowRight", "Shift+ArrowRight").done).toEqual([
      ["Days", [3, 4, 7], "replace"],
      ["Days", [3, 4, 7, 12], "replace"],
    ]);
  });

  it("fills up a bin of which some values are selected, and gives up one that is selected whole", () => {
    expect(typed(histogram({ Days: [3] }), "Home", " ").done).toEqual([["Days", [4], "toggle"]]);
    expect(typed(histogram({ Days: [3, 4] }), "Home", " ").done).toEqual([["Days", [3, 4], "toggle"]]);
  });
});

describe("pies and donuts by keyboard", () => {
  it.each(["pie", "donut"] as const)(
    "a %s is walked around, slices are selected with Space and Enter",
    (as) => {
      const { done, cursor } = typed(pie(as), "Home", " ", "End", "Enter");
      expect(done).toEqual([
        ["Channel", ["Web"], "toggle"],
        ["Channel", ["Phone"], "toggle"],
      ]);
      expect(cursor).toBe("Phone");
    },
  );

  it("every slice is reached by arrows alone", () => {
    const { marks } = pie("donut");
    const seen = new Set(marks.slice(0, 1));
    for (const mark of seen)
      for (const direction of ["left", "right", "up", "down"] as const)
        seen.add(neighbor(marks, mark, direction));
    expect(seen.size).toBe(3);
  });

  it("a locked slice is not taken out", () => {
    expect(typed(pie("pie", "L"), "End", " ", "Enter").done).toEqual([]);
  });
});

describe("a tree map by keyboard", () => {
  it("selects a tile with what it lies in, and the next tile of the same group beside it", () => {
    expect(typed(treemap(), "Home", " ").done).toEqual([
      ["Category", ["A"], "toggle"],
      ["Product", ["x"], "toggle"],
    ]);
    const model = treemap({ Category: ["A"], Product: ["x"] });
    expect(typed(model, "End", " ").done).toEqual([
      ["Category", ["B"], "toggle"],
      ["Product", ["z"], "toggle"],
    ]);
    const beside = model.marks.find(({ name }) => name === "A, y");
    expect(beside?.toggles).toEqual([{ field: "Product", value: "y" }]);
  });
});

describe("keys of every chart", () => {
  it("are left to the browser where they mean nothing here", () => {
    const { events } = typed(pie("pie"), "x", " ", "Enter", "Escape", "Backspace", "Tab");
    expect(events.map(({ prevented, stopped }) => prevented + stopped)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(typed(pie("pie"), "Home", "Escape").events.map(({ stopped }) => stopped)).toEqual([1, 1]);
  });
});
