import { beforeAll, describe, expect, test } from "vitest";
import type { CellValue } from "@/server/platform/model";
import { type AskingWorld, openAskingWorld } from "./testing/asking-world";
import { world } from "./testing/small-world";

let w: AskingWorld;
beforeAll(async () => {
  w = await openAskingWorld(world);
});

describe("a cube", () => {
  test("hides NULL unless asked, and its totals are of everything selected", async () => {
    const asked = { dimensions: ["Name"], measures: ["Sum(Amount)"], totals: true };
    expect(await w.cube(asked)).toMatchObject({
      rows: [
        ["Anna", 150.1],
        ["Ben", 25],
      ],
      states: ["O", "O"],
      totals: [183.1],
      rowCount: 2,
    });
    const shown = await w.ask({
      q: { ...asked, kind: "cube", dimensions: [{ expression: "Name", nulls: "show" }] },
    });
    expect(shown.answers.q).toMatchObject({
      rowCount: 3,
      rows: [
        ["Anna", 150.1],
        ["Ben", 25],
        [null, 8],
      ],
    });
  });

  test("leaves out rows of nothing but zeros and NULL where asked, and keeps its totals", async () => {
    const asked = {
      dimensions: ["Name"],
      measures: ["Sum(Amount) - Sum({<Name={'Ben'}>} Amount)", "Only({<Name={'Anna'}>} City)"],
      totals: true,
    };
    const all = await w.cube(asked);
    expect(all.rows).toEqual([
      ["Anna", 150.1, "Rome"],
      ["Ben", 0, null],
    ]);
    const filled = await w.cube({ ...asked, zeros: "hide", limit: 1 });
    expect(filled).toMatchObject({ rows: [["Anna", 150.1, "Rome"]], rowCount: 1, totals: all.totals });
    expect(await w.cube({ ...asked, dimensions: [], zeros: "hide" })).toMatchObject({ rowCount: 1 });
  });

  test("recomputes the rest beyond the limit: an order with lines of two products counts once", async () => {
    const asked = {
      dimensions: ["Product"],
      measures: ["Count(distinct Order)", "Avg(Qty)"],
      sort: [{ column: 1, order: "desc" as const }],
      limit: 1,
      others: true,
    };
    expect(await w.cube(asked)).toMatchObject({
      rows: [["P1", 2, 3.5]],
      rowCount: 3,
      others: { count: 2, measures: [2, 2.5] },
    });
    expect((await w.cube({ ...asked, limit: 3 })).others).toBeUndefined();
  });

  test("has a rest also of dimensions of unconnected tables", async () => {
    const { rows, others } = await w.cube({
      dimensions: ["Currency"],
      measures: ["Sum(Amount)"],
      limit: 1,
      others: true,
    });
    expect([rows, others]).toEqual([[["EUR", 183.1]], { count: 1, measures: [183.1] }]);
  });

  test("keeps alternatives: rows the own selection left out, as if they were selected too", async () => {
    const selections = { City: ["Oslo"], Name: ["Ben"] };
    const asked = { dimensions: ["City"], measures: ["Sum(Amount)"], totals: true };
    expect(await w.cube(asked, { selections: { City: ["Oslo"] } })).toMatchObject({
      rows: [["Oslo", 25]],
      states: ["S"],
    });
    expect(await w.cube({ ...asked, alternatives: true }, { selections: { City: ["Oslo"] } })).toMatchObject({
      rows: [
        ["Oslo", 25],
        ["Rome", 150.1],
      ],
      states: ["S", "A"],
      totals: [25],
    });
    const narrowed = await w.cube({ ...asked, alternatives: true }, { selections });
    expect([narrowed.rows, narrowed.states]).toEqual([[["Oslo", 25]], ["S"]]);
  });

  test("sorts by value, text, load order and state", async () => {
    const names = async (as: "value" | "text" | "load" | "state", order: "asc" | "desc") => {
      const asked = { dimensions: ["Product"], measures: ["Sum(Qty)"], alternatives: true };
      const sort = [{ column: 0, order, as }];
      const { rows } = await w.cube({ ...asked, sort }, { selections: { Product: ["P2"] } });
      return rows.map(([name]) => name).join(" ");
    };
    expect(await names("state", "asc")).toBe("P2 P1 P3");
    expect(await names("value", "desc")).toBe("P3 P2 P1");
    expect(await names("text", "asc")).toBe("P1 P2 P3");
    expect(await names("load", "desc")).toBe("P3 P2 P1");
  });

  test("tells locked values, types and formats", async () => {
    const { columns, states } = await w.cube(
      { dimensions: ["City", "=Year(Day)"], measures: ["Sum(Amount)"] },
      { selections: { City: ["Rome"] }, locked: ["City"] },
    );
    expect(states).toEqual(["L"]);
    expect(columns.map((c) => [c.name, c.kind, c.type])).toEqual([
      ["City", "dimension", "text"],
      ["=Year(Day)", "dimension", "integer"],
      ["Sum(Amount)", "measure", "decimal"],
    ]);
  });

  test("knows TOTAL: over everything, and by some dimensions", async () => {
    const { rows } = await w.cube({
      dimensions: ["City", "Name"],
      measures: [
        "Sum(Amount)",
        "Sum(TOTAL Amount)",
        "Sum(TOTAL <City> Amount)",
        "Sum(Amount)/Sum(TOTAL Amount)",
      ],
    });
    expect(rows).toEqual([
      ["Oslo", "Ben", 25, 183.1, 25, 25 / 183.1],
      ["Rome", "Anna", 150.1, 183.1, 150.1, 150.1 / 183.1],
    ]);
  });

  test.each([
    [{ dimensions: ["City", "Name"], measures: ["Sum(Amount)"], others: true }, /others.*one dimension/],
    [{ dimensions: ["=Year(Day)"], measures: ["Sum(Amount)"], alternatives: true }, /alternatives.*a field/],
    [{ dimensions: ["City"], measures: ["Sum(TOTAL <Name> Amount)"] }, /TOTAL <Name> names no dimension/],
    [{ dimensions: [], measures: [] }, /a dimension or a measure/],
    [{ dimensions: ["City"], sort: [{ column: 3, order: "asc" as const }] }, /only 1 columns/],
  ])("that cannot be is refused: %j", async (question, message) => {
    const { dimensions, ...rest } = { measures: [], ...question };
    const asked = dimensions.map((expression) => ({ expression }));
    const { answers } = await w.ask({ q: { kind: "cube", ...rest, dimensions: asked } });
    expect(answers.q).toMatchObject({ kind: "error", message: expect.stringMatching(message) });
  });
});

