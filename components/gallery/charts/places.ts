/** Cities and where they are, latitude and longitude. */
const CITIES: Record<string, [latitude: number, longitude: number]> = {
  Berlin: [52.52, 13.4],
  Potsdam: [52.4, 13.06],
  Hamburg: [53.55, 9.99],
  Bremen: [53.08, 8.8],
  Cologne: [50.94, 6.96],
  Bonn: [50.73, 7.1],
  Düsseldorf: [51.23, 6.78],
  Essen: [51.46, 7.01],
  Dortmund: [51.51, 7.47],
  Frankfurt: [50.11, 8.68],
  Mainz: [49.99, 8.27],
  Stuttgart: [48.78, 9.18],
  Munich: [48.14, 11.58],
  Vienna: [48.21, 16.37],
  Bratislava: [48.15, 17.11],
  Zurich: [47.37, 8.54],
  Winterthur: [47.5, 8.72],
  Bern: [46.95, 7.45],
  Paris: [48.86, 2.35],
  Versailles: [48.8, 2.13],
  Lyon: [45.76, 4.84],
  Marseille: [43.3, 5.37],
  Milan: [45.46, 9.19],
  Rome: [41.9, 12.5],
  Madrid: [40.42, -3.7],
  Barcelona: [41.39, 2.17],
  Lisbon: [38.72, -9.14],
  London: [51.51, -0.13],
  Croydon: [51.37, -0.1],
  Leeds: [53.8, -1.55],
  Dublin: [53.35, -6.26],
  Amsterdam: [52.37, 4.9],
  Utrecht: [52.09, 5.12],
  Brussels: [50.85, 4.35],
  Copenhagen: [55.68, 12.57],
  Malmö: [55.6, 13.0],
  Stockholm: [59.33, 18.07],
  Oslo: [59.91, 10.75],
  Helsinki: [60.17, 24.94],
  Warsaw: [52.23, 21.01],
};

/** Of the warehouses in one street nobody knows more than the street. */
const TOGETHER = ["Dock 1", "Dock 2", "Dock 3"];
const SHOPS = 1500;

export const cities = (many: boolean): string[] => {
  const names = [...Object.keys(CITIES), ...TOGETHER];
  return many ? Array.from({ length: SHOPS }, (_, i) => `${names[i % names.length]} ${i + 1}`) : names;
};

/** Degrees of a city; shops lie around theirs. Null where it is nowhere. */
export function coordinateOf(name: string, axis: "Latitude" | "Longitude"): number | null {
  const [, city = "", shop = "0"] = /^(.*?)(?: (\d+))?$/.exec(name) ?? [];
  const place = name.startsWith("Dock") ? ([54.36, 18.65] as const) : CITIES[city];
  if (!place) return null;
  const away = (Number(shop) * (axis === "Latitude" ? 0.37 : 0.61)) % 1.9;
  return place[axis === "Latitude" ? 0 : 1] + (Number(shop) && !name.startsWith("Dock") ? away - 0.95 : 0);
}

export const LANDS =
  "Germany,France,United Kingdom,Italy,Spain,Poland,Netherlands,Belgium,Sweden,Austria,Switzerland,Denmark,Norway,Ireland,Portugal,Czechia,Hungary,Romania,Greece,Bulgaria,Malta".split(
    ",",
  );
/** What no row speaks of. */
export const WITHOUT_FIGURE = ["Greece", "Bulgaria"];
export const WITH_ZERO = ["Portugal"];
export const ON_NO_MAP = ["Atlantis", "El Dorado", "Lemuria"];
