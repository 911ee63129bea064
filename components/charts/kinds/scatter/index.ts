import type { Answer } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext, TableView } from "../../port";
import { sayOf } from "../../texts";
import { scatterParts, scatterPoints, scatterQuestions } from "./points";

export { scatterModel } from "./model";

function table(object: SheetObject, context: ObjectContext, answers: Record<string, Answer>): TableView {
  const parts = scatterParts(object, context);
  if (!parts) return { columns: [], rows: [] };
  const { dimension, group, x, y, size } = parts;
  const text = context.formats.value;
  return {
    columns: [
      { label: dimension.label, numeric: false, field: dimension.field },
      ...(group ? [{ label: group, numeric: false, field: group }] : []),
      ...[x, y, ...(size ? [size] : [])].map(({ label, format }) => ({ label, numeric: true, format })),
    ],
    rows: scatterPoints(parts, answers).map((point) => ({
      raw: [point.key, ...(group ? [point.group] : []), point.x, point.y, ...(size ? [point.size] : [])],
      text: [
        point.name,
        ...(group ? [context.formats.field(point.group, group)] : []),
        text(point.x, x.format),
        text(point.y, y.format),
        ...(size ? [text(point.size, size.format)] : []),
      ],
    })),
  };
}

function summary(object: SheetObject, context: ObjectContext, answers: Record<string, Answer>): string {
  const parts = scatterParts(object, context);
  if (!parts) return "";
  const points = scatterPoints(parts, answers).length;
  return sayOf(context)("summaryPair", { points, x: parts.x.label, y: parts.y.label });
}

export const scatter = { questions: scatterQuestions, table, summary };