describe("a list of values", () => {
  const names = (values: { value: CellValue; state: string }[]) => values.map((v) => `${v.value} ${v.state}`);

  test("has states, counts and figures; an alternative's as if it were selected", async () => {
    const click = { selections: { Name: ["Anna", "Cleo"], City: ["Rome"] }, locked: ["City"] };
    const answer = await w.values({ field: "Name", sort: "state", measure: "Sum(Amount)" }, click);
    expect(answer.values).toEqual([
      { value: "Anna", state: "S", frequency: 1, measure: 150.1 },
      { value: "Cleo", state: "XS", frequency: 0, measure: null },
      { value: "Ben", state: "X", frequency: 0, measure: null },
    ]);
    expect(answer.counts).toEqual({ S: 1, XS: 1, X: 1 });
    const cities = await w.values({ field: "City", measure: "Sum(Amount)" }, click);
    expect(names(cities.values)).toEqual(["Oslo A", "Rome L"]);
    expect(cities.values.map((v) => v.measure)).toEqual([null, 150.1]);
  });

  test.each<[string, string, string]>([
    ["Name", "n", "Anna Ben"],
    ["Name", "*n", "Ben"],
    ["Name", "B?N", "Ben"],
    ["Order", ">3", "4 5"],
    ["Order", ">=2<4", "2 3"],
    ["Order", "2..3", "2 3"],
    ["Order", "..2", "1 2"],
    ["Day", "2024-02", "2024-02-01 2024-02-03"],
    ["Day", ">2024-02-01", "2024-02-03 2025-02-03"],
    ["Amount", "50", "50"],
    ["Rate", "1.25..", "1.25"],
    ["Name", "100%", ""],
  ])("of %s is searched by %s", async (field, search, expected) => {
    const { values, total } = await w.values({ field, search });
    expect(values.map((v) => v.value).join(" ")).toBe(expected);
    expect(total).toBe(values.length);
  });

  test("is sorted by frequency, measure, load and text, and cut", async () => {
    const of = async (sort: "frequency" | "measure" | "load" | "text", order?: "asc" | "desc") =>
      (
        await w.values({ field: "Product", sort, measure: "Sum(Qty)", ...(order ? { order } : {}) })
      ).values.map((v) => v.value);
    expect(await of("frequency")).toEqual(["P1", "P2", "P3"]);
    expect(await of("measure")).toEqual(["P1", "P3", "P2"]);
    expect(await of("load", "desc")).toEqual(["P3", "P2", "P1"]);
    expect(await of("text")).toEqual(["P1", "P2", "P3"]);
    const cut = await w.values({ field: "Product", limit: 1, offset: 1 });
    expect([cut.values[0]?.value, cut.total]).toEqual(["P2", 3]);
    expect((await w.values({ field: "Product", offset: 10 })).total).toBe(3);
  });
});

