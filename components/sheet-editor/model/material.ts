import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { FieldChoice, MeasureChoice } from "./draft";
import type { Material } from "./new-object";

/** What can be shown: the template's fields first, then those only the data have; types and counts come from the data. */
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
  const names = new Set(fields.map((f) => f.name));
  const others = Object.entries(known)
    .filter(([name, field]) => !names.has(name) && !field.key)
    .map(([name, { label, type, distinct }]): FieldChoice => ({ name, label, type, distinct }));
  const own = new Set(measures.map((m) => m.name));
  const more = Object.entries(document?.measures ?? {})
    .filter(([name]) => !own.has(name))
    .map(([name, { label, value }]): MeasureChoice => ({ name, label, value }));
  return { fields: [...declared, ...others], measures: [...measures, ...more] };
}
