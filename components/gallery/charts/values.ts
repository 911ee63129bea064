import type { CellValue } from "@/server/platform/model";
import { cities, LANDS, ON_NO_MAP } from "./places";

export const SAMPLE_STATES = [
  "full",
  "selected",
  "empty",
  "long",
  "negative",
  "one",
  "many",
  "refused",
] as const;
export type SampleState = (typeof SAMPLE_STATES)[number];

const LONG = [
  "Bergmann Haushaltswarengroßhandelsgesellschaft mbH & Co. KG Süd",
  "Fell & Tarn Outdoor Equipment and Expedition Supplies (Northern Territories) Ltd",
  '<img src=x onerror="alert(1)">{b|bold}',
  "Överkalix Friluftsföreningens Ekonomiska Stödförening",
  "ΑΒΓ Εταιρεία Ειδών Ορειβασίας και Κατασκήνωσης",
  "株式会社アウトドア用品販売センター",
  "A",
  "Zażółć gęślą jaźń, spółka z ograniczoną odpowiedzialnością",
];

const VALUES: Record<string, CellValue[]> = {
  Category: ["Cycling", "Camping", "Snow", "Footwear", "Apparel", "Water", "Climbing", "Running"],
  Region: ["DACH", "South", "Nordics", "Central & East", "UK & Ireland", "Benelux"],
  Month: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  Warehouse: ["Hamburg", "Rotterdam", "Lyon", "Gdańsk", "Malmö", "Milano"],
  Supplier: [
    "Baltic Moulding",
    "Vento Sportivo",
    "Cordalis",
    "Nordtex",
    "Peak Forge",
    "Taiyo Frames",
    "Lumen Asia",
  ],
  Bucket: ["Not due", "1–30", "31–60", "61–90", "Over 90"],
  Channel: ["Web shop", "Marketplace", "Retail partner"],
  Country: "NO SE FI IE GB DK LV EE BE NL DE PL LT FR LU CH CZ SK PT ES IT AT HU HR RO XK".split(" "),
  Product: Array.from({ length: 60 }, (_, i) => `Product ${i + 1}`),
  Receipt: Array.from({ length: 60 }, (_, i) => `R${i + 1}`),
};

const DAY = 86_400_000;
const START = Date.UTC(2012, 0, 1);

/** Values of a field or expression in a state of the gallery. */
export function valuesOf(expression: string, state: SampleState): CellValue[] {
  if (state === "empty") return [];
  const all = usual(expression, state);
  return state === "one" && !["Receipt", "Warehouse"].includes(expression) ? all.slice(0, 1) : all;
}

function usual(expression: string, state: SampleState): CellValue[] {
  if (expression === "Day")
    return Array.from({ length: state === "many" ? 5000 : 120 }, (_, i) =>
      new Date(START + i * DAY).toISOString().slice(0, 10),
    );
  if (expression.startsWith("=Class("))
    return Array.from({ length: 24 }, (_, i) => `${i * 5} <= x < ${i * 5 + 5}`);
  if (expression === "DaysToPay") return Array.from({ length: 120 }, (_, i) => i);
  if (expression === "City") return [...cities(state === "many"), ...(state === "long" ? ON_NO_MAP : [])];
  if (expression === "Land") return [...LANDS, ...(state === "long" ? ON_NO_MAP : [])];
  const many = state === "many" && ["Category", "Product", "Supplier", "Warehouse"].includes(expression);
  if (many)
    return Array.from({ length: expression === "Product" ? 5000 : 60 }, (_, i) => `${expression} ${i + 1}`);
  if (state === "long" && ["Category", "Supplier", "Product", "Channel"].includes(expression))
    return LONG.map((name) => (expression === "Category" ? name : `${name} ${expression}`));
  return VALUES[expression] ?? [expression];
}
