import { expect, test } from "vitest";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { galleryDocument } from "../../../gallery/dashboards/document";
import { makeRows } from "../../../gallery/dashboards/rows";
import { contextOf } from "../../object-context";
import { planOf, questions, type TableLocal } from "./plan";

const document = galleryDocument(makeRows(40));
const [sheet] = document.sheets;
const context = (local: TableLocal = {}) => {
  if (!sheet) throw new Error("The gallery has a sheet.");
  return contextOf({
    document,
    sheet,
    language: "en",
    place: { selections: {}, drill: {} },
    locked: [],
    variables: {},
    local: { t: { ...local } },
  });
};
const table: SheetObject = {
  id: "t",
  kind: "table",
  at: [0, 0, 8, 6],
  dimension: { field: "Customer", sort: "value", limit: 50 },
  columns: [
    { field: "Country" },
    { use: "margin-share" },
    { use: "current", bar: true },
    { use: "current", as: "change", against: "before" },
    { use: "sales", as: "trend", over: "YearMonth" },
  ],
};

test("every figure is asked once, and each column knows where it is answered", () => {
  const plan = planOf(table, context());
  expect(plan.measures).toHaveLength(3);
  expect(plan.columns.map((c) => ("at" in c ? c.at : c.kind))).toEqual([0, 1, 2, 3, 3, "course"]);
  expect(plan.columns[4]).toMatchObject({ at: 3, against: 4, before: "Year before" });
});

test("rows are sorted by the first figure with a bar, and its courses are those of the same rows", () => {
  const asked = questions(table, context());
  expect(asked.rows).toMatchObject({ sort: [{ column: 3, order: "desc" }], limit: 50, totals: true });
  expect(asked["trend 5"]).toMatchObject({
    rows: [{ expression: "Customer" }],
    measures: ["Sum(Sales)", planOf(table, context()).measures[1]],
    sort: { measure: 1, order: "desc" },
    limitRows: 50,
  });
});

test("the reader's sort comes before the sheet's; a further page asks only its own rows", () => {
  const long = { ...table, dimension: { field: "Customer", sort: "text" as const, limit: 450 } };
  expect(questions(long, context()).rows).toMatchObject({ sort: [{ column: 0, order: "asc", as: "text" }] });
  expect(questions(long, context({ sort: { column: 2, order: "asc" }, page: 2 })).rows).toMatchObject({
    sort: [{ column: 2, order: "asc" }],
    offset: 400,
    limit: 50,
  });
});
