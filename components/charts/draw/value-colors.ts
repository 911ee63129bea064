import type { SheetObject } from "@/server/templates/sheet-schema";
import { ramp } from "./colors";
import type { Palette } from "./palette";
import { extent } from "./scales";

export interface ValueColors {
  colorOf(value: number): string;
  /** The colors from low to high, for the legend. */
  stops: string[];
  low: number;
  high: number;
}

/**
 * Colors of values: sequential from the least to the most, or diverging around `center`. Where center and limits are
 * above zero the distances are taken as factors: half as much is as far from the center as twice as much.
 */
export function valueColors(
  color: SheetObject["color"],
  values: readonly number[],
  palette: Palette,
  root = false,
): ValueColors {
  const [least, most] = extent(values);
  if (color?.scale !== "diverging" || color.center === undefined) {
    const low = Math.min(root ? 0 : least, least);
    const span = most - low || 1;
    const share = (value: number) => (value - low) / span;
    return {
      stops: palette.sequential,
      low,
      high: most,
      colorOf: (value) =>
        ramp(palette.sequential, root ? Math.sqrt(Math.max(0, share(value))) : share(value)),
    };
  }
  const { center } = color;
  const [low, high] = [color.low ?? Math.min(least, center), color.high ?? Math.max(most, center)];
  const stops = [...palette.diverging].reverse();
  const factors = low > 0 && center > low && high > center;
  const away = (value: number, limit: number) =>
    factors
      ? Math.log(Math.max(value, 1e-9) / center) / Math.log(limit / center)
      : (value - center) / (limit - center || 1);
  const colorOf = (value: number) =>
    ramp(
      stops,
      value < center
        ? 0.5 - 0.5 * Math.min(1, Math.abs(away(value, low)))
        : 0.5 + 0.5 * Math.min(1, Math.abs(away(value, high))),
    );
  return { stops, low, high, colorOf };
}
