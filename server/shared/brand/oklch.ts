/** Lightness 0 to 1, chroma, hue in radians. */
export type Lch = [lightness: number, chroma: number, hue: number];
type Triple = [number, number, number];

const toLinear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const toGamma = (c: number) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);

/** `#rrggbb` as linear light. */
export function linear(hex: string): Triple {
  const at = (i: number) => toLinear(Number.parseInt(hex.slice(i, i + 2), 16) / 255);
  return [at(1), at(3), at(5)];
}

function toHex(rgb: Triple): string {
  const byte = (c: number) => Math.round(toGamma(Math.min(1, Math.max(0, c))) * 255);
  return `#${rgb.map((c) => byte(c).toString(16).padStart(2, "0")).join("")}`;
}

/** OKLab of linear light. */
export function oklab([r, g, b]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

export function lchOf(hex: string): Lch {
  const [lightness, a, b] = oklab(linear(hex));
  return [lightness, Math.hypot(a, b), Math.atan2(b, a)];
}

/** The color as hex; outside of the screen's range chroma gives way, never hue or lightness. */
export function hexOf([lightness, chroma, hue]: Lch): string {
  for (let c = chroma; c > 0; c -= 0.004) {
    const rgb = fromLab(lightness, c * Math.cos(hue), c * Math.sin(hue));
    if (rgb.every((part) => part > -0.001 && part < 1.001)) return toHex(rgb);
  }
  const grey = lightness ** 3;
  return toHex([grey, grey, grey]);
}

function fromLab(lightness: number, a: number, b: number): Triple {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function luminance(hex: string): number {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG contrast of two colors, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}
