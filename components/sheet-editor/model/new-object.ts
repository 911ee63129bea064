import type { SheetObject } from "@/server/templates/sheet-schema";
import type { FieldChoice, MeasureChoice } from "./draft";
import { KIND_FACTS, type Kind } from "./kind-facts";

export interface Material {
  fields: readonly FieldChoice[];
  measures: readonly MeasureChoice[];
}

/** A new object of a kind that shows something at once: the first fields and measures that suit it. */
export function newObject(kind: Kind, material: Material): SheetObject {
  const { size } = KIND_FACTS[kind];
  return { id: kind, kind, at: [0, 0, size[0], size[1]], ...CONTENT[kind](material) };
}

type Content = Omit<SheetObject, "id" | "kind" | "at">;

const DATES = /date|timestamp/;
const TIMES = /year|month|quarter|week|date|day/i;
const isTime = (f: FieldChoice) => DATES.test(f.type ?? "") || TIMES.test(f.name);
const isFew = (f: FieldChoice) => f.distinct === undefined || (f.distinct > 1 && f.distinct <= 60);
const isText = (f: FieldChoice) => f.type === undefined || f.type === "text" || f.type === "dual";

/** Names of fields, those to group by first. */
function groupings({ fields }: Material): string[] {
  const rank = (f: FieldChoice) => (isTime(f) ? 2 : 0) + (isText(f) ? 0 : 3) + (isFew(f) ? 0 : 1);
  const names = [...fields].sort((a, b) => rank(a) - rank(b)).map((f) => f.name);
  return names.length > 0 ? names : ["Field"];
}

function time(material: Material): string {
  const times = material.fields.filter(isTime);
  const several = times.find((f) => /month/i.test(f.name)) ?? times.find(isFew) ?? times[0];
  return several?.name ?? groupings(material)[0] ?? "Field";
}

const nth = (list: readonly string[], i: number) => list[i] ?? list[0] ?? "";

type Measure = NonNullable<SheetObject["measure"]>;

function measure({ measures, fields }: Material, i = 0): Measure {
  const own = measures[i] ?? measures[0];
  if (own) return own.name;
  const field = fields[0]?.name;
  return { value: field ? `Count([${field.replaceAll("]", "]]")}])` : "Count(1)", label: "Count" };
}

const use = (own: Measure) => (typeof own === "string" ? { use: own } : own);

const ranked = (material: Material): Content => ({
  dimension: { field: nth(groupings(material), 0), sort: "value", limit: 8 },
  measure: measure(material),
});
const overTime = (material: Material): Content => ({
  dimension: { field: time(material), sort: "number" },
  measure: measure(material),
});

const CONTENT: Record<Kind, (material: Material) => Content> = {
  kpi: (m) => ({ measure: measure(m) }),
  bar: ranked,
  line: overTime,
  combo: (m) => ({
    dimension: { field: time(m), sort: "number" },
    measures: [
      { ...use(measure(m)), mark: "column" },
      { ...use(measure(m, 1)), mark: "line" },
    ],
  }),
  waterfall: ranked,
  pie: (m) => ({
    as: "donut",
    dimension: { field: nth(groupings(m), 0), sort: "value", limit: 4, others: true },
    measure: measure(m),
  }),
  treemap: ranked,
  scatter: (m) => ({
    dimension: nth(groupings(m), 0),
    measures: [
      { ...use(measure(m)), axis: "x" },
      { ...use(measure(m, 1)), axis: "y" },
    ],
  }),
  heatmap: (m) => ({
    dimensions: [nth(groupings(m), 0), nth(groupings(m), 1)],
    measure: measure(m),
    color: { by: "value", scale: "sequential" },
  }),
  histogram: (m) => ({ dimension: nth(groupings(m), 0), measure: measure(m) }),
  boxplot: (m) => ({ dimension: nth(groupings(m), 0), measure: measure(m), over: nth(groupings(m), 1) }),
  map: (m) => ({
    as: "tiles",
    dimension: groupings(m).find((f) => /countr|state|region/i.test(f)) ?? nth(groupings(m), 0),
    measure: measure(m),
  }),
  gauge: (m) => ({ measure: measure(m) }),
  bullet: (m) => ({ rows: [use(measure(m)), use(measure(m, 1))] }),
  table: (m) => ({
    dimension: { field: nth(groupings(m), 0), sort: "value", limit: 50 },
    columns: [{ ...use(measure(m)), bar: true }],
    totals: "top",
  }),
  pivot: (m) => ({
    rows: [nth(groupings(m), 0)],
    columns: [nth(groupings(m), 1)],
    measures: [measure(m)],
    totals: ["rows", "columns"],
  }),
  filters: (m) => ({
    fields: groupings(m)
      .slice(0, 3)
      .map((field) => ({ field, sort: "state" as const })),
  }),
  input: () => ({ variable: "goal", input: "number", min: 0, max: 100, step: 1 }),
  button: () => ({ title: "Clear all selections", do: [{ clear: [] }] }),
  text: () => ({ text: "Write here." }),
};
