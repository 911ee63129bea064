import type { Answer, CellValue } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { cubeOf, figureOf } from "../data/cube";
import { dimensionsOf } from "../data/dimensions";
import { type ChartMeasure, measuresOf } from "../data/measures";
import { type Row, rowsOf } from "../data/rows";
import type { ObjectContext, TableView } from "../port";
import { sayOf } from "../texts";

/** The table view of every chart of one dimension: value, then each measure with its comparison. */
export function rankingTable(
  object: SheetObject,
  context: ObjectContext,
  answers: Record<string, Answer>,
  nameOf: (row: Row) => string = (row) => row.name,
): TableView {
  const [dimension] = dimensionsOf(object, context);
  const cube = cubeOf(answers, "main");
  const measures = measureColumns(measuresOf(object, context));
  const columns = [
    { label: dimension?.label ?? "", numeric: false, field: dimension?.field },
    ...measures.map(({ label, format }) => ({ label, numeric: true, format })),
  ];
  if (!dimension || !cube) return { columns, rows: [] };
  return {
    columns,
    rows: rowsOf(cube, dimension, sayOf(context)).map((row) => ({
      raw: [row.other ? row.name : row.key, ...measures.map((_, i): CellValue => row.figures[i] ?? null)],
      text: [
        nameOf(row),
        ...measures.map(({ format }, i) => context.formats.value(row.figures[i] ?? null, format)),
      ],
    })),
  };
}

/** In the order of the cube's measures: the figures first, then the comparisons. */
const measureColumns = (measures: ChartMeasure[]) => [
  ...measures,
  ...measures.flatMap(({ compare }) => (compare ? [compare] : [])),
];

/** "Sales by month: highest September €1.03M, lowest December €640k. 2 selected." */
export function rankingSummary(
  object: SheetObject,
  context: ObjectContext,
  answers: Record<string, Answer>,
  nameOf: (row: Row) => string = (row) => row.name,
): string {
  const say = sayOf(context);
  const [dimension] = dimensionsOf(object, context);
  const [measure] = measuresOf(object, context);
  const cube = cubeOf(answers, "main");
  if (!dimension || !measure) return "";
  const names = { measure: measure.label, dimension: dimension.label };
  const rows = cube ? rowsOf(cube, dimension, say) : [];
  const selected = rows.filter(({ state }) => state === "S" || state === "L");
  const known = (selected.length ? selected : rows).flatMap((row) => {
    const value = figureOf(row.figures[0]);
    return value === null || row.other ? [] : [{ row, value }];
  });
  const [first] = known;
  if (!first) return say("summaryNone", names);
  const text = (value: number) => context.formats.value(value, measure.format, { compact: true });
  const high = known.reduce((best, one) => (one.value > best.value ? one : best), first);
  const low = known.reduce((best, one) => (one.value < best.value ? one : best), first);
  const highest = { highest: nameOf(high.row), highestValue: text(high.value) };
  const sentence =
    known.length === 1
      ? say("summaryOne", { ...names, ...highest })
      : say("summaryRanking", {
          ...names,
          ...highest,
          lowest: nameOf(low.row),
          lowestValue: text(low.value),
        });
  return selected.length ? `${sentence} ${say("summarySelected", { count: selected.length })}` : sentence;
}
