import { contrast, hexOf, rgbOf } from "./draw/colors";

type Side = "light" | "dark";
type Sides<T> = Record<Side, T>;
type Lab = [lightness: number, a: number, b: number];

/** The portal's own chart colors, from which a brand's are derived. */
export interface ChartTokens {
  surface: string;
  other: string;
  /** Eight, in order. */
  series: readonly string[];
  /** Six, from weak to strong. */
  sequential: readonly string[];
}

export interface BrandColors {
  /** `--chart-1` … `--chart-8`, `--seq-1` … `--seq-6` per theme. */
  variables: Sides<Record<string, string>>;
  /** How many series can be told apart: `--chart-count`. */
  count: number;
}

/** Least contrast of a mark on the surface. */
export const LEAST_CONTRAST = 3;
const SERIES = 8;
/** Steps of lightness a color may move to keep away from its neighbors; its hue stays. */
const MOVES = [0, -0.06, 0.06, -0.12, 0.12, -0.18, 0.18, -0.24, 0.24];

/** Full protan, deutan and tritan vision as matrices of linear light, and the least OKLab distance × 100 in each. */
const EYES: readonly { need: number; matrix: readonly number[] }[] = [
  { need: 9, matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
  {
    need: 8,
    matrix: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  },
  {
    need: 8,
    matrix: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  },
  {
    need: 6,
    matrix: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
  },
];

/**
 * Chart colors of a brand: its color first, then those of the portal that stay apart from all before them in both
 * themes and for every kind of vision; each may move in lightness, never in hue. What still collides is left out.
 * @param brand `#rrggbb` per theme
 * @returns null where the brand's color has less than 3:1 on a theme's surface
 */
export function brandColors(brand: Sides<string>, tokens: Sides<ChartTokens>): BrandColors | null {
  const sides: Side[] = ["light", "dark"];
  if (sides.some((side) => contrast(brand[side], tokens[side].surface) < LEAST_CONTRAST)) return null;
  const kept: Sides<string[]> = { light: [brand.light], dark: [brand.dark] };
  for (let i = 0; i < SERIES && kept.light.length < SERIES; i++) {
    const [light, dark] = sides.map((side) =>
      freeColor(tokens[side].series[i], kept[side], tokens[side].surface),
    );
    if (!light || !dark) continue;
    kept.light.push(light);
    kept.dark.push(dark);
  }
  const variables = (side: Side) => ({
    ...Object.fromEntries(
      Array.from({ length: SERIES }, (_, i) => [`--chart-${i + 1}`, kept[side][i] ?? tokens[side].other]),
    ),
    ...Object.fromEntries(
      tokens[side].sequential.map((step, i) => [`--seq-${i + 1}`, inHueOf(brand[side], step)]),
    ),
  });
  return { variables: { light: variables("light"), dark: variables("dark") }, count: kept.light.length };
}

function freeColor(own: string | undefined, kept: readonly string[], surface: string): string | undefined {
  if (!own) return undefined;
  const { lightness, chroma, hue } = polarOf(own);
  return MOVES.map((move) => (move === 0 ? own : fromPolar(lightness + move, chroma, hue))).find(
    (color) =>
      contrast(color, surface) >= LEAST_CONTRAST + 0.05 && kept.every((other) => areApart(other, color)),
  );
}

/** A step of the sequential scale with its own lightness and strength, in another color's hue. */
function inHueOf(color: string, step: string): string {
  const { lightness, chroma } = polarOf(step);
  return fromPolar(lightness, chroma, polarOf(color).hue);
}

/** Whether two colors are told apart with every kind of vision. */
export const areApart = (one: string, other: string): boolean =>
  EYES.every(({ need, matrix }) => 100 * distance(seen(one, matrix), seen(other, matrix)) >= need);

/** OKLab distance × 100 of two colors as normal vision sees them. */
export const apart = (one: string, other: string): number =>
  100 * distance(labOf(linear(one)), labOf(linear(other)));

const distance = (one: Lab, other: Lab): number =>
  Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);

const linear = (hex: string): number[] =>
  rgbOf(hex).map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  );

const gamma = (part: number): number =>
  255 * (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055);

const times = (matrix: readonly number[], [x = 0, y = 0, z = 0]: readonly number[]): number[] =>
  [0, 3, 6].map((row) => (matrix[row] ?? 0) * x + (matrix[row + 1] ?? 0) * y + (matrix[row + 2] ?? 0) * z);

const seen = (hex: string, matrix: readonly number[]): Lab =>
  labOf(times(matrix, linear(hex)).map((part) => Math.min(1, Math.max(0, part))));

const TO_CONES = [
  0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619,
  0.2817188376, 0.6299787005,
];
const TO_LAB = [
  0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099, 0.0259040371,
  0.7827717662, -0.808675766,
];
const FROM_LAB = [
  1, 0.3963377774, 0.2158037573, 1, -0.1055613458, -0.0638541728, 1, -0.0894841775, -1.291485548,
];
const FROM_CONES = [
  4.0767416621, -3.3077115913, 0.2309699292, -1.2684380046, 2.6097574011, -0.3413193965, -0.0041960863,
  -0.7034186147, 1.707614701,
];

/** OKLab of linear light. */
const labOf = (light: readonly number[]): Lab => times(TO_LAB, times(TO_CONES, light).map(Math.cbrt)) as Lab;

function polarOf(hex: string): { lightness: number; chroma: number; hue: number } {
  const [lightness, a, b] = labOf(linear(hex));
  return { lightness, chroma: Math.hypot(a, b), hue: Math.atan2(b, a) };
}

/** The color, less strong where the screen has none so strong. */
function fromPolar(lightness: number, chroma: number, hue: number): string {
  for (let strength = chroma; strength > 0; strength -= 0.004) {
    const cones = times(FROM_LAB, [lightness, strength * Math.cos(hue), strength * Math.sin(hue)]);
    const light = times(
      FROM_CONES,
      cones.map((part) => part ** 3),
    );
    if (light.every((part) => part > -0.001 && part < 1.001))
      return hexOf(light.map((part) => gamma(Math.max(0, part))));
  }
  const grey = gamma(Math.max(0, Math.min(1, lightness)) ** 3);
  return hexOf([grey, grey, grey]);
}
