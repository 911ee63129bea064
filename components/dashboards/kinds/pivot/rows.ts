import type { Answer, CellValue, PivotAnswer } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext, TableColumn, TableView } from "../../../charts/port";
import { sayOf } from "../../../charts/texts";
import { type PivotPlan, pivotPlan } from "./plan";
import { shownAnswer } from "./zeros";

/** One row per shown row of the cross table, its path in columns of its own; totals as the sheet wants them. */
export function tableView(
  object: SheetObject,
  context: ObjectContext,
  answers: Record<string, Answer>,
): TableView {
  const plan = pivotPlan(object, context);
  const answer = shownAnswer(plan, answers);
  if (!answer) return { columns: [], rows: [] };
  const all = plan.totalColumn && plan.columns.length > 0;
  const figures = (cells: CellValue[][], totals: CellValue[]) => (all ? [...cells, totals] : cells);
  const line = (path: (string | null)[], cells: CellValue[][], raw: CellValue[]) => {
    const flat = cells.flatMap((cell) => plan.measures.map((_, i): CellValue => cell[i] ?? null));
    const formats = cells.flatMap(() => plan.measures.map(({ format }) => format));
    const text = flat.map((value, i) => context.formats.value(value, formats[i] ?? { kind: "number" }));
    return { raw: [...raw, ...flat], text: [...path.map((p) => p ?? ""), ...text] };
  };
  return {
    columns: columnsOf(plan, answer, all ? sayOf(context)("total") : null),
    rows: answer.rows.map((row) => {
      const raw = plan.rows.map((_, i) => row.path[i] ?? null);
      const names = raw.map((v, i) => (v === null ? null : (plan.rows[i]?.text(v) ?? "")));
      return line(names, figures(row.cells, row.totals), raw);
    }),
    ...(plan.totalRow
      ? {
          totals: line(
            plan.rows.map(() => null),
            figures(answer.totals.cells, answer.totals.totals),
            plan.rows.map(() => null),
          ),
        }
      : {}),
    rowCount: answer.rowCount,
  };
}

/** Heads of the path, then of each column's figures, then of the totals where there is a word for them. */
function columnsOf(plan: PivotPlan, answer: PivotAnswer, total: string | null): TableColumn[] {
  const names = answer.columns.map((path) =>
    path.map((v, i) => plan.columns[i]?.text(v) ?? String(v)).join(" · "),
  );
  if (total !== null) names.push(total);
  return [
    ...plan.rows.map(({ label, field }) => ({ label, numeric: false, field })),
    ...names.flatMap((name) =>
      plan.measures.map(({ label, format }) => ({
        label: [name, plan.measures.length > 1 || !name ? label : ""].filter(Boolean).join(" · "),
        numeric: true,
        format,
      })),
    ),
  ];
}
