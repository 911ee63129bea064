import type { ChartDimension } from "../../data/dimensions";
import { changeOf, figureRows, fillKey, shareText } from "../../data/words";
import type { Key, LegendItem, TipRow } from "../../draw/marks";
import type { BuildInput, ChartModel } from "../../draw/model";
import { type MarkPaint, statePaint, verdictSign } from "../../draw/paints";
import type { ValueFormat } from "../../port";
import type { Bar, BarFigures, Series } from "./figures";
import { shadesLegend } from "./own-paints";

/** Fill of one series of a bar by its state and verdict. */
export const paintOf = (bar: Bar, series: Series, { palette }: BuildInput): MarkPaint =>
  bar.other
    ? { fill: palette.other }
    : statePaint(bar.state, bar.verdict, bar.paint ?? series.paint, palette);

/** The name with its signs: selected, verdict. */
export const nameOf = (bar: Bar): string =>
  `${bar.state === "S" || bar.state === "L" ? "✓ " : ""}${verdictSign(bar.verdict)}${bar.name}`;

/** Format of the value axis: that of the first series. */
export const formatOf = ({ measures }: Pick<BarFigures, "measures">): ValueFormat =>
  measures[0]?.format ?? { kind: "number" };

/** A figure on the value axis. */
export const axisText = (value: number, figures: BarFigures, { context }: BuildInput): string =>
  context.formats.value(value, formatOf(figures), { compact: true });

/** The figure beside a bar. */
export const valueText = (bar: Bar, figures: BarFigures, input: BuildInput): string =>
  input.context.formats.value(bar.total, formatOf(figures), { compact: true });

/** The change beside the figure; null without a comparison. */
export function changeText(
  bar: Bar,
  { measures, mode }: BarFigures,
  { context, palette }: BuildInput,
): { text: string; color: string } | null {
  const [measure] = measures;
  if (!measure || bar.before == null || mode !== "single") return null;
  return changeOf(bar.total, bar.before, measure, context, palette);
}

/** Room that figure and change take, px. */
export function besideWidth(bar: Bar, figures: BarFigures, input: BuildInput): number {
  const change = changeText(bar, figures, input);
  const text = input.textWidth(valueText(bar, figures, input), 13, true);
  return text + (change ? 8 + input.textWidth(change.text) : 0);
}

/** The value farthest from zero that a bar reaches: a stack's sum, else its largest part. */
export function furthest(bar: Bar, { mode }: Pick<BarFigures, "mode">): number {
  if (mode !== "stacked")
    return bar.values.reduce<number>(
      (most, value) => (value !== null && Math.abs(value) > Math.abs(most) ? value : most),
      0,
    );
  const up = bar.values.reduce<number>((all, value) => all + Math.max(0, value ?? 0), 0);
  const down = bar.values.reduce<number>((all, value) => all + Math.min(0, value ?? 0), 0);
  return up >= -down ? up : down;
}

/** Every value the axis must hold. */
export const extremes = (figures: BarFigures): number[] =>
  figures.bars.flatMap((bar) => {
    const before = bar.before == null || figures.mode !== "single" ? [] : [bar.before];
    if (figures.mode !== "stacked") return [...bar.values.filter((value) => value !== null), ...before];
    const up = bar.values.reduce<number>((all, value) => all + Math.max(0, value ?? 0), 0);
    return [up, bar.values.reduce<number>((all, value) => all + Math.min(0, value ?? 0), 0)];
  });

/** The tooltip of a bar. */
export function barTip(bar: Bar, figures: BarFigures, input: BuildInput, tick: "tick" | "vtick"): TipRow[] {
  const { context, say } = input;
  const [measure] = figures.measures;
  if (!measure) return [];
  const share = shareRow(bar, figures, input);
  if (figures.mode === "single") {
    const value = figures.series[0] ? fillKey(paintOf(bar, figures.series[0], input)) : undefined;
    return [
      ...figureRows(bar.total, bar.before, measure, context, say, { value, compare: { glyph: tick } }),
      ...share,
      ...(bar.verdict?.say ? [{ label: "", value: bar.verdict.say }] : []),
    ];
  }
  const rows = figures.series.map((series, i): TipRow => {
    const value = context.formats.value(bar.values[i] ?? null, series.measure.format);
    return { label: series.label, value, key: fillKey(series.paint) };
  });
  if (figures.mode === "grouped") return rows;
  return [
    ...rows,
    { label: say("total"), value: context.formats.value(bar.total, measure.format) },
    ...share,
  ];
}

/** Only where the bars are parts of the whole: shares of averages or of cut lists would be nonsense. */
function shareRow(bar: Bar, { whole, addsUp }: BarFigures, { context, say }: BuildInput): TipRow[] {
  if (!addsUp || !whole || bar.total === null || bar.state === "A") return [];
  return [{ label: say("share"), value: shareText(bar.total, whole, context) }];
}

/** Series, comparison and alternatives, as words with their keys. */
export function barLegend(figures: BarFigures, input: BuildInput, tick: "tick" | "vtick"): LegendItem[] {
  const { say } = input;
  const [measure] = figures.measures;
  const several = figures.series.length > 1;
  const key = (series: Series): Key => ({ glyph: "fill", color: series.paint.fill });
  const compare = figures.mode === "single" ? measure?.compare : null;
  const ghosts = figures.bars.some(({ state }) => state === "A");
  const shades = figures.shades ? shadesLegend(figures.shades, formatOf(figures), input) : [];
  if (!several && !compare && !ghosts) return measure ? [{ text: measure.label }, ...shades] : shades;
  // Where each bar has a color of its own, none stands for the measure.
  const ownColors = figures.bars.some(({ paint }) => paint);
  return [
    ...figures.series.map((series) => ({ text: series.label, ...(ownColors ? {} : { key: key(series) }) })),
    ...shades,
    ...(compare ? [{ text: compare.label, key: { glyph: tick } }] : []),
    ...(ghosts ? [{ text: say("ghost"), key: { glyph: "ghost" as const } }] : []),
  ];
}

/** What was cut, in words; nothing where all is there or the rest is a bar of its own. */
export function barNote(figures: BarFigures, { say }: BuildInput): string | undefined {
  const rest = figures.bars.some(({ other }) => other);
  if (rest || figures.rowCount <= figures.bars.length) return undefined;
  const largest = (figures.dimension.sort?.by ?? "value") === "value";
  return say(largest ? "cutLargest" : "cutFirst", { shown: figures.bars.length, all: figures.rowCount });
}

/** The value to drill into, where there is a level below. */
export const drillOf = (bar: Pick<Bar, "key" | "other">, dimension: ChartDimension) =>
  dimension.levels[dimension.level + 1] && bar.key !== null && !bar.other ? { drill: bar.key } : {};

/** The level of a drilled dimension, for the header. */
export const barCrumb = (dimension: ChartDimension): Pick<ChartModel, "crumb"> =>
  dimension.levels.length ? { crumb: { label: dimension.label, canGoUp: dimension.level > 0 } } : {};
