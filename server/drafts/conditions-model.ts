import type { Condition } from "@/db/schema";

/** Conditions while they are typed in. Browser-safe. */

export type ValueKind = "text" | "number" | "date" | "boolean";

/** How a value of a column is typed in, by the template's type or the source's own. */
export function valueKind(declared: string | null | undefined, stored?: string | null): ValueKind {
  const type = (declared ?? stored ?? "").toLowerCase();
  if (/bool/.test(type)) return "boolean";
  if (/date|timestamp/.test(type)) return "date";
  if (/int|number|decimal|numeric|double|float|real/.test(type)) return "number";
  return "text";
}

const COMPARISONS: Condition["op"][] = ["=", "<>", "<", "<=", ">", ">="];
const EMPTY: Condition["op"][] = ["is null", "is not null"];

/** Operators that make sense for a kind of value, the usual first. */
export function operatorsFor(kind: ValueKind): Condition["op"][] {
  if (kind === "boolean") return ["=", ...EMPTY];
  if (kind === "text") return ["=", "<>", "in", "not in", "like", ...EMPTY];
  return [...COMPARISONS, "between", "in", "not in", ...EMPTY];
}

export const takesNone = (op: Condition["op"]) => EMPTY.includes(op);
export const takesMany = (op: Condition["op"]) => op === "in" || op === "not in";

/** Has it all it needs to become part of a where clause? */
export function isComplete({ column, op, value }: Condition): boolean {
  if (column === "") return false;
  if (takesNone(op)) return value === undefined || value === null;
  if (takesMany(op)) return Array.isArray(value) && value.length > 0;
  if (op === "between") return Array.isArray(value) && value.length === 2 && value.every((v) => v !== "");
  return value !== undefined && value !== null && value !== "" && !Array.isArray(value);
}

/** What was typed as a value: numbers where the column holds numbers, else the text. */
export function typedValue(text: string, kind: ValueKind): string | number | boolean {
  if (kind === "boolean") return text === "true";
  const number = Number(text);
  return kind === "number" && text.trim() !== "" && Number.isFinite(number) ? number : text;
}

/** The same condition with another operator; what was typed is kept where it fits. */
export function withOperator(condition: Condition, op: Condition["op"]): Condition {
  const { column, value } = condition;
  if (takesNone(op)) return { column, op };
  const values = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  if (takesMany(op)) return { column, op, value: values.filter((v) => v !== "") };
  if (op === "between") return { column, op, value: [values[0] ?? "", values[1] ?? ""] };
  return { column, op, value: values[0] ?? "" };
}
