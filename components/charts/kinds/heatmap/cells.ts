import type { Answer, CellValue, CubeAnswer, Question, ValueState } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { cubeOf, cubeQuestion, figureOf } from "../../data/cube";
import { type ChartDimension, dimensionsOf } from "../../data/dimensions";
import { type ChartMeasure, measuresOf } from "../../data/measures";
import type { ObjectContext } from "../../port";

/** Rows and columns drawn: the first in the sheet's order, else the largest. */
const MOST = 40;
/** Headings asked for where those of nothing but zeros are left out here: a total of zero may be of cells that are none. */
const MOST_ASKED = 1_000;

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
      dimensions: [
        dimension.zeros === "hide" ? { ...dimension, zeros: undefined, limit: MOST_ASKED } : dimension,
      ],
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
  const [down, across] = [headings(rows, parts.rows, main, 0), headings(columns, parts.columns, main, 1)];
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
    rowCount: countOf(rows, parts.rows, main, 0),
    columnCount: countOf(columns, parts.columns, main, 1),
    at: (row, column) => grid[row]?.[column] ?? null,
    values,
  };
}

function headings(cube: CubeAnswer, dimension: ChartDimension, main: CubeAnswer, column: 0 | 1): Heading[] {
  const all = cube.rows.map((row, i) => ({
    key: row[0] ?? null,
    name: dimension.text(row[0] ?? null),
    state: cube.states?.[i],
  }));
  if (dimension.zeros !== "hide") return all;
  const isFilled = filledKeys(cube, main, column);
  return all.filter(({ key }) => isFilled.has(key)).slice(0, dimension.limit ?? MOST);
}

function countOf(cube: CubeAnswer, dimension: ChartDimension, main: CubeAnswer, column: 0 | 1): number {
  if (dimension.zeros !== "hide") return cube.rowCount;
  return cube.rowCount - cube.rows.length + filledKeys(cube, main, column).size;
}

/** Headings with a cell, or a total, that is neither zero nor missing. */
function filledKeys(cube: CubeAnswer, main: CubeAnswer, column: 0 | 1): Set<CellValue> {
  const known = new Set(cube.rows.map((row) => row[0] ?? null));
  const cells = main.rows.flatMap((row) => (figureOf(row[2]) ? [row[column] ?? null] : []));
  const totals = cube.rows.flatMap((row) => (figureOf(row[1]) ? [row[0] ?? null] : []));
  return new Set([...cells, ...totals].filter((key) => known.has(key)));
}
