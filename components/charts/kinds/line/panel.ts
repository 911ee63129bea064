import type { BuildInput } from "../../draw/model";
import type { Axis } from "../../draw/scales";
import { type Box, idOf, type Point, type SceneItem } from "../../draw/scene";
import type { BarFigures } from "../bar/figures";
import { type Along, runsOf, thinned } from "./points";

/** What lines are drawn with. */
export interface LineDraw {
  figures: BarFigures;
  input: BuildInput;
  axis: Axis;
  along: Along;
  box: Box;
  /** Filled down to zero. */
  area: boolean;
  /** Tells the lines of one panel from those of another. */
  id: string;
}

/** Lines of all series, the comparison of the first behind them. */
export function linePaths(draw: LineDraw): SceneItem[] {
  return [...comparisonPath(draw), ...draw.figures.series.flatMap((_, i) => seriesPath(i, draw))];
}

function seriesPath(series: number, draw: LineDraw): SceneItem[] {
  const { figures, along, axis, box, input, id } = draw;
  const paint = figures.series[series]?.paint;
  const color = paint?.fill ?? input.palette.other;
  return runsOf(figures.bars, series, along.at, axis.px).flatMap((run, part): SceneItem[] => {
    const points = thinned(run, box.width * 2).map(({ x, y }): Point => [x, y]);
    const key = idOf(`${id}-line${series}`, part);
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return [];
    if (points.length === 1)
      return [
        { id: `${key}-dot`, layer: "marks", kind: "circle", x: first[0], y: first[1], r: 3, fill: color },
      ];
    const line: SceneItem = { id: key, layer: "marks", kind: "line", points, stroke: color, lineWidth: 2 };
    if (input.palette.patterns && series > 0)
      line.dash = [
        [6, 3],
        [2, 2],
        [8, 3, 2, 3],
        [10, 4],
        [1, 3],
        [4, 2],
        [12, 2],
      ][(series - 1) % 7];
    if (!draw.area) return [line];
    const ground = axis.px(Math.max(axis.min, Math.min(axis.max, 0)));
    const shape: Point[] = [...points, [last[0], ground], [first[0], ground]];
    return [
      { id: `${key}-area`, layer: "marks", kind: "area", points: shape, fill: color, opacity: 0.12 },
      line,
    ];
  });
}

/** The year before, the plan: a thin grey line without words of its own. */
function comparisonPath({ figures, along, axis, box, input, id }: LineDraw): SceneItem[] {
  if (figures.bars.every(({ before }) => before == null) || figures.series.length > 1) return [];
  const before = figures.bars.map((bar) => ({ ...bar, values: [bar.before ?? null] }));
  return runsOf(before, 0, along.at, axis.px).map((run, part) => ({
    id: idOf(`${id}-before`, part),
    layer: "marks",
    kind: "line",
    points: thinned(run, box.width * 2).map(({ x, y }): Point => [x, y]),
    stroke: input.palette.forecast,
    lineWidth: 1.25,
  }));
}

/** Every value the axis of lines must hold. */
export const lineValues = ({ bars, series }: BarFigures): number[] =>
  bars.flatMap(({ values, before }) => [
    ...values.filter((value) => value !== null),
    ...(before == null || series.length > 1 ? [] : [before]),
  ]);
