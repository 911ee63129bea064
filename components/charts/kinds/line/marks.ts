import { picksOf } from "../../data/rows";
import { footOf } from "../../data/words";
import type { Mark, TipRow } from "../../draw/marks";
import type { BuildInput } from "../../draw/model";
import type { Axis } from "../../draw/scales";
import { type Box, idOf } from "../../draw/scene";
import type { BarFigures } from "../bar/figures";
import { drillOf } from "../bar/words";
import type { Along } from "./points";

/** One mark per value along x, pointed at anywhere in its place; the ring is around its first figure. */
export function lineMarks(
  figures: BarFigures,
  along: Along,
  axis: Axis,
  box: Box,
  input: BuildInput,
): Mark[] {
  const { bars, dimension } = figures;
  return bars.map((bar, i) => {
    const x = along.at(i);
    const left = i === 0 ? box.x : (along.at(i - 1) + x) / 2;
    const right = i === bars.length - 1 ? box.x + box.width : (x + along.at(i + 1)) / 2;
    const first = bar.values.find((value) => value !== null) ?? null;
    return {
      id: idOf("point", bar.key ?? i),
      get name() {
        return bar.name;
      },
      shape: { kind: "circle", x, y: first === null ? box.y + box.height : axis.px(first), r: 6 },
      hit: { kind: "rect", x: left, y: 0, width: right - left, height: input.height },
      get rows() {
        return lineTip(figures, i, input);
      },
      foot: footOf(bar, dimension, input.say),
      picks: picksOf(bar, dimension),
      ...drillOf(bar, dimension),
      state: bar.state,
    };
  });
}

function lineTip({ bars, series }: BarFigures, at: number, { context, say }: BuildInput): TipRow[] {
  const bar = bars[at];
  if (!bar) return [];
  const rows = series.map((one, i): TipRow => {
    const value = context.formats.value(bar.values[i] ?? null, one.measure.format);
    return { label: one.label, value, key: { glyph: "line", color: one.paint.fill } };
  });
  const compare = series.length === 1 ? series[0]?.measure.compare : null;
  if (!compare || bar.before === undefined) return rows;
  rows.push({
    label: compare.label,
    value: context.formats.value(bar.before, compare.format),
    key: { glyph: "line", color: "var(--chart-forecast)" },
  });
  const change = context.formats.change(
    bar.values[0] ?? null,
    bar.before,
    series[0]?.measure.format ?? { kind: "number" },
  );
  return change ? [...rows, { label: say("change"), value: change.text }] : rows;
}
