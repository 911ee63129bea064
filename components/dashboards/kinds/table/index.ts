import type { Answer, CellValue } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext, ObjectKind, TableView } from "../../../charts/port";
import { figureOf } from "../../formats";
import { type Column, planOf, questions } from "./plan";
import { View } from "./view";

/** The shown rows with full figures; courses have no cell of their own. */
function tableView(object: SheetObject, context: ObjectContext, answers: Record<string, Answer>): TableView {
  const plan = planOf(object, context);
  const columns = plan.columns.filter((c) => c.kind !== "course");
  const rows = answers.rows?.kind === "cube" ? answers.rows.rows : [];
  return {
    columns: columns.map(({ label, kind }) => ({ label, numeric: kind !== "value" })),
    rows: rows.map((row) => ({
      raw: columns.map((column) => rawOf(column, row)),
      text: columns.map((column) => textOf(column, row, context)),
    })),
  };
}

/** Full figures; a change as a share (0.09), that of a percentage as its difference. */
function rawOf(column: Column, row: CellValue[]): CellValue {
  if (column.kind === "course") return null;
  const cell = row[column.at] ?? null;
  if (column.kind !== "change") return cell;
  const [now, before] = [figureOf(cell), figureOf(row[column.against])];
  if (now === null || before === null) return null;
  if (column.measure.format.kind === "percent") return now - before;
  return before === 0 ? null : (now - before) / Math.abs(before);
}

function textOf(column: Column, row: CellValue[], context: ObjectContext): string {
  if (column.kind === "course") return "";
  const cell = row[column.at] ?? null;
  if (column.kind === "value") return column.dimension.text(cell);
  if (column.kind === "number") return context.formats.value(cell, column.measure.format);
  return context.formats.change(cell, row[column.against] ?? null, column.measure.format)?.text ?? "–";
}

export const table: ObjectKind = { questions, View, table: tableView };
