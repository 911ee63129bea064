import type { Answer, CellValue, Question } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext } from "../../charts/port";

/** `{measure}` or `{=expression}`. */
const SLOT = /\{(=[^{}]+|[a-z][a-z0-9-]*)\}/g;

function slotsOf(object: SheetObject, context: ObjectContext): string[] {
  const found = [...context.text(object.text).matchAll(SLOT)].map((m) => m[1] ?? "");
  return [...new Set(found)].slice(0, 40);
}

const measureOf = (slot: string, context: ObjectContext) =>
  context.measure(slot.startsWith("=") ? { value: slot.slice(1) } : slot);

export function questions(object: SheetObject, context: ObjectContext): Record<string, Question> {
  const measures = slotsOf(object, context).map((slot) => measureOf(slot, context).value);
  if (measures.length === 0) return {};
  return { values: { kind: "cube" as const, dimensions: [], measures } };
}

/** The text with its figures put in; they are escaped and on one line, so that no value becomes markup. */
export function filled(object: SheetObject, context: ObjectContext, answer: Answer | undefined): string {
  const row: CellValue[] = answer?.kind === "cube" ? (answer.rows[0] ?? []) : [];
  const slots = slotsOf(object, context);
  return context.text(object.text).replace(SLOT, (_, slot: string) => {
    const { format } = measureOf(slot, context);
    const text = context.formats.value(row[slots.indexOf(slot)] ?? null, format, { compact: true });
    return text.replace(/[\r\n]+/g, " ").replace(/[\\`*_[\]<>#|~&]/g, "\\$&");
  });
}
