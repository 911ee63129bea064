import type { Answer, CellValue, CubeAnswer, CubeQuestion, CubeSort } from "@/server/platform/model";
import { figureOf } from "../../dashboards/formats";
import type { ChartDimension } from "./dimensions";

export { figureOf };

export interface CubeWish {
  dimensions: readonly ChartDimension[];
  /** Expressions. */
  measures: readonly string[];
  /** How to sort where the sheet does not say. */
  sort: "value" | "number" | "text" | "load" | "state";
  /** Rows where the sheet does not say. */
  limit: number;
  others?: boolean;
  alternatives?: boolean;
  totals?: boolean;
  /** What is selected comes before what is not. */
  selectedFirst?: boolean;
  /** A measure's use → its expression, for `sort: { by: … }`. */
  expressionOf?(use: string): string;
}

/** The cube question of a chart: sorted as the sheet says, cut at its limit. */
export function cubeQuestion(wish: CubeWish): CubeQuestion {
  const [first] = wish.dimensions;
  const measures = [...wish.measures];
  const limit = first?.limit ?? wish.limit;
  return {
    kind: "cube",
    dimensions: wish.dimensions.map(({ expression, nulls }) => ({ expression, ...(nulls ? { nulls } : {}) })),
    sort: [
      ...(wish.selectedFirst ? [{ column: 0, order: "asc" as const, as: "state" as const }] : []),
      ...wish.dimensions.flatMap((dimension, i) => sortOf(dimension, i, wish, measures)),
    ].slice(0, 3),
    measures,
    limit: Math.min(limit, 10_000),
    ...(wish.others && wish.dimensions.length === 1 ? { others: true } : {}),
    ...(wish.alternatives && first?.field && wish.dimensions.length === 1 ? { alternatives: true } : {}),
    ...(wish.totals ? { totals: true } : {}),
    ...zerosOf(wish.dimensions),
  };
}

/** Rows of nothing but zeros are left out where one of the dimensions says so. */
export function zerosOf(dimensions: readonly Pick<ChartDimension, "zeros">[]): Pick<CubeQuestion, "zeros"> {
  return dimensions.some((d) => d.zeros === "hide") ? { zeros: "hide" } : {};
}

function sortOf(dimension: ChartDimension, index: number, wish: CubeWish, measures: string[]): CubeSort[] {
  const { by, order } = dimension.sort ?? { by: wish.sort, order: undefined };
  const direction = (usual: "asc" | "desc") => (order ? (order === "up" ? "asc" : "desc") : usual);
  const column = wish.dimensions.length;
  switch (by) {
    case "value":
      return measures.length ? [{ column, order: direction("desc") }] : [];
    case "number":
      return [{ column: index, order: direction("asc"), as: "value" }];
    case "text":
    case "load":
    case "state":
      return [{ column: index, order: direction("asc"), as: by }];
  }
  const expression = wish.expressionOf?.(by) ?? by;
  const known = measures.indexOf(expression);
  if (known < 0) measures.push(expression);
  return [{ column: column + (known < 0 ? measures.length - 1 : known), order: direction("desc") }];
}

/** A cube among the answers; null where it is missing or could not be answered. */
export function cubeOf(answers: Record<string, Answer>, key: string): CubeAnswer | null {
  const answer = answers[key];
  return answer?.kind === "cube" ? answer : null;
}

/** The measures of a row as numbers, from the column after `dimensions` on. */
export const figuresOf = (row: readonly CellValue[], dimensions: number): (number | null)[] =>
  row.slice(dimensions).map(figureOf);
