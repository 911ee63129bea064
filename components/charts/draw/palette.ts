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

/**
 * The colors that hold at an element, so that a brand or a dark preview inside a light page is followed. A brand with
 * fewer than eight colors says so in `--chart-count`.
 */
export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement("i");
  probe.hidden = true;
  element.append(probe);
  const style = getComputedStyle(probe);
  const pen = penOfOnePixel();
  const color = (name: string, fallback?: string) => {
    probe.style.color = fallback ? `var(${name}, var(${fallback}))` : `var(${name})`;
    return toHex(style.color, pen);
  };
  const count = Number.parseInt(getComputedStyle(element).getPropertyValue("--chart-count"), 10);
  const palette: Palette = {
    series: SERIES.slice(0, count >= 1 && count <= 8 ? count : 8).map((name) => color(name)),
    other: color("--chart-other"),
    sequential: SEQUENTIAL.map((name) => color(name)),
    diverging: DIVERGING.map((name) => color(name)),
    ghost: color("--n-4"),
    ghostInk: color("--n-7"),
    good: color("--succeeded-text"),
    bad: color("--failed-text"),
    badMark: color("--failed-mark"),
    warning: color("--warning-text"),
    text: color("--text"),
    text2: color("--text-2"),
    text3: color("--text-3"),
    brandText: color("--brand-text", "--accent-text"),
    axis: color("--chart-axis"),
    grid: color("--chart-grid"),
    line: color("--n-6"),
    lineStrong: color("--line-strong"),
    forecast: color("--chart-forecast"),
    surface: color("--surface"),
    band: ["--n-2", "--n-3", "--n-4", "--n-5"].map((name) => color(name)),
    font: style.fontFamily,
    patterns: matchMedia("(prefers-contrast: more)").matches || element.closest("[data-patterns]") !== null,
  };
  probe.remove();
  return palette;
}

function penOfOnePixel(): CanvasRenderingContext2D | null {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  return canvas.getContext("2d", { willReadFrequently: true });
}

/** Computed colors may come as `color(srgb …)` or `oklab(…)`: one painted pixel tells them all. */
function toHex(color: string, pen: CanvasRenderingContext2D | null): string {
  if (!pen) return "#808080";
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = color;
  pen.fillRect(0, 0, 1, 1);
  const pixel = pen.getImageData(0, 0, 1, 1).data;
  return `#${[...pixel.subarray(0, 3)].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
