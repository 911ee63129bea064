import type { SheetObject } from "@/server/templates/sheet-schema";
import { ramp } from "./colors";
import type { Palette } from "./palette";
import { niceTicks } from "./scales";
import { valueColors } from "./value-colors";

const STEPS = 5;
const ROUND = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** Colors of values in a few steps with round edges: what a legend can name, and an eye tell apart. */
export interface ValueSteps {
  /** Of each step, from low to high. */
  colors: string[];
  /** Between the steps: a value at an edge belongs above it. */
  edges: number[];
  low: number;
  high: number;
  colorOf(value: number): string;
}

/** `whole`: values that are counts have no edge inside a number. */
export function valueSteps(
  color: SheetObject["color"],
  values: readonly number[],
  palette: Palette,
  { whole = false } = {},
): ValueSteps {
  const { low, high, stops } = valueColors(color, values, palette, true);
  const center = color?.scale === "diverging" ? color.center : undefined;
  const found = center === undefined ? edgesOf(low, high) : around(low, center, high);
  const edges = [...new Set(whole ? found.map(Math.ceil) : found)].filter((e) => e > low && e < high);
  const colors = Array.from({ length: edges.length + 1 }, (_, i) =>
    // One step is all there is: the strongest.
    ramp(stops, edges.length ? i / edges.length : 1),
  );
  const colorOf = (value: number) => colors[edges.filter((edge) => value >= edge).length] ?? stops[0] ?? "";
  return { colors, edges, low, high, colorOf };
}

/** From zero up by the square: many small places stay apart. Else in equal steps. */
function edgesOf(low: number, high: number): number[] {
  if (low < 0) return niceTicks(low, high, STEPS - 1).ticks;
  return Array.from({ length: STEPS - 1 }, (_, i) => rounded(low + ((i + 1) / STEPS) ** 2 * (high - low)));
}

const around = (low: number, center: number, high: number): number[] => [
  rounded((low + center) / 2),
  center,
  rounded((center + high) / 2),
];

/** To one or two digits. */
function rounded(value: number): number {
  if (value === 0) return 0;
  const power = 10 ** Math.floor(Math.log10(Math.abs(value)));
  const share = Math.abs(value) / power;
  const near = ROUND.reduce((best, one) => (Math.abs(one - share) < Math.abs(best - share) ? one : best));
  return Number((Math.sign(value) * near * power).toPrecision(12));
}
