import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext } from "../charts/port";
import { fieldLabel } from "./object-context";

/** An object's own title, else its measure's name, else its fields'. */
export function titleOf(object: SheetObject, context: ObjectContext): string {
  if (object.title) return context.text(object.title);
  const use = object.measure ?? object.measures?.[0];
  if (use !== undefined) return context.measure(use).label;
  return object.fields?.map((f) => fieldLabel(f.field, context)).join(", ") ?? "";
}
