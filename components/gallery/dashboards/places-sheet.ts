import type { Sheet } from "@/server/templates/sheet-schema";

/** Maps, and what follows a click on them; charts that leave zeros out. */
export const PLACES: Sheet = {
  sheet: "places",
  format: 1,
  title: { en: "Places", de: "Orte" },
  pinned: ["Country"],
  objects: [
    {
      id: "areas",
      kind: "map",
      as: "areas",
      at: [0, 0, 12, 12],
      title: "Where it is sold",
      dimension: "Country",
      measure: "sales",
      context: "alternatives",
    },
    {
      id: "points",
      kind: "map",
      as: "points",
      at: [12, 0, 12, 12],
      title: "Where the orders come from",
      dimension: "Country",
      measure: "orders",
      context: "alternatives",
    },
    {
      id: "categories",
      kind: "bar",
      at: [0, 12, 12, 9],
      title: "What sells there",
      dimension: { field: "Category", sort: "value" },
      measure: "sales",
    },
    { id: "sum", kind: "kpi", at: [12, 12, 6, 3], title: "Sold", measure: "sales" },
    {
      id: "returns",
      kind: "heatmap",
      at: [12, 15, 12, 10],
      title: "When it is sent back",
      dimensions: [
        { field: "Product", sort: "text", zeros: "hide" },
        { field: "Month", sort: "number", zeros: "hide" },
      ],
      measure: "returned",
    },
    {
      id: "returns-pivot",
      kind: "pivot",
      at: [0, 25, 24, 12],
      title: "What is sent back from where",
      rows: [{ field: "Category", zeros: "hide" }, "Product"],
      columns: [{ field: "Country", zeros: "hide" }],
      measures: ["returned"],
      totals: ["rows", "columns"],
      color: { by: "value", scale: "sequential", per: "level" },
      expanded: [["Cycling"]],
    },
  ],
};
