import type { Answer } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext, TableView } from "../../port";
import { sayOf } from "../../texts";
import { heatCells, heatParts, heatQuestions } from "./cells";

export { heatmapModel } from "./model";

function table(object: SheetObject, context: ObjectContext, answers: Record<string, Answer>): TableView {
  const parts = heatParts(object, context);
  const cells = parts && heatCells(parts, answers);
  if (!parts || !cells) return { columns: [], rows: [] };
  return {
    columns: [
      { label: parts.rows.label, numeric: false, field: parts.rows.field },
      ...cells.columns.map(({ name }) => ({ label: name, numeric: true, format: parts.measure.format })),
    ],
    rows: cells.rows.map(({ key, name }, i) => {
      const values = cells.columns.map((_, j) => cells.at(i, j));
      return {
        raw: [key, ...values],
        text: [name, ...values.map((value) => context.formats.value(value, parts.measure.format))],
      };
    }),
  };
}

function summary(object: SheetObject, context: ObjectContext, answers: Record<string, Answer>): string {
  const say = sayOf(context);
  const parts = heatParts(object, context);
  if (!parts) return "";
  const cells = heatCells(parts, answers);
  const names = { measure: parts.measure.label, rows: parts.rows.label, columns: parts.columns.label };
  const known = cells?.rows.flatMap((row, i) =>
    cells.columns.flatMap((column, j) => {
      const value = cells.at(i, j);
      return value === null ? [] : [{ name: `${row.name}, ${column.name}`, value }];
    }),
  );
  const [first] = known ?? [];
  if (!known || !first) return say("summaryNone", { measure: names.measure, dimension: names.rows });
  const high = known.reduce((best, one) => (one.value > best.value ? one : best), first);
  const low = known.reduce((best, one) => (one.value < best.value ? one : best), first);
  const text = (value: number) => context.formats.value(value, parts.measure.format, { compact: true });
  return say("summaryCells", {
    ...names,
    highest: high.name,
    highestValue: text(high.value),
    lowest: low.name,
    lowestValue: text(low.value),
  });
}

export const heatmap = { questions: heatQuestions, table, summary };
