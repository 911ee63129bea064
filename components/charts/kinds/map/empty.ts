import type { ValueState } from "@/server/platform/model";
import { cubeOf } from "../../data/cube";
import type { BuildInput } from "../../draw/model";
import type { Bar, BarFigures } from "../bar/figures";

/**
 * The bars, and after them the places without a figure: those that other selections exclude, and, where the figures are
 * all there, those that have none. They keep their place, empty.
 */
export function withEmpty({ bars, dimension, rowCount }: BarFigures, { answers }: BuildInput): Bar[] {
  const answer = answers.places;
  if (answer?.kind !== "values") return bars;
  const known = new Set(bars.map(({ key }) => key));
  // What lies beyond a limit, or is hidden for its zeros, has a figure that did not come.
  const isWhole =
    rowCount <= bars.length && dimension.zeros !== "hide" && !cubeOf(answers, "main")?.others?.count;
  const empty = answer.values
    .filter(({ value, state }) => !known.has(value) && (isWhole || isExcluded(state)))
    .map(
      ({ value, state }): Bar => ({
        key: value,
        name: dimension.text(value),
        figures: [],
        values: [],
        total: null,
        before: undefined,
        state,
        other: false,
        verdict: null,
      }),
    );
  return [...bars, ...empty];
}

export const isExcluded = (state: ValueState | undefined): boolean => state === "X" || state === "XS";
