import type { Answer, CellValue, Question, SelectQuestion } from "@/server/platform/model";
import { type Failure, failureOf } from "../failure";
import type { Word } from "./optimistic";

/** Puts questions beside the click path; throws where it can't. */
export type Aside = (questions: Record<string, Question>) => Promise<Record<string, Answer>>;

/** Values, or why there are none. */
export type Chosen = { values: CellValue[] } | { failure: Failure };

/**
 * What a selection of a field by a word would hold, also of values that no list has loaded. The words are the engine's;
 * what is turned round depends on the field's selection alone, so that is done here.
 * @param selected the field's values now
 */
export async function chosenBy(
  word: Word,
  field: string,
  search: string,
  selected: readonly CellValue[],
  aside: Aside,
): Promise<Chosen> {
  const found = await valuesOf(word === "invert" ? "all" : word, field, search, aside);
  if ("failure" in found || word !== "invert") return found;
  const without = new Set(selected);
  return { values: found.values.filter((value) => !without.has(value)) };
}

async function valuesOf(
  what: SelectQuestion["what"],
  field: string,
  search: string,
  aside: Aside,
): Promise<Chosen> {
  try {
    const { all } = await aside({ all: { kind: "select", field, what, ...(search ? { search } : {}) } });
    if (all?.kind === "select") return { values: all.values };
    return { failure: failureOf(all ?? new Error("No answer.")) };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/** Selects what a choice came to. Nothing found changes nothing: an empty selection would show everything. */
export async function taken(
  choose: () => Chosen | Promise<Chosen>,
  select: (values: CellValue[]) => void,
): Promise<"taken" | "nothing" | Failure> {
  const chosen = await choose();
  if ("failure" in chosen) return chosen.failure;
  if (chosen.values.length === 0) return "nothing";
  select(chosen.values);
  return "taken";
}

const DAY_MS = 86_400_000;

/** From and to, both ends included, as a list box searches; either may be open. Days hold all of their times. */
export function rangeSearch(from: string, to: string, dates: boolean): string {
  const end = to && dates ? `<${nextDay(to)}` : to && `<=${to}`;
  return `${from && `>=${from}`}${end}`;
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}
