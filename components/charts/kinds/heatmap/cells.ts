import type { Answer, CellValue, Question, ValueState } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { cubeOf, cubeQuestion, figureOf } from "../../data/cube";
import { type ChartDimension, dimensionsOf } from "../../data/dimensions";
import { type ChartMeasure, measuresOf } from "../../data/measures";
import type { ObjectContext } from "../../port";

/** Rows and columns drawn: the first in the sheet's order, else the largest. */
const MOST = 40;

export interface HeatParts {
  rows: ChartDimension;
  columns: ChartDimension;
  measure: ChartMeasure;
}

export interface Heading {
  key: CellValue;
  name: string;
  state: ValueState | undefined;
}

export interface HeatCells {
  rows: Heading[];
  columns: Heading[];
  rowCount: number;
  columnCount: number;
  /** `at(row)(column)`; null where there are no data. */
  at(row: number, column: number): number | null;
  values: number[];
}

/** Two dimensions and a measure; null where the sheet names less. */
export function heatParts(object: SheetObject, context: ObjectContext): HeatParts | null {
  const [rows, columns] = dimensionsOf(object, context);
  const [measure] = measuresOf(object, context);
  return rows && columns && measure ? { rows, columns, measure } : null;
}

/** `main`: the cells. `rows`, `columns`: the headings in their own order, with states. */
export function heatQuestions(object: SheetObject, context: ObjectContext): Record<string, Question> {
  const parts = heatParts(object, context);
  if (!parts) return {};
  const heading = (dimension: ChartDimension) =>
    cubeQuestion({
      dimensions: [dimension],
      measures: [parts.measure.value],
      sort: "text",
      limit: MOST,
      expressionOf: (use) => context.measure(use).value,
    });
  return {
    main: {
      kind: "cube",
      dimensions: [parts.rows, parts.columns].map(({ expression }) => ({ expression })),
      measures: [parts.measure.value],
      limit: 10_000,
    },
    rows: heading(parts.rows),
    columns: heading(parts.columns),
  };
}

/** The cells of the headings that were kept; null where nothing came back. */
export function heatCells(parts: HeatParts, answers: Record<string, Answer>): HeatCells | null {
  const [main, rows, columns] = ["main", "rows", "columns"].map((key) => cubeOf(answers, key));
  if (!main?.rows.length || !rows || !columns) return null;
  const headings = (cube: typeof rows, dimension: ChartDimension) =>
    cube.rows.map((row, i) => ({
      key: row[0] ?? null,
      name: dimension.text(row[0] ?? null),
      state: cube.states?.[i],
    }));
  const [down, across] = [headings(rows, parts.rows), headings(columns, parts.columns)];
  const rowAt = new Map(down.map(({ key }, i) => [key, i]));
  const columnAt = new Map(across.map(({ key }, i) => [key, i]));
  const grid = down.map(() => across.map((): number | null => null));
  const values: number[] = [];
  for (const [row = null, column = null, cell] of main.rows) {
    const [i, j] = [rowAt.get(row), columnAt.get(column)];
    const value = figureOf(cell);
    const line = i === undefined ? undefined : grid[i];
    if (!line || j === undefined || value === null) continue;
    line[j] = value;
    values.push(value);
  }
  return {
    rows: down,
    columns: across,
    rowCount: rows.rowCount,
    columnCount: columns.rowCount,
    at: (row, column) => grid[row]?.[column] ?? null,
    values,
  };
}
