import type { Answer } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext, ObjectKind, TableView } from "../../../charts/port";
import { pivotPlan, questions } from "./plan";
import { View } from "./view";

/** One row per shown row of the cross table, its path in columns of its own. */
function tableView(object: SheetObject, context: ObjectContext, answers: Record<string, Answer>): TableView {
  const plan = pivotPlan(object, context);
  const answer = answers.cells;
  if (answer?.kind !== "pivot") return { columns: [], rows: [] };
  const heads = answer.columns.flatMap((path) => {
    const name = path.map((v, i) => plan.columns[i]?.text(v) ?? String(v)).join(" · ");
    return plan.measures.map((m) =>
      [name, plan.measures.length > 1 || !name ? m.label : ""].filter(Boolean).join(" · "),
    );
  });
  return {
    columns: [
      ...plan.rows.map(({ label }) => ({ label, numeric: false })),
      ...heads.map((label) => ({ label, numeric: true })),
    ],
    rows: answer.rows.map((row) => {
      const path = plan.rows.map((_, i) => row.path[i] ?? null);
      const cells = row.cells.flatMap((cell) =>
        plan.measures.map((m, i) => ({ value: cell[i] ?? null, format: m.format })),
      );
      return {
        raw: [...path, ...cells.map((c) => c.value)],
        text: [
          ...path.map((v, i) => (v === null ? "" : (plan.rows[i]?.text(v) ?? ""))),
          ...cells.map((c) => context.formats.value(c.value, c.format)),
        ],
      };
    }),
  };
}

export const pivot: ObjectKind = { questions, View, table: tableView };
