import type { ValueState } from "@/server/platform/model";
import type { Bar, BarFigures } from "../../bar/figures";
import { sum } from "../../bar/figures";
import { isExcluded } from "../empty";

/** What several values that are drawn as one say together. */
export interface Gathered {
  /** The sum where the figures add up, else the largest; null where nobody has a figure. */
  total: number | null;
  /** Whether `total` is a sum. */
  adds: boolean;
  low: number;
  high: number;
  state: ValueState | undefined;
  /** How many of them are selected. */
  selected: number;
}

const FIRST: readonly (ValueState | undefined)[] = ["S", "L", "O", undefined, "A", "XS", "X"];

/** Values that a selection leaves out count only where they are alone. Sums are told only where parts make the whole. */
export function gathered(bars: readonly Bar[], { addsUp }: Pick<BarFigures, "addsUp">): Gathered {
  const isIn = ({ state }: Bar) => state !== "A" && !isExcluded(state);
  const inside = bars.filter(isIn);
  const counted = inside.length ? inside : bars.filter(({ state }) => state === "A");
  const known = counted.flatMap(({ total }) => (total === null ? [] : [total]));
  const adds = addsUp && known.length > 1;
  const most = known.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  return {
    total: known.length === 0 ? null : adds ? sum(known) : most,
    adds,
    low: Math.min(...known),
    high: Math.max(...known),
    state: FIRST.find((state) => bars.some((bar) => bar.state === state)),
    selected: bars.filter(({ state }) => state === "S" || state === "L").length,
  };
}
