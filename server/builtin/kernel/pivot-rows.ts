import type { CellValue, PivotAnswer } from "@/server/platform/model";
import type { CubeRows, CubeTable } from "./cube-rows";
import type { HeldCube } from "./cubes";
import type { HeldPivot } from "./pivots";
import type { FieldValues } from "./tables";

const DEFAULT_ROWS = 500;
const DEFAULT_COLUMNS = 40;

/** Cubes after the pass. */
export interface PassedCubes {
  rowsOf(cube: HeldCube): CubeRows;
  valuesOf(cube: HeldCube): FieldValues[];
}

/** A row of one depth. */
interface Found {
  group: number;
  row: PivotAnswer["rows"][number];
  children: Found[];
}

/** The columns that are shown. */
interface Heads {
  /** How many combinations of their values there are. */
  groups: number;
  shown: readonly number[];
}

/** A cross table from its cubes. Totals of every level are their own figures, never sums of others. */
export function pivotAnswer(pivot: HeldPivot, passed: PassedCubes): PivotAnswer {
  const { question, levels } = pivot;
  const { limitRows = DEFAULT_ROWS, limitColumns = DEFAULT_COLUMNS, expanded = [] } = question;
  const open = new Set(expanded.map((path) => JSON.stringify(path)));
  const tableOf = (cube: HeldCube) => passed.rowsOf(cube).table(passed.valuesOf(cube));
  const grand = passed.rowsOf(pivot.grand).whole();
  const head = pivot.heads && tableOf(pivot.heads);
  const heads = head && {
    groups: head.combinations.groups,
    shown: Array.from(head.present.subarray(0, limitColumns)),
  };
  const first: Found[] = [];
  let above: Found[] | null = null;
  let rowCount = 0;
  for (const [depth, level] of levels.entries()) {
    const rows = tableOf(level.rows);
    const below = childrenOf(rows, above?.filter((f) => f.row.open) ?? null);
    rowCount += below.length;
    const isLast = depth === question.rows.length - 1;
    const cells = level.cells && tableOf(level.cells);
    above = below.slice(0, limitRows).map(({ group, parent }) => {
      const path = rows.combinations.cells(group);
      const totals = rows.figuresOf(group);
      const row = {
        path,
        open: !isLast && open.has(JSON.stringify(path)),
        cells: heads && cells ? cellsOf(cells, group, heads, totals.length) : [totals],
        totals,
      };
      const found = { group, row, children: [] };
      (parent?.children ?? first).push(found);
      return found;
    });
    if (!above.some((f) => f.row.open)) break;
  }
  return {
    kind: "pivot",
    columns: head && heads ? heads.shown.map((group) => head.combinations.cells(group)) : [[]],
    columnCount: head ? head.present.length : 1,
    rows: inTreeOrder(first).slice(0, limitRows),
    rowCount,
    totals: {
      cells: head && heads ? heads.shown.map((group) => head.figuresOf(group)) : [grand],
      totals: grand,
    },
  };
}

/** The rows below open ones, parent by parent, in order; all rows at the top. */
function childrenOf(
  { present, combinations, compare }: CubeTable,
  open: readonly Found[] | null,
): { group: number; parent: Found | null }[] {
  if (!open)
    return Array.from(present, (group) => ({ group, parent: null })).sort((a, b) =>
      compare(a.group, b.group),
    );
  const below = new Map<number, number[]>(open.map((f) => [f.group, []]));
  for (const group of present) below.get(combinations.above(group))?.push(group);
  return open.flatMap((parent) =>
    (below.get(parent.group) ?? []).sort(compare).map((group) => ({ group, parent })),
  );
}

/** One row's cells under the columns shown; NULL where there are no data. */
function cellsOf(
  { isPresent, figuresOf }: CubeTable,
  row: number,
  { groups, shown }: Heads,
  measures: number,
): CellValue[][] {
  return shown.map((column) => {
    const group = row * groups + column;
    return isPresent[group] === 1 ? figuresOf(group) : new Array<CellValue>(measures).fill(null);
  });
}

function inTreeOrder(rows: readonly Found[]): PivotAnswer["rows"] {
  return rows.flatMap(({ row, children }) => [row, ...inTreeOrder(children)]);
}
