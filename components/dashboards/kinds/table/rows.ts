import type { Answer, CellValue } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext, TableColumn, TableView } from "../../../charts/port";
import { figureOf } from "../../formats";
import { type Column, type Plan, planOf } from "./plan";

type Shown = Exclude<Column, { kind: "course" }>;

/** The answered rows with full figures, and the recomputed totals; courses have no cell of their own. */
export function tableView(
  object: SheetObject,
  context: ObjectContext,
  answers: Record<string, Answer>,
): TableView {
  const plan = planOf(object, context);
  const columns = plan.columns.filter((c) => c.kind !== "course");
  const answer = answers.rows?.kind === "cube" ? answers.rows : null;
  const cells = (row: CellValue[]) => ({
    raw: columns.map((column) => rawOf(column, row)),
    text: columns.map((column) => textOf(column, row, context)),
  });
  return {
    columns: columns.map(columnOf),
    rows: answer?.rows.map(cells) ?? [],
    ...(answer?.totals ? { totals: totalsOf(plan, columns, answer.totals, context) } : {}),
    ...(answer ? { rowCount: answer.rowCount } : {}),
  };
}

function totalsOf(plan: Plan, columns: Shown[], totals: CellValue[], context: ObjectContext) {
  const row = [...plan.dimensions.map(() => null), ...totals];
  return {
    raw: columns.map((column) => rawOf(column, row)),
    text: columns.map((column) => (column.kind === "value" ? "" : textOf(column, row, context))),
  };
}

function columnOf(column: Shown): TableColumn {
  const { label } = column;
  if (column.kind === "value") return { label, numeric: false, field: column.dimension.field };
  if (column.kind === "number") return { label, numeric: true, format: column.measure.format };
  return { label, numeric: true, format: { kind: "percent", digits: 1 } };
}

/** Full figures; a change as a share (0.09), that of a percentage as its difference. */
function rawOf(column: Shown, row: CellValue[]): CellValue {
  const cell = row[column.at] ?? null;
  if (column.kind !== "change") return cell;
  const [now, before] = [figureOf(cell), figureOf(row[column.against])];
  if (now === null || before === null) return null;
  if (column.measure.format.kind === "percent") return now - before;
  return before === 0 ? null : (now - before) / Math.abs(before);
}

function textOf(column: Shown, row: CellValue[], context: ObjectContext): string {
  const cell = row[column.at] ?? null;
  if (column.kind === "value") return column.dimension.text(cell);
  if (column.kind === "number") return context.formats.value(cell, column.measure.format);
  return context.formats.change(cell, row[column.against] ?? null, column.measure.format)?.text ?? "–";
}
