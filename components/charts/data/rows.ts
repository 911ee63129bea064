import type { CellValue, CubeAnswer, ValueState } from "@/server/platform/model";
import type { Mark } from "../draw/marks";
import type { ObjectContext } from "../port";
import type { Say } from "../texts";
import { figureOf, figuresOf } from "./cube";
import type { ChartDimension } from "./dimensions";

/** One value of a dimension with its figures. */
export interface Row {
  key: CellValue;
  name: string;
  figures: (number | null)[];
  state: ValueState | undefined;
  /** Stands for all values beyond the limit. */
  other: boolean;
}

/** The rows of a cube of one dimension; the rest, if asked for, as the last one. */
export function rowsOf(cube: CubeAnswer, dimension: ChartDimension, say: Say): Row[] {
  const rows = cube.rows.map((row, i): Row => {
    const key = row[0] ?? null;
    return {
      key,
      // Written when it is needed: of thousands of points few names are ever shown.
      get name() {
        return dimension.text(key);
      },
      figures: figuresOf(row, 1),
      state: cube.states?.[i],
      other: false,
    };
  });
  if (!cube.others || cube.others.count === 0) return rows;
  const figures = cube.others.measures.map(figureOf);
  const name = say("other", { count: cube.others.count });
  return [...rows, { key: null, name, figures, state: undefined, other: true }];
}

export const isSelected = (state: ValueState | undefined): boolean =>
  state === "S" || state === "L" || state === "XS";

/**
 * A click on what stands for several values takes in those that are out; where all are in, it takes all out: toggled one
 * by one, a neighbour's click would take out what both share.
 */
export function choiceOf(
  picks: Mark["picks"],
  { selections }: Pick<ObjectContext, "selections">,
): Pick<Mark, "picks" | "toggles"> {
  const out = picks.filter(({ field, value }) => !selections[field]?.includes(value));
  return out.length > 0 && out.length < picks.length ? { picks, toggles: out } : { picks };
}

/** Fields of a click on a row: nothing for the rest, for nulls and for calculated values. */
export function picksOf(
  row: Pick<Row, "key" | "other">,
  dimension: ChartDimension,
): { field: string; value: CellValue }[] {
  return row.other || row.key === null || dimension.field === null
    ? []
    : [{ field: dimension.field, value: row.key }];
}
