/** A chart's colors as `#rrggbb`, read from the style sheet by `readPalette`. */
export interface Palette {
  series: string[];
  other: string;
  /** Light to strong (in dark themes: dark to bright). */
  sequential: string[];
  /** From below the center to above it. */
  diverging: string[];
  ghost: string;
  ghostInk: string;
  good: string;
  bad: string;
  badMark: string;
  warning: string;
  text: string;
  text2: string;
  text3: string;
  brandText: string;
  axis: string;
  grid: string;
  line: string;
  lineStrong: string;
  forecast: string;
  surface: string;
  band: string[];
  font: string;
  /** The reader wants more contrast, or patterns (`data-patterns` around the chart): series carry them. */
  patterns: boolean;
}

const SERIES = [1, 2, 3, 4, 5, 6, 7, 8].map((i) => `--chart-${i}`);
const SEQUENTIAL = [1, 2, 3, 4, 5, 6].map((i) => `--seq-${i}`);
const DIVERGING = ["n3", "n2", "n1", "0", "p1", "p2", "p3"].map((i) => `--div-${i}`);

const BAND = [2, 3, 4, 5].map((i) => `--n-${i}`);
const SINGLE = {
  other: "--chart-other",
  ghost: "--n-4",
  ghostInk: "--n-7",
  good: "--succeeded-text",
  bad: "--failed-text",
  badMark: "--failed-mark",
  warning: "--warning-text",
  text: "--text",
  text2: "--text-2",
  text3: "--text-3",
  brandText: "--brand-text",
  axis: "--chart-axis",
  grid: "--chart-grid",
  line: "--n-6",
  lineStrong: "--line-strong",
  forecast: "--chart-forecast",
  surface: "--surface",
} as const;
const NAMES = [...SERIES, ...SEQUENTIAL, ...DIVERGING, ...BAND, ...Object.values(SINGLE)];

/** Palettes read in this turn, by what decides them: the charts of a sheet are drawn together and ask for the same. */
const read = new Map<Element, Palette>();

/**
 * The colors that hold at an element, so that a brand or a dark preview inside a light page is followed. A brand with
 * fewer than eight colors says so in `--chart-count`.
 */
export function readPalette(element: HTMLElement): Palette {
  const scope = element.closest(".dash, [data-theme], [data-patterns]") ?? document.documentElement;
  const known = read.get(scope);
  if (known) return known;
  if (read.size === 0) queueMicrotask(() => read.clear());
  const palette = paletteAt(element);
  read.set(scope, palette);
  return palette;
}

/** One element for each color, all at once: the page works its styles out one time, not forty. */
function colorsAt(holder: HTMLElement): (name: string) => string {
  const probes = new Map<string, CSSStyleDeclaration>();
  for (const name of NAMES) {
    const probe = document.createElement("i");
    probe.style.color = name === SINGLE.brandText ? `var(${name}, var(--accent-text))` : `var(${name})`;
    holder.append(probe);
    probes.set(name, getComputedStyle(probe));
  }
  const pen = penOfOnePixel();
  return (name) => toHex(probes.get(name)?.color ?? "", pen);
}

function paletteAt(element: HTMLElement): Palette {
  const holder = document.createElement("i");
  // Not `hidden`: browsers work out the styles of what has no box one by one, when asked.
  holder.style.cssText = "position:absolute;visibility:hidden;width:0;height:0;overflow:hidden";
  element.append(holder);
  const color = colorsAt(holder);
  const style = getComputedStyle(holder);
  const count = Number.parseInt(style.getPropertyValue("--chart-count"), 10);
  const singles = Object.entries(SINGLE).map(([key, name]) => [key, color(name)]);
  const palette: Palette = {
    ...(Object.fromEntries(singles) as Record<keyof typeof SINGLE, string>),
    series: SERIES.slice(0, count >= 1 && count <= 8 ? count : 8).map(color),
    sequential: SEQUENTIAL.map(color),
    diverging: DIVERGING.map(color),
    band: BAND.map(color),
    font: style.fontFamily,
    patterns: matchMedia("(prefers-contrast: more)").matches || element.closest("[data-patterns]") !== null,
  };
  holder.remove();
  return palette;
}

function penOfOnePixel(): CanvasRenderingContext2D | null {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  return canvas.getContext("2d", { willReadFrequently: true });
}

const hex = (parts: Iterable<number>) =>
  `#${[...parts].map((part) => part.toString(16).padStart(2, "0")).join("")}`;

/** Computed colors may also come as `color(srgb …)` or `oklab(…)`: one painted pixel tells them all. */
function toHex(color: string, pen: CanvasRenderingContext2D | null): string {
  const plain = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(color);
  if (plain) return hex(plain.slice(1).map(Number));
  if (!pen) return "#808080";
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = color;
  pen.fillRect(0, 0, 1, 1);
  const pixel = pen.getImageData(0, 0, 1, 1).data;
  return hex(pixel.subarray(0, 3));
}
