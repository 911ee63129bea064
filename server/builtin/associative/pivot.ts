import type { CellValue, PivotAnswer, PivotQuestion } from "@/server/platform/model";
import { type Asking, cubePlan, type PlannedQuestion, readDimensions, readMeasures } from "./asking";
import { checkTotals } from "./cube-checks";
import { type Level, type Pivot, type PivotPlan, planStatements } from "./pivot-plan";
import { invalidQuestion } from "./requests";

const DEFAULT_ROWS = 500;
const DEFAULT_COLUMNS = 40;

/** A row of one depth as read. */
interface Found {
  /** Its number in its depth. */
  at: number;
  row: PivotAnswer["rows"][number];
  children: Found[];
}

/** Puts a cross table together. Totals of every level are computed anew, never summed. @throws `query.*` */
export function planPivot(asking: Asking, key: string, question: PivotQuestion): PlannedQuestion {
  const rows = readDimensions(asking, question.rows, "rows");
  const columns = readDimensions(asking, question.columns, "columns", rows.length);
  const measures = readMeasures(asking, question.measures);
  checkTotals([...rows, ...columns], measures);
  if (question.sort && question.sort.measure >= measures.length)
    throw invalidQuestion("sort.measure", `there are only ${measures.length} measures, counted from 0`);
  const pivot: Pivot = {
    workspace: asking.workspace,
    cube: cubePlan(asking, measures, asking.selections),
    rows,
    columns,
    key,
    limitRows: question.limitRows ?? DEFAULT_ROWS,
    limitColumns: question.limitColumns ?? DEFAULT_COLUMNS,
    ...(question.sort ? { sort: question.sort } : {}),
  };
  const plan = planStatements(pivot);
  const open = new Set((question.expanded ?? []).map((path) => JSON.stringify(path)));
  return { answer: () => answerPivot(pivot, plan, open) };
}

async function answerPivot(pivot: Pivot, plan: PivotPlan, open: ReadonlySet<string>): Promise<PivotAnswer> {
  const { workspace, columns } = pivot;
  const [grand = []] = await workspace.read(plan.grand);
  const heads = plan.heads ? await workspace.read(plan.heads) : null;
  const headers = heads ? heads.map((head) => head.slice(2, 2 + columns.length)) : [[]];
  const first: Found[] = [];
  let rowCount = 0;
  let above: Found[] = [];
  for (const [depth, level] of plan.levels.entries()) {
    level.open.push(...above.filter((f) => f.row.open).map((f) => f.at));
    if (depth > 0 && level.open.length === 0) break;
    const isLast = depth === plan.levels.length - 1;
    const parents = new Map(above.map((f) => [f.at, f]));
    const read = await workspace.read(level.page);
    rowCount += Number(read[0]?.[0] ?? 0);
    above = read.map(([, at, parentAt, cell = null, ...totals]) => {
      const parent = parents.get(Number(parentAt));
      const path = [...(parent?.row.path ?? []), cell];
      const found = {
        at: Number(at),
        row: { path, open: !isLast && open.has(JSON.stringify(path)), cells: [], totals },
        children: [],
      };
      (parent?.children ?? first).push(found);
      return found;
    });
    await readCells(pivot, level, above, headers.length);
  }
  return {
    kind: "pivot",
    columns: headers,
    columnCount: heads ? Number(heads[0]?.[0] ?? 0) : 1,
    rows: inTreeOrder(first).slice(0, pivot.limitRows),
    rowCount,
    totals: {
      cells: heads ? heads.map((head) => head.slice(2 + columns.length)) : [grand],
      totals: grand,
    },
  };
}

/** Fills in the cells of one depth's rows; NULL where there are no data. */
async function readCells(
  { workspace, cube }: Pivot,
  level: Level,
  rows: readonly Found[],
  columns: number,
): Promise<void> {
  const empty = (): CellValue[] => cube.measures.map(() => null);
  if (!level.cells) {
    for (const { row } of rows) row.cells = [row.totals];
    return;
  }
  for (const { row } of rows) row.cells = Array.from({ length: columns }, empty);
  const byNumber = new Map(rows.map((f) => [f.at, f.row]));
  for (const [row, column, ...cells] of await workspace.read(level.cells)) {
    const found = byNumber.get(Number(row));
    if (found) found.cells[Number(column)] = cells;
  }
}

function inTreeOrder(rows: readonly Found[]): PivotAnswer["rows"] {
  return rows.flatMap(({ row, children }) => [row, ...inTreeOrder(children)]);
}
