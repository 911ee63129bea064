import type { CellValue } from "@/server/platform/model";
import { colorIndexes } from "../../data/color-ranks";
import { cubeOf, figuresOf } from "../../data/cube";
import { askedMeasures, type ChartMeasure } from "../../data/measures";
import { type Row, rowsOf } from "../../data/rows";
import { type Judgement, judge } from "../../data/rules";
import type { BuildInput } from "../../draw/model";
import type { MarkPaint } from "../../draw/paints";
import { seriesPaint } from "../../draw/paints";
import type { ValueColors } from "../../draw/value-colors";
import { ownPaints } from "./own-paints";
import { type BarParts, barParts } from "./questions";

/** Parts of a bar beyond this number are one: "Other". */
const MOST_SERIES = 5;

export interface Series {
  label: string;
  paint: MarkPaint;
  measure: ChartMeasure;
}

export interface Bar extends Row {
  /** One figure per series. */
  values: (number | null)[];
  /** Comparison of the first series; undefined where none is asked for. */
  before: number | null | undefined;
  /** What stands beside the bar: the figure, or the sum of its parts. */
  total: number | null;
  verdict: Judgement | null;
  /** Its own color, instead of that of its series. */
  paint?: MarkPaint;
}

export interface BarFigures extends BarParts {
  series: Series[];
  bars: Bar[];
  mode: "single" | "stacked" | "grouped";
  /** Over everything selected, recomputed; null where unknown. */
  whole: number | null;
  /** The bars are parts of the whole. */
  addsUp: boolean;
  rowCount: number;
  /** Where shades of the bars stand for figures. */
  shades: ValueColors | null;
}

/** The figures of a bar, column or combo from its answers; null where there is nothing to show. */
export function barFigures(input: BuildInput, mostSeries = MOST_SERIES): BarFigures | null {
  const found = barParts(input.object, input.context);
  const cube = cubeOf(input.answers, "main");
  if (!found || !cube) return null;
  const rows = rowsOf(cube, found.dimension, input.say);
  if (!rows.length) return null;
  const byParts = found.parts ? partFigures(input, found, rows, mostSeries) : null;
  const { series, valuesOf } = byParts ?? measureFigures(found.measures, input);
  const mode =
    series.length < 2
      ? "single"
      : byParts || found.measures.some(({ stack }) => stack)
        ? "stacked"
        : "grouped";
  const verdict = judge({
    color: input.object.color,
    dimension: found.dimension,
    context: input.context,
    asked: cubeOf(input.answers, "rules")?.rows,
  });
  const compare = askedMeasures(found.measures).at[0]?.compare ?? null;
  const totals = rows.map((row) => {
    const values = valuesOf(row);
    return { row, values, total: mode === "stacked" ? sum(values) : (values[0] ?? null) };
  });
  // The columns of a combo are one series, whatever lines are above them.
  const single = mode === "single" || input.object.kind === "combo";
  const paints = ownPaints(
    totals.map(({ row: { key, other, state }, total }) => ({
      key,
      other,
      total: state === "A" ? null : total,
    })),
    input,
    "measure",
  );
  const bars = totals.map(({ row, values, total }): Bar => {
    const paint = single ? paints.of({ key: row.key, other: row.other, total }) : undefined;
    return {
      key: row.key,
      figures: row.figures,
      state: row.state,
      other: row.other,
      get name() {
        return row.name;
      },
      values,
      total,
      before: compare === null ? undefined : (row.figures[compare] ?? null),
      verdict: single && !row.other ? verdict(row.key, total) : null,
      ...(paint ? { paint } : {}),
    };
  });
  const whole = figuresOf(cube.totals ?? [], 0)[0] ?? null;
  const parts = sum(bars.map(({ state, figures }) => (state === "A" ? null : (figures[0] ?? null))));
  const addsUp =
    mode !== "grouped" && bars.length > 1 && parts !== null && whole !== null && near(parts, whole);
  return {
    ...found,
    series,
    bars,
    mode,
    whole,
    addsUp,
    rowCount: cube.rowCount,
    shades: single ? paints.shades : null,
  };
}

const near = (one: number, other: number): boolean => Math.abs(one - other) <= 1e-6 * Math.abs(other);

type Values = (row: Row) => (number | null)[];

function measureFigures(measures: ChartMeasure[], input: BuildInput): { series: Series[]; valuesOf: Values } {
  const { at } = askedMeasures(measures);
  const series = measures.map((measure, i) => ({
    label: measure.label,
    measure,
    paint: seriesPaint(i, input.palette),
  }));
  return { series, valuesOf: (row) => at.map(({ value }) => row.figures[value] ?? null) };
}

/** Series of a second dimension: the largest five, the rest as one; a value keeps its color. */
function partFigures(
  input: BuildInput,
  { parts, measures }: BarParts,
  rows: Row[],
  most: number,
): { series: Series[]; valuesOf: Values } | null {
  const cube = cubeOf(input.answers, "parts");
  const [measure] = measures;
  if (!cube || !parts || !measure) return null;
  const shown = new Set(rows.filter(({ other }) => !other).map(({ key }) => key));
  const cells = new Map<CellValue, Map<CellValue, number>>();
  const sums = new Map<CellValue, number>();
  for (const [key = null, part = null, cell] of cube.rows) {
    const value = typeof cell === "number" ? cell : Number(cell ?? 0);
    if (!shown.has(key) || !Number.isFinite(value)) continue;
    cells.set(key, (cells.get(key) ?? new Map()).set(part, value));
    sums.set(part, (sums.get(part) ?? 0) + Math.abs(value));
  }
  const ranked = [...sums].sort((a, b) => b[1] - a[1]).map(([part]) => part);
  const named = ranked.slice(0, ranked.length > most ? most - 1 : most);
  const rest = ranked.slice(named.length);
  const colors = colorIndexes(named, input.answers, input.palette.series.length);
  const series: Series[] = named.map((part) => ({
    label: parts.text(part),
    measure,
    paint: seriesPaint(colors.get(part) ?? 0, input.palette),
  }));
  if (rest.length)
    series.push({
      label: input.say("other", { count: rest.length }),
      measure,
      paint: { fill: input.palette.other },
    });
  const valuesOf: Values = (row) => {
    if (row.other) return [...named.map(() => null), ...(rest.length ? [row.figures[0] ?? null] : [])];
    if (row.state === "A") return [row.figures[0] ?? null];
    const own = cells.get(row.key);
    const values = named.map((part) => own?.get(part) ?? null);
    return rest.length ? [...values, sum(rest.map((part) => own?.get(part) ?? null))] : values;
  };
  return { series, valuesOf };
}

/** Sum of what is known; null of nothing. */
export function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length ? known.reduce((a, b) => a + b, 0) : null;
}
