import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { FieldChoice, MeasureChoice } from "./draft";
import type { Material } from "./new-object";

/**
 * What can be shown: the fields and measures the template declares, types and counts as the data have them; all that
 * the data hold where nothing is declared.
 */
export function materialOf(
  fields: readonly FieldChoice[],
  measures: readonly MeasureChoice[],
  document: DashboardDocument | null,
): Material {
  const known = document?.fields ?? {};
  const declared = fields.map((field): FieldChoice => {
    const data = known[field.name];
    return data ? { type: data.type, distinct: data.distinct, ...field } : field;
  });
  const others = Object.entries(fields.length > 0 ? {} : known)
    .filter(([, field]) => !field.key)
    .map(([name, { label, type, distinct }]): FieldChoice => ({ name, label, type, distinct }));
  const more = Object.entries(measures.length > 0 ? {} : (document?.measures ?? {})).map(
    ([name, { label, value }]): MeasureChoice => ({ name, label, value }),
  );
  return { fields: [...declared, ...others], measures: [...measures, ...more] };
}
