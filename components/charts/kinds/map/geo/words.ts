import { picksOf } from "../../../data/rows";
import { footOf } from "../../../data/words";
import type { Key, Mark, Shape, TipRow } from "../../../draw/marks";
import { axisText, barTip, drillOf } from "../../bar/words";
import type { GeoChart } from "./model";
import type { Place } from "./places";

/** What a place says, selects and opens: all the values that lie there. */
export function placeMark(
  { id, bar, bars }: Place,
  shape: Shape,
  key: Key | undefined,
  { figures, input }: GeoChart,
): Mark {
  const { dimension } = figures;
  const others = bars
    .slice(1)
    .map((one): TipRow => ({ label: one.name, value: axisText(one.total ?? 0, figures, input) }));
  return {
    id,
    name: bars.map(({ name }) => name).join(", "),
    shape,
    rows: [
      ...barTip(bar, figures, input, "tick").map((row, i) => (i === 0 ? { ...row, key } : row)),
      ...others,
    ],
    foot: footOf(bar, dimension, input.say),
    picks: bars.flatMap((one) => picksOf(one, dimension)),
    ...drillOf(bar, dimension),
    state: bar.state,
  };
}
