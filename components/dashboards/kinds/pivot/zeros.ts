import type { Answer, CellValue, PivotAnswer } from "@/server/platform/model";
import { COLUMNS, type PivotPlan, ROWS } from "./plan";

/** The cross table's answer, without rows and columns of nothing but zeros where their dimensions say so. Totals stay. */
export function shownAnswer(plan: PivotPlan, answers: Record<string, Answer>): PivotAnswer | null {
  const answer = answers.cells;
  if (answer?.kind !== "pivot") return null;
  const hides = (list: PivotPlan["rows"]) => list.some((d) => d.zeros === "hide");
  const across = hides(plan.columns) ? withoutColumns(answer) : answer;
  return hides(plan.rows) ? withoutRows(across) : across;
}

/** A row stays for its own figures, and for those of the rows below it. */
function withoutRows(answer: PivotAnswer): PivotAnswer {
  const filled = new Set<string>();
  for (const { path, cells, totals } of answer.rows)
    if ([...cells, totals].some(isFilled))
      path.forEach((_, depth) => {
        filled.add(JSON.stringify(path.slice(0, depth + 1)));
      });
  const rows = answer.rows.filter(({ path }) => filled.has(JSON.stringify(path)));
  return {
    ...answer,
    rows: rows.slice(0, ROWS),
    rowCount: answer.rowCount - answer.rows.length + rows.length,
  };
}

function withoutColumns(answer: PivotAnswer): PivotAnswer {
  const columns = answer.columns.flatMap((_, c) =>
    isFilled(answer.totals.cells[c]) || answer.rows.some(({ cells }) => isFilled(cells[c])) ? [c] : [],
  );
  const shown = columns.slice(0, COLUMNS);
  const of = <T>(cells: T[]) => shown.flatMap((c) => cells.slice(c, c + 1));
  return {
    ...answer,
    columns: of(answer.columns),
    columnCount: answer.columnCount - answer.columns.length + columns.length,
    rows: answer.rows.map((row) => ({ ...row, cells: of(row.cells) })),
    totals: { ...answer.totals, cells: of(answer.totals.cells) },
  };
}

/** Whether one of the figures is neither zero nor missing. */
function isFilled(figures: readonly CellValue[] | undefined): boolean {
  return (figures ?? []).some((value) => value !== null && value !== "" && Number(value) !== 0);
}
