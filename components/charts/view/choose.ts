import type { CellValue } from "@/server/platform/model";
import type { Mark } from "../draw/marks";
import type { ObjectActions } from "../port";

/** Takes a mark's values in or out. False where it cannot be selected. */
export function toggleMark(mark: Mark, actions: ObjectActions): boolean {
  if (!mark.picks.length || mark.state === "L") return false;
  for (const [field, values] of byField(mark.toggles ?? mark.picks)) actions.select(field, values, "toggle");
  return true;
}

/** Selects exactly the values of some marks, field by field; nothing where none of them can be selected. */
export function selectMarks(marks: readonly Mark[], actions: ObjectActions): boolean {
  const found = byField(marks.flatMap(({ picks }) => picks));
  for (const [field, values] of found) actions.select(field, values, "replace");
  return found.length > 0;
}

function byField(picks: Mark["picks"]): [field: string, values: CellValue[]][] {
  const found = new Map<string, Set<CellValue>>();
  for (const { field, value } of picks) found.set(field, (found.get(field) ?? new Set()).add(value));
  return [...found].map(([field, values]) => [field, [...values]]);
}

/** The marks from one to another in reading order, both included. */
export function rangeOf(marks: readonly Mark[], from: Mark | undefined, to: Mark): Mark[] {
  const [a, b] = [from ? marks.indexOf(from) : -1, marks.indexOf(to)];
  return a < 0 ? [to] : marks.slice(Math.min(a, b), Math.max(a, b) + 1);
}
