import type { Catalog } from "@/server/builtin/associative/catalog";
import type { Batch } from "@/server/platform/model";
import { isPlainField, isSimple } from "./tables";

export interface Foreseen {
  field: string;
  /** Its values are needed, too: somebody can select in it. */
  values: boolean;
}

/**
 * Fields that a click on a picture is likely to need beside what the picture needed: those that tables meet by, then
 * those that can be selected in, in the order of the questions.
 */
export function fieldsOfClicks(catalog: Catalog, { questions }: Batch): Foreseen[] {
  if (!isSimple(catalog)) return [];
  const shown = Object.values(questions).flatMap((question) => {
    if (question.kind === "values") return [question.field];
    if (question.kind === "cube") return question.dimensions.map((d) => plainName(d.expression));
    return question.kind === "pivot"
      ? [...question.rows, ...question.columns].map((d) => plainName(d.expression))
      : [];
  });
  const links = catalog.graph.links.flatMap(({ fields }) => (fields.length === 1 ? fields : []));
  return [...new Set([...links, ...shown])].flatMap((name) => {
    const field = catalog.field(name);
    return field && isPlainField(field) ? [{ field: field.name, values: shown.includes(name) }] : [];
  });
}

/** A dimension that is nothing but a field, by its name. */
function plainName(expression: string): string {
  const text = expression.trim().replace(/^=\s*/, "");
  return /^\[[^\]]+\]$/.test(text) ? text.slice(1, -1) : text;
}
