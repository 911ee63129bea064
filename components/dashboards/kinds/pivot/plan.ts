import type { CellValue, PivotAnswer, Question } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { MeasureUse, ObjectContext, ResolvedMeasure } from "../../../charts/port";
import { type ResolvedDimension, resolveDimension } from "../../object-context";

/** Rows and columns shown; more are asked for where some of them are left out here. */
export const ROWS = 500;
export const COLUMNS = 40;
const ROWS_ASKED = 2_000;
const COLUMNS_ASKED = 200;

type Dimension = NonNullable<SheetObject["dimension"]>;

export interface PivotPlan {
  rows: ResolvedDimension[];
  columns: ResolvedDimension[];
  measures: ResolvedMeasure[];
  expanded: CellValue[][];
  totalRow: boolean;
  totalColumn: boolean;
}

export function pivotPlan(object: SheetObject, context: ObjectContext): PivotPlan {
  const resolve = (list: SheetObject["rows"] | SheetObject["columns"]) =>
    (list ?? []).map((d) => resolveDimension(d as Dimension, object.id, context));
  const uses: MeasureUse[] = object.measures ?? (object.measure === undefined ? [] : [object.measure]);
  const local = context.local?.(object.id).expanded as CellValue[][] | undefined;
  const { totals } = object;
  return {
    rows: resolve(object.rows),
    columns: resolve(object.columns),
    measures: uses.map((use) => context.measure(use)),
    expanded: local ?? object.expanded ?? [],
    totalRow: Array.isArray(totals) ? totals.includes("rows") : totals !== "none",
    totalColumn: Array.isArray(totals) ? totals.includes("columns") : totals !== "none",
  };
}

export function questions(object: SheetObject, context: ObjectContext): Record<string, Question> {
  const plan = pivotPlan(object, context);
  const sort = plan.rows[0]?.sort;
  const byMeasure = plan.measures.length > 0 && (!sort || sort.by === "value");
  const asked = ({ expression, nulls }: ResolvedDimension) => ({ expression, ...(nulls ? { nulls } : {}) });
  return {
    cells: {
      kind: "pivot",
      rows: plan.rows.map(asked),
      columns: plan.columns.map(asked),
      measures: plan.measures.map((m) => m.value),
      expanded: plan.expanded,
      ...(byMeasure ? { sort: { measure: 0, order: sort?.order === "up" ? "asc" : "desc" } } : {}),
      limitRows: plan.rows.some(hidesZeros) ? ROWS_ASKED : ROWS,
      limitColumns: plan.columns.some(hidesZeros) ? COLUMNS_ASKED : COLUMNS,
    },
  };
}

const hidesZeros = ({ zeros }: ResolvedDimension) => zeros === "hide";

export const samePath = (a: readonly CellValue[], b: readonly CellValue[]) =>
  a.length === b.length && a.every((v, i) => v === b[i]);

/** Open rows after a click on one; closing it forgets what was open inside. */
export function toggledPaths(expanded: CellValue[][], path: CellValue[]): CellValue[][] {
  const inside = (other: CellValue[]) => path.every((v, i) => other[i] === v);
  return expanded.some((p) => samePath(p, path)) ? expanded.filter((p) => !inside(p)) : [...expanded, path];
}

/** Within what a cell's shade is measured: all cells, its row, its column, or the rows of its level. */
export type Per = NonNullable<NonNullable<SheetObject["color"]>["per"]>;

/** Place from 0 to 1 of each cell between the lowest and highest of its own scale; null for what is missing. */
export function shadesOf(answer: PivotAnswer, per: Per, measure = 0): (number | null)[][] {
  const figures = answer.rows.map((row) => row.cells.map((cell) => numberOf(cell[measure])));
  const scaleOf = (row: number, column: number) =>
    per === "row"
      ? `r${row}`
      : per === "column"
        ? `c${column}`
        : per === "level"
          ? `l${answer.rows[row]?.path.length}`
          : "";
  const ends = new Map<string, [low: number, high: number]>();
  figures.forEach((row, r) => {
    row.forEach((value, c) => {
      if (value === null) return;
      const key = scaleOf(r, c);
      const [low, high] = ends.get(key) ?? [Math.min(0, value), value];
      ends.set(key, [Math.min(low, value), Math.max(high, value)]);
    });
  });
  return figures.map((row, r) =>
    row.map((value, c) => {
      const [low, high] = ends.get(scaleOf(r, c)) ?? [0, 0];
      return value === null || high === low ? null : (value - low) / (high - low);
    }),
  );
}

function numberOf(cell: CellValue | undefined): number | null {
  if (cell === null || cell === undefined || typeof cell === "boolean") return null;
  const figure = Number(cell);
  return Number.isFinite(figure) ? figure : null;
}
