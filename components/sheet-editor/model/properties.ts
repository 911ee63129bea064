import {
  flattenIssues,
  type PlainIssue,
  sheetObject,
  sheet as sheetSchema,
} from "@/server/templates/sheet-edit/schemas";
import type { Sheet, SheetObject } from "@/server/templates/sheet-schema";
import type { Property } from "./kind-facts";

export type Problem = Pick<PlainIssue, "path" | "message">;
export type Outcome<T> = { value: T } | { problems: Problem[] };

/** A property of an object as its panel shows it: `axes` and `figures` are always lists. */
export function readProperty(object: SheetObject, property: Property): unknown {
  if (property === "axes")
    return object.dimensions ?? (object.dimension === undefined ? [] : [object.dimension]);
  if (property === "figures")
    return object.measures ?? (object.measure === undefined ? [] : [object.measure]);
  return object[property];
}

/** The object with another property, undefined taking it away; or what the sheet's format says against it. */
export function writeProperty(object: SheetObject, property: Property, value: unknown): Outcome<SheetObject> {
  const next = withoutUndefined({ ...object, ...patchOf(object, property, value) });
  const parsed = sheetObject.safeParse(next);
  if (parsed.success) return { value: next as SheetObject };
  return { problems: problemsOf(parsed.error.issues) };
}

/** The sheet with other properties; or what its format says against it. */
export function writeSheet(sheet: Sheet, patch: Partial<Sheet>): Outcome<Sheet> {
  const next = withoutUndefined({ ...sheet, ...patch });
  const parsed = sheetSchema.safeParse(next);
  if (parsed.success) return { value: next as Sheet };
  return { problems: problemsOf(parsed.error.issues) };
}

/** A whole object as typed by hand; or what the sheet's format says against it. */
export function readObject(value: unknown): Outcome<SheetObject> {
  const parsed = sheetObject.safeParse(value);
  return parsed.success ? { value: parsed.data } : { problems: problemsOf(parsed.error.issues) };
}

export const problemsOf = (issues: Parameters<typeof flattenIssues>[0]): Problem[] =>
  flattenIssues(issues).map(({ path, message }) => ({ path, message }));

function patchOf(object: SheetObject, property: Property, value: unknown): Record<string, unknown> {
  if (property === "axes") return oneOrMore(value, "dimension", "dimensions", object);
  if (property === "figures") return oneOrMore(value, "measure", "measures", object);
  return { [property]: value };
}

/** A single one has its own key, unless the sheet wrote a list. */
function oneOrMore(
  value: unknown,
  one: "dimension" | "measure",
  more: "dimensions" | "measures",
  object: SheetObject,
) {
  const list = Array.isArray(value) ? value : [];
  const single = list.length === 1 && object[more] === undefined;
  if (list.length === 0) return { [one]: undefined, [more]: undefined };
  return single ? { [one]: list[0], [more]: undefined } : { [one]: undefined, [more]: list };
}

function withoutUndefined(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, own]) => own !== undefined));
}

/** The problem of a place, or of something below it that has no place of its own. */
export function problemAt(problems: readonly Problem[], path: readonly PropertyKey[]): string | undefined {
  return problems.find((p) => p.path.length === path.length && path.every((key, i) => p.path[i] === key))
    ?.message;
}
