import { amountsOf } from "../../data/amounts";
import { choiceOf } from "../../data/rows";
import { figureRows, shareText } from "../../data/words";
import { baseLine, figuresWidth, valueFeet, valueLines } from "../../draw/axes";
import { inkOn } from "../../draw/colors";
import type { Mark } from "../../draw/marks";
import { type BuildInput, type ChartModel, nothing } from "../../draw/model";
import { verdictSign } from "../../draw/paints";
import { referenceLines } from "../../draw/references";
import { type Axis, linearAxis, niceTicks } from "../../draw/scales";
import { type Box, idOf, type SceneItem } from "../../draw/scene";
import { columnLabels } from "../bar/column-items";
import { type BarFigures, barFigures } from "../bar/figures";
import { axisText, paintOf } from "../bar/words";
import { type Bin, binsOf } from "./bins";
import { classField, rangePicks } from "./questions";

const FOOT = 26;
const HEAD = 26;

/** The spread of one number: bars that touch, the middle as a line of ink. */
export function histogramModel(input: BuildInput): ChartModel {
  const figures = barFigures(input);
  const { bins, step } = figures ? binsOf(figures) : { bins: [], step: 1 };
  if (!figures || !bins.length) return nothing(input);
  const { width, height, palette, context } = input;
  const bottom = height - FOOT;
  const y = linearAxis(
    bins.map(({ value }) => value),
    bottom,
    HEAD,
    { zero: true, count: height < 170 ? 2 : 4 },
  );
  const text = (value: number) => axisText(value, figures, input);
  const left = figuresWidth(y, text, input.textWidth);
  const box: Box = { x: left, y: HEAD, width: Math.max(20, width - left - 14), height: bottom - HEAD };
  const x = binAxis(bins, step, box);
  const plain = (value: number) => context.formats.value(value, { kind: "number" });
  const amounts = amountsOf(input.object, context, input.answers, "x", () => ({ kind: "number" }));
  const edge = (bin: Bin) => Math.min(bin.to, x.max);
  const scene = bins.map((bin) => {
    const at = x.px(bin.from);
    const series = figures.series[0];
    return {
      id: idOf("bin", bin.from),
      layer: "marks" as const,
      kind: "rect" as const,
      x: at + 0.5,
      y: y.px(bin.value),
      width: Math.max(1, x.px(edge(bin)) - at - 1),
      height: Math.max(bin.value > 0 ? 1 : 0, bottom - y.px(bin.value)),
      ...(series ? paintOf(bin.bar, series, input) : {}),
    };
  });
  return {
    scene: [
      ...valueLines("y", y, box, palette, text),
      baseLine("base", box, bottom, palette),
      ...valueFeet("x", x, box, input, (value) =>
        value === x.max && bins.at(-1)?.to === Number.POSITIVE_INFINITY
          ? `${plain(value - step)}+`
          : plain(value),
      ),
      ...scene,
      ...bins.flatMap((bin, i) => binSign(bin, scene[i]?.fill, x, bottom, edge(bin))),
      ...binLabels(bins, { x, y, box, figures, input }),
      ...referenceLines(
        amounts.filter(({ axis }) => axis === "x"),
        { x },
        box,
        palette,
      ),
    ],
    marks: binMarks(bins, figures, { x, y, box }, input),
    legend: [{ text: `${figures.measures[0]?.label ?? ""}, ${figures.dimension.label}` }],
    brush: "x",
  };
}

/** The sign of a verdict at the foot of its bin, where it is wide enough: color is never alone. */
function binSign(
  { bar, from }: Bin,
  fill: string | undefined,
  x: Axis,
  bottom: number,
  to: number,
): SceneItem[] {
  const text = verdictSign(bar.verdict).trim();
  if (!text || !fill || x.px(to) - x.px(from) < 14) return [];
  const at = { x: (x.px(from) + x.px(to)) / 2, y: bottom - 8, align: "center" as const };
  return [{ ...at, id: idOf("sign", from), layer: "over", kind: "text", text, size: 12, color: inkOn(fill) }];
}

/** Figures on the bins where the sheet asks for them: all that fit, or the highest and the last. */
function binLabels(
  bins: readonly Bin[],
  { x, y, box, figures, input }: { x: Axis; y: Axis; box: Box; figures: BarFigures; input: BuildInput },
): SceneItem[] {
  const { label } = input.object;
  if (label !== "all" && label !== "ends") return [];
  const bars = bins.map(({ bar, value }) => ({ ...bar, key: bar.name, total: value, values: [value] }));
  const edges = bins.map(({ from, to }) => [x.px(from), x.px(Math.min(to, x.max))] as const);
  const band = Math.min(...edges.map(([from, to]) => to - from));
  const middles = edges.map(([from, to]) => (from + to) / 2);
  return columnLabels(bars, middles, { axis: y, box, band, figures, input });
}

function binAxis(bins: readonly Bin[], step: number, box: Box): Axis {
  const [first, last] = [bins[0]?.from ?? 0, bins.at(-1)?.from ?? 0];
  const min = first > 0 && first <= 4 * step ? 0 : first;
  const max = last + step;
  const px = (value: number) => box.x + ((value - min) / (max - min)) * box.width;
  const { ticks } = niceTicks(min, max, Math.max(2, Math.floor(box.width / 64)));
  return { min, max, ticks: ticks.filter((tick) => tick >= min && tick <= max), px };
}

function binMarks(
  bins: readonly Bin[],
  { measures, whole, addsUp }: BarFigures,
  { x, y, box }: { x: Axis; y: Axis; box: Box },
  input: BuildInput,
): Mark[] {
  const { context, say, object, answers } = input;
  const picksIn = rangePicks(answers, classField(object, context));
  const plain = (value: number) => context.formats.value(value, { kind: "number" });
  const [measure] = measures;
  return bins.map((bin) => {
    const [left, right] = [x.px(bin.from), x.px(Math.min(bin.to, x.max))];
    const open = bin.to === Number.POSITIVE_INFINITY;
    const { picks, state } = picksIn(bin.from, bin.to);
    const share =
      addsUp && whole ? [{ label: say("share"), value: shareText(bin.value, whole, context) }] : [];
    return {
      id: idOf("bin", bin.from),
      name: open ? `${plain(bin.from)}+` : say("rangeOf", { from: plain(bin.from), to: plain(bin.to) }),
      shape: {
        kind: "rect",
        x: left,
        y: y.px(bin.value),
        width: right - left,
        height: Math.max(4, box.y + box.height - y.px(bin.value)),
      },
      hit: { kind: "rect", x: left, y: 0, width: right - left, height: input.height },
      rows: [...(measure ? figureRows(bin.value, undefined, measure, context, say) : []), ...share],
      ...(picks.length ? { foot: say("dragRange") } : {}),
      ...choiceOf(picks, context),
      state,
      remark: bin.bar.verdict?.say,
    };
  });
}
