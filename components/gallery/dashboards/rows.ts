/** A few hundred made-up order lines, the same ones every time. */
export type Row = Record<string, string | number>;

const COUNTRIES: [country: string, region: string, weight: number][] = [
  ["Germany", "DACH", 24],
  ["Switzerland", "DACH", 7],
  ["Austria", "DACH", 6],
  ["Sweden", "Nordics", 8],
  ["Norway", "Nordics", 5],
  ["Denmark", "Nordics", 5],
  ["United Kingdom", "UK & Ireland", 14],
  ["Ireland", "UK & Ireland", 3],
  ["France", "South", 13],
  ["Italy", "South", 9],
  ["Spain", "South", 8],
  ["Netherlands", "Benelux", 9],
  ["Belgium", "Benelux", 4],
  ["Poland", "Central & East", 6],
  ["Czechia", "Central & East", 3],
];

const PRODUCTS: [product: string, category: string, price: number, margin: number][] = [
  ["Ridge gravel bike", "Cycling", 1490, 0.31],
  ["Arc helmet", "Cycling", 89, 0.36],
  ["Dome tent 3P", "Camping", 349, 0.34],
  ["Stove Pocket", "Camping", 64, 0.41],
  ["Trail shoe Vega", "Footwear", 139, 0.42],
  ["Hiking boot Alta", "Footwear", 219, 0.4],
  ["Rain shell Lumo", "Apparel", 189, 0.47],
  ["Merino base", "Apparel", 79, 0.5],
  ["Rope 70 m", "Climbing", 199, 0.35],
  ["Touring ski 88", "Snow", 599, 0.29],
  ["Inflatable SUP", "Water", 449, 0.27],
];

const NAMES = [
  "Bergzeit Depot",
  "Alpenwerk",
  "Radhaus",
  "Outdoorlager",
  "Fell & Tarn",
  "Skogsro",
  "Sierra Norte",
];
const CHANNELS = ["Web shop", "Marketplace", "Retail partner", "Wholesale"];

/** A small generator of numbers from 0 to 1, seeded. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function makeRows(count = 900): Row[] {
  const next = random(20251231);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() ** 1.4 * list.length)] as T;
  return Array.from({ length: count }, (_, i) => {
    const [country, region] = pick(COUNTRIES);
    const [product, category, price, margin] = pick(PRODUCTS);
    const year = 2023 + Math.floor(next() * 3);
    const month = 1 + Math.floor(next() * 12);
    const season = 1 + 0.5 * Math.cos(((month - 6) / 12) * 6.28);
    const sales = Math.round(price * (1 + Math.floor(next() * 9)) * season * (1 + (year - 2023) * 0.08));
    return {
      Year: year,
      Month: month,
      YearMonth: `${year}-${String(month).padStart(2, "0")}`,
      Region: region,
      Country: country,
      Customer: `${pick(NAMES)} ${country}`,
      Category: category,
      Product: product,
      Channel: pick(CHANNELS),
      Order: 1000 + Math.floor(i / 2),
      Sales: sales,
      Margin: Math.round(sales * (margin + (next() - 0.5) * 0.08)),
      Returned: next() < 0.06 ? sales : 0,
    };
  });
}
