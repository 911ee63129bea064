/** Red, green and blue of `#rrggbb`, 0 to 255. */
export function rgbOf(hex: string): [number, number, number] {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

export const hexOf = (rgb: readonly number[]): string =>
  `#${rgb
    .map((part) =>
      Math.round(Math.min(255, Math.max(0, part)))
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;

/** The color at a share `t` (0 to 1) of the way from one color to another. */
export function mix(from: string, to: string, t: number): string {
  const end = rgbOf(to);
  return hexOf(rgbOf(from).map((part, i) => part + ((end[i] ?? 0) - part) * t));
}

/** The color at `t` (0 to 1, kept inside) of a row of colors. */
export function ramp(stops: readonly string[], t: number): string {
  const inside = Math.min(1, Math.max(0, Number.isFinite(t) ? t : 0)) * (stops.length - 1);
  const at = Math.min(stops.length - 2, Math.floor(inside));
  return mix(stops[at] ?? "#000000", stops[at + 1] ?? stops[at] ?? "#000000", inside - at);
}

/** Share of light that a color gives back, 0 to 1 (WCAG). */
export function luminance(hex: string): number {
  const [r, g, b] = rgbOf(hex).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** WCAG contrast of two colors, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

/** Black or white, whichever reads better: one of the two always has 4.5:1. */
export const inkOn = (hex: string): string =>
  contrast(hex, "#ffffff") > contrast(hex, "#000000") ? "#ffffff" : "#000000";