describe("a cross table", () => {
  const asked = { rows: ["Category", "Product"], columns: ["City"], measures: ["Sum(Qty)"] };

  test("has totals of every level, computed anew", async () => {
    const answer = await w.pivot({
      ...asked,
      measures: ["Sum(Qty)", "Count(distinct Order)"],
      expanded: [["Toys"]],
    });
    expect(answer.columns).toEqual([["Oslo"], ["Rome"]]);
    expect(answer.rows).toEqual([
      {
        path: ["Tools"],
        open: false,
        cells: [
          [null, null],
          [7, 2],
        ],
        totals: [7, 2],
      },
      {
        path: ["Toys"],
        open: true,
        cells: [
          [4, 1],
          [1, 1],
        ],
        totals: [5, 2],
      },
      {
        path: ["Toys", "P2"],
        open: false,
        cells: [
          [null, null],
          [1, 1],
        ],
        totals: [1, 1],
      },
      {
        path: ["Toys", "P3"],
        open: false,
        cells: [
          [4, 1],
          [null, null],
        ],
        totals: [4, 1],
      },
    ]);
    expect(answer.totals).toEqual({
      cells: [
        [13, 1],
        [8, 2],
      ],
      totals: [21, 5],
    });
    expect([answer.rowCount, answer.columnCount]).toEqual([4, 2]);
  });

  test("is sorted by a measure at every level, and cut", async () => {
    const sort = { measure: 0, order: "desc" as const };
    const all = await w.pivot({ ...asked, sort, expanded: [["Toys"], ["Tools"]] });
    expect(all.rows.map((r) => r.path.join("/"))).toEqual([
      "Tools",
      "Tools/P1",
      "Toys",
      "Toys/P3",
      "Toys/P2",
    ]);
    const cut = await w.pivot({ ...asked, sort, expanded: [["Toys"]], limitRows: 2, limitColumns: 1 });
    expect(cut.rows.map((r) => r.path.join("/"))).toEqual(["Tools", "Toys"]);
    expect([cut.rowCount, cut.columnCount, cut.columns]).toEqual([4, 2, [["Oslo"]]]);
  });

  test("without columns or without rows is its totals", async () => {
    const flat = await w.pivot({ rows: ["Category"], measures: ["Sum(Qty)"] });
    expect(flat).toMatchObject({ columns: [[]], columnCount: 1, totals: { cells: [[21]], totals: [21] } });
    expect(flat.rows.map((r) => [r.path[0], r.cells, r.totals])).toEqual([
      ["Tools", [[7]], [7]],
      ["Toys", [[5]], [5]],
    ]);
    const heads = await w.pivot({ columns: ["Category"], measures: ["Sum(Qty)"] });
    expect(heads).toMatchObject({ rows: [], rowCount: 0, columns: [["Tools"], ["Toys"]] });
  });
});

test("fields with a selection come with their counts, whatever was asked", async () => {
  const { fields, generation } = await w.ask({}, { selections: { City: ["Rome"], Name: ["Ben"] } });
  expect(generation).toBe("gen");
  expect(fields).toEqual({
    City: { counts: { A: 1, XS: 1 }, distinct: 2 },
    Name: { counts: { A: 1, XS: 1, X: 1 }, distinct: 3 },
  });
});

test("a selection in a field there is not is refused as a whole", async () => {
  await expect(w.ask({}, { selections: { Town: ["Rome"] } })).rejects.toMatchObject({
    code: "query.field_missing",
  });
});
