/** WCAG contrast of customers' colours, and the nearest lightness that is readable. Colours are `#rrggbb`. */

const channels = (hex: string) =>
  [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255) as [number, number, number];

export function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [
    number,
    number,
    number,
  ];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** 1 to 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** White or black, whichever is easier to read on a colour. */
export function inkOn(hex: string): "#ffffff" | "#000000" {
  return contrast(hex, "#ffffff") >= contrast(hex, "#000000") ? "#ffffff" : "#000000";
}

function toHsl(hex: string): [number, number, number] {
  const [r, g, b] = channels(hex);
  const [max, min] = [Math.max(r, g, b), Math.min(r, g, b)];
  const [l, d] = [(max + min) / 2, max - min];
  if (d === 0) return [0, 0, l];
  const s = d / (1 - Math.abs(2 * l - 1));
  const h = max === r ? ((g - b) / d + 6) % 6 : max === g ? (b - r) / d + 2 : (r - g) / d + 4;
  return [h * 60, s, l];
}

function fromHsl([h, s, l]: [number, number, number]): string {
  const a = s * Math.min(l, 1 - l);
  const part = (n: number) => {
    const k = (n + h / 30) % 12;
    const value = l - a * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${part(0)}${part(8)}${part(4)}`;
}

const STEP = 0.01;

/** The colour as text on a ground: hue and saturation stay, lightness moves away from the ground until it is readable. */
export function readableOn(hex: string, ground: string, least = 4.5): string {
  const [h, s, l] = toHsl(hex);
  const direction = luminance(ground) > 0.5 ? -STEP : STEP;
  for (let light = l; light >= 0 && light <= 1; light += direction) {
    const shown = fromHsl([h, s, light]);
    if (contrast(shown, ground) >= least) return shown;
  }
  return direction < 0 ? "#000000" : "#ffffff";
}

export const isColor = (value: string) => /^#[0-9a-f]{6}$/i.test(value);
