import type { Sheet, SheetObject } from "@/server/templates/sheet-schema";

export type VariableValue = string | number;

/** The variable an input sets. */
export const variableOf = (object: SheetObject): string => object.variable ?? object.id;

/** What the inputs of all sheets stand at until somebody moves them: expressions find a value from the first figure on. */
export function startVariables(
  sheets: readonly Sheet[],
  today: string = isoDay(new Date()),
): Record<string, VariableValue> {
  const inputs = sheets.flatMap(({ objects }) => objects.filter(({ kind }) => kind === "input"));
  // The first one of a variable that several set.
  return Object.fromEntries(inputs.map((object) => [variableOf(object), startOf(object, today)]).reverse());
}

function startOf({ input, choices, min }: SheetObject, today: string): VariableValue {
  if (input === "date") return today;
  const [first] = input === "choice" ? (choices ?? []).filter(isValue) : [];
  return first ?? min ?? 0;
}

export function isValue(choice: unknown): choice is VariableValue {
  return typeof choice === "string" || typeof choice === "number";
}

function isoDay(date: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
