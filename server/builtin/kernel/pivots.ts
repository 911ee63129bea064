import { type Asking, readDimensions } from "@/server/builtin/associative/asking";
import type { CubeDimension, PivotQuestion } from "@/server/platform/model";
import { type HeldCube, heldCube } from "./cubes";
import { NotHeld } from "./tables";

/** A cross table as cubes: one for each kind of total, and one of cells per depth of rows. */
export interface HeldPivot {
  question: PivotQuestion;
  grand: HeldCube;
  /** By the columns; null where there are none. */
  heads: HeldCube | null;
  /** By the rows down to a depth: alone, and crossed with the columns. Depths at which nothing is open are left out. */
  levels: { rows: HeldCube; cells: HeldCube | null }[];
}

/** @throws NotHeld; what is wrong with the question */
export function heldPivot(asking: Asking, question: PivotQuestion): HeldPivot {
  const { rows, columns, measures, sort, expanded = [] } = question;
  if (sort && sort.measure >= measures.length) throw new NotHeld("No such measure.");
  const cube = (dimensions: CubeDimension[], sorted = false) =>
    heldCube(
      asking,
      {
        kind: "cube",
        dimensions,
        measures,
        ...(sorted && sort
          ? { sort: [{ column: dimensions.length + sort.measure, order: sort.order }] }
          : {}),
      },
      false,
    );
  const depths = Math.min(rows.length, 1 + Math.max(0, ...expanded.map((path) => path.length)));
  const hasColumns = columns.length > 0;
  // Also what is closed is read: a mistake there shows all the same.
  readDimensions(asking, [...rows, ...columns]);
  const pivot: HeldPivot = {
    question,
    grand: cube([]),
    heads: hasColumns ? cube(columns) : null,
    levels: rows.slice(0, depths).map((_, depth) => {
      const down = rows.slice(0, depth + 1);
      return { rows: cube(down, true), cells: hasColumns ? cube([...down, ...columns]) : null };
    }),
  };
  const deepest = pivot.levels.at(-1);
  const { dimensions: finest } = deepest?.cells ?? deepest?.rows ?? pivot.heads ?? pivot.grand;
  for (const view of cubesOf(pivot)) view.finest = finest;
  return pivot;
}

export function cubesOf({ grand, heads, levels }: HeldPivot): HeldCube[] {
  return [grand, heads, ...levels.flatMap((l) => [l.rows, l.cells])].filter((c) => c !== null);
}
