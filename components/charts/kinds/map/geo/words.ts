import { picksOf } from "../../../data/rows";
import type { Judgement } from "../../../data/rules";
import { footOf, shareText } from "../../../data/words";
import type { Key, Mark, Shape, TipRow } from "../../../draw/marks";
import type { Bar } from "../../bar/figures";
import { barTip, drillOf, formatOf, valueText } from "../../bar/words";
import type { Cluster } from "./clusters";
import { type Gathered, gathered } from "./gather";
import type { GeoChart } from "./model";
import type { Place } from "./places";
import type { MapView } from "./projection";

/** Places of a cluster that are told by name. */
const NAMED = 3;

/** A verdict is about one value. */
export const verdictOf = ({ bars }: Place): Judgement | null =>
  bars.length === 1 ? (bars[0]?.verdict ?? null) : null;

/** What a place says, selects and opens: all the values that lie there. */
export function placeMark(place: Place, shape: Shape, key: Key | undefined, chart: GeoChart): Mark {
  const { id, bars } = place;
  const { figures, input } = chart;
  const [bar] = bars;
  const rows =
    bar && bars.length === 1
      ? barTip(bar, figures, input, "tick")
      : [...sumRows(place.gathered, chart), ...nameRows(bars, chart)];
  return {
    id,
    name: bars.map(({ name }) => name).join(", "),
    shape,
    rows: rows.map((row, i) => (i === 0 ? { ...row, key } : row)),
    ...(bar ? { foot: footOf(bar, figures.dimension, input.say), ...drillOf(bar, figures.dimension) } : {}),
    ...choiceOf(bars, chart),
    state: place.gathered.state,
  };
}

/** What places drawn as one say: how many, their sum, the largest of them. `goTo`: where they are told apart. */
export function clusterMark(
  { lead, places }: Cluster,
  shape: Shape,
  key: Key,
  goTo: MapView | null,
  chart: GeoChart,
): Mark {
  const { say } = chart.input;
  const bars = places.flatMap((place) => place.bars);
  const all = gathered(bars, chart.figures);
  const count = places.length;
  const selected = all.selected && all.selected < bars.length ? all.selected : 0;
  return {
    id: lead.id,
    name: say("placesAround", { count, name: lead.bars[0]?.name ?? "" }),
    shape,
    rows: [
      ...sumRows(all, chart).map((row) => ({ ...row, key })),
      ...(selected ? [{ label: say("selectedOf", { selected, count: bars.length }), value: "" }] : []),
      ...nameRows(bars, chart, NAMED),
    ],
    foot: say(goTo ? "zoomOrSelect" : "selectAllHere"),
    ...choiceOf(bars, chart),
    ...(goTo ? { goTo } : {}),
    state: all.state,
  };
}

/** The sum, with its share, where the figures add up; else from the least to the most. */
function sumRows({ total, adds, low, high }: Gathered, { figures, input }: GeoChart): TipRow[] {
  const { formats } = input.context;
  const label = figures.measures[0]?.label ?? "";
  const text = (value: number | null) => formats.value(value, formatOf(figures));
  if (total === null || low === high) return [{ label, value: text(total) }];
  if (!adds) return [{ label, value: input.say("rangeOf", { from: text(low), to: text(high) }) }];
  const share = figures.whole ? shareText(total, figures.whole, input.context) : null;
  return [{ label, value: text(total) }, ...(share ? [{ label: input.say("share"), value: share }] : [])];
}

function nameRows(bars: readonly Bar[], { figures, input }: GeoChart, most = bars.length): TipRow[] {
  const rows = bars
    .slice(0, most)
    .map((bar): TipRow => ({ label: bar.name, value: valueText(bar, figures, input) }));
  const more = bars.length - rows.length;
  return more > 0 ? [...rows, { label: input.say("andMore", { count: more }), value: "" }] : rows;
}

/** A click on some values takes in those that are out; the last one takes all out again. */
function choiceOf(bars: readonly Bar[], { figures }: GeoChart): Pick<Mark, "picks" | "toggles"> {
  const isIn = ({ state }: Bar) => state === "S" || state === "XS";
  const free = bars.filter(({ state }) => state !== "L");
  const out = free.filter((bar) => !isIn(bar));
  const picks = (of: readonly Bar[]) => of.flatMap((bar) => picksOf(bar, figures.dimension));
  return bars.length > 1
    ? { picks: picks(bars), toggles: picks(out.length ? out : free) }
    : { picks: picks(bars) };
}
