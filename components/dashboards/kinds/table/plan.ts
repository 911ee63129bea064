import type { CubeSort, PivotQuestion, Question } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { MeasureUse, ObjectContext, ResolvedMeasure } from "../../../charts/port";
import { type ResolvedDimension, resolveDimension, resolveDimensions } from "../../object-context";
import { comparesMeasure, type Rule, ruleExpression } from "../verdict";

/** Rows that are asked and drawn at once; a longer table has pages. */
export const PAGE = 200;

type SheetColumn = Exclude<NonNullable<SheetObject["columns"]>[number], string>;

export type Column = { id: string; label: string } & (
  | { kind: "value"; dimension: ResolvedDimension; at: number }
  | {
      kind: "number";
      measure: ResolvedMeasure;
      at: number;
      bar: boolean;
      rules: Rule[];
      otherwise: Rule["use"];
      /** Places of the answers of rules that are expressions. */
      asked: number[];
    }
  | { kind: "change"; measure: ResolvedMeasure; at: number; against: number; before: string }
  | { kind: "course"; as: "trend" | "stack"; measure: ResolvedMeasure; over: ResolvedDimension }
);

/** A table's columns, and where the answer holds what they show. */
export interface Plan {
  columns: Column[];
  dimensions: ResolvedDimension[];
  measures: string[];
  totals: boolean;
  /** Rows at most, by the sheet; further ones are not asked. */
  limit: number;
}

export function planOf(object: SheetObject, context: ObjectContext): Plan {
  const dimensions = resolveDimensions(object, context);
  const own = dimensions.length;
  const listed = (object.columns ?? object.measures ?? []).map(asColumn);
  for (const { field } of listed)
    if (field !== undefined) dimensions.push(resolveDimension(field, object.id, context));
  const measures: string[] = [];
  /** Where a measure stands in the answer, asking it once. */
  const place = (value: string) => {
    const found = measures.indexOf(value);
    return dimensions.length + (found >= 0 ? found : measures.push(value) - 1);
  };
  const columns: Column[] = dimensions.slice(0, own).map((dimension, at) => valueColumn(dimension, at));
  let next = own;
  for (const column of listed) {
    const dimension = column.field === undefined ? undefined : dimensions[next++];
    if (dimension) columns.push(valueColumn(dimension, next - 1, context.text(column.label)));
    else columns.push(figureColumn(column, columns.length, object.id, context, place));
  }
  return {
    columns,
    dimensions,
    measures,
    totals: object.totals !== "none",
    limit: dimensions[0]?.limit ?? 10_000,
  };
}

function asColumn(column: string | MeasureUse | SheetColumn): SheetColumn {
  return typeof column === "string" ? { use: column } : (column as SheetColumn);
}

const valueColumn = (dimension: ResolvedDimension, at: number, label = ""): Column => ({
  id: `value ${at}`,
  kind: "value",
  label: label || dimension.label,
  dimension,
  at,
});

function figureColumn(
  column: SheetColumn,
  index: number,
  objectId: string,
  context: ObjectContext,
  place: (value: string) => number,
): Column {
  const { use, value, label, format, better, as, over, against } = column;
  const measure = context.measure({ use, value, label, format, better } as MeasureUse);
  const common = { id: `${as ?? "number"} ${index}`, label: measure.label, measure };
  if ((as === "trend" || as === "stack") && over !== undefined)
    return { ...common, kind: "course", as, over: resolveDimension(over, objectId, context) };
  const at = place(measure.value);
  if (as === "change" && against !== undefined) {
    const before = context.measure(against);
    return { ...common, kind: "change", at, against: place(before.value), before: before.label };
  }
  const rules = column.color?.rules ?? [];
  return {
    ...common,
    kind: "number",
    at,
    bar: column.bar ?? false,
    rules,
    otherwise: column.color?.else ?? "neutral",
    asked: rules.filter((r) => !comparesMeasure(r)).map((r) => place(ruleExpression(r))),
  };
}

export interface TableLocal {
  sort?: { column: number; order: "asc" | "desc" };
  page?: number;
  /** What was selected when the page was turned to. */
  at?: string;
}

export const tableLocal = (objectId: string, context: ObjectContext): TableLocal =>
  (context.local?.(objectId) as TableLocal | undefined) ?? {};

/** The page the reader turned to; under another selection there are other rows, and it is the first again. */
export function pageOf(objectId: string, context: ObjectContext): number {
  const { page = 0, at } = tableLocal(objectId, context);
  return at === undefined || at === standingOf(context) ? page : 0;
}

export const turnedTo = (page: number, context: ObjectContext): TableLocal => ({
  page,
  at: standingOf(context),
});

const standingOf = ({ selections, variables }: ObjectContext) => JSON.stringify([selections, variables]);

/** The reader's sort, else the sheet's, else the largest of the first figure with a bar. */
export function sortOf(plan: Plan, objectId: string, context: ObjectContext): CubeSort {
  const { sort: chosen } = tableLocal(objectId, context);
  if (chosen) return chosen;
  const sort = plan.dimensions[0]?.sort;
  if (sort?.by === "text" || sort?.by === "load" || sort?.by === "state")
    return { column: 0, order: sort.order === "down" ? "desc" : "asc", as: sort.by };
  if (sort?.by === "number") return { column: 0, order: "asc", as: "value" };
  const order = sort?.order === "up" ? "asc" : "desc";
  if (sort && sort.by !== "value") {
    const wanted = plan.measures.indexOf(context.measure(sort.by).value);
    if (wanted >= 0) return { column: plan.dimensions.length + wanted, order };
  }
  const figures = plan.columns.filter((c) => c.kind === "number");
  const main = figures.find((c) => c.bar) ?? figures[0];
  return main ? { column: main.at, order } : { column: 0, order: "asc" };
}

export function questions(object: SheetObject, context: ObjectContext): Record<string, Question> {
  const plan = planOf(object, context);
  const sort = sortOf(plan, object.id, context);
  const offset = pageOf(object.id, context) * PAGE;
  const limit = Math.max(1, Math.min(PAGE, plan.limit - offset));
  const all: Record<string, Question> = {
    rows: {
      kind: "cube",
      dimensions: plan.dimensions.map(({ expression, nulls }) => ({
        expression,
        ...(nulls ? { nulls } : {}),
      })),
      measures: plan.measures,
      sort: [sort],
      limit,
      ...(offset > 0 ? { offset } : {}),
      ...(plan.totals ? { totals: true } : {}),
      ...(plan.dimensions.some((d) => d.zeros === "hide") ? { zeros: "hide" as const } : {}),
    },
  };
  for (const column of plan.columns)
    if (column.kind === "course") all[column.id] = courseQuestion(column, plan, sort, offset + limit);
  return all;
}

/** The same rows in the same order, by a further field: only what the table shows comes back. */
function courseQuestion(
  column: Extract<Column, { kind: "course" }>,
  plan: Plan,
  sort: CubeSort,
  rows: number,
): PivotQuestion {
  const sorted = plan.measures[sort.column - plan.dimensions.length];
  const measures = [column.measure.value];
  if (sorted !== undefined && sorted !== column.measure.value) measures.push(sorted);
  return {
    kind: "pivot",
    rows: [{ expression: plan.dimensions[0]?.expression ?? "" }],
    columns: [{ expression: column.over.expression }],
    measures,
    ...(sorted === undefined ? {} : { sort: { measure: measures.length - 1, order: sort.order } }),
    limitRows: rows,
    limitColumns: 60,
  };
}
