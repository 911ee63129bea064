import type { BuildInput } from "../../draw/model";
import type { Bar, BarFigures } from "../bar/figures";

/** The bars, and after them the places that other selections exclude: they keep their place, empty. */
export function withExcluded({ bars, dimension }: BarFigures, { answers }: BuildInput): Bar[] {
  const answer = answers.places;
  if (answer?.kind !== "values") return bars;
  const known = new Set(bars.map(({ key }) => key));
  const excluded = answer.values
    .filter(({ value }) => !known.has(value))
    .map(
      ({ value, state }): Bar => ({
        key: value,
        name: dimension.text(value),
        figures: [],
        values: [],
        total: null,
        before: undefined,
        state: state === "S" || state === "XS" ? "XS" : "X",
        other: false,
        verdict: null,
      }),
    );
  return [...bars, ...excluded];
}
