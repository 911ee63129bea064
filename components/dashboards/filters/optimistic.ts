import type { CellValue, Selections, ValueState, ValuesAnswer } from "@/server/platform/model";

export type ListValue = ValuesAnswer["values"][number];

/**
 * States of a field's values right after a click, before the engine answered: its own selected values become
 * selected, its possible ones alternative. What other fields leave out is not known here and stays.
 */
export function statesAfterClick(
  values: ListValue[],
  before: Selections[string] | undefined,
  now: Selections[string] | undefined,
  locked: boolean,
): ListValue[] {
  if (before === now) return values;
  const selected = new Set<CellValue>(now ?? []);
  return values.map((entry) => {
    const state = stateAfter(entry.state, selected.has(entry.value), selected.size > 0, locked);
    return state === entry.state ? entry : { ...entry, state };
  });
}

function stateAfter(state: ValueState, selected: boolean, any: boolean, locked: boolean): ValueState {
  const excluded = state === "X" || state === "XS";
  if (selected) return excluded ? "XS" : locked ? "L" : "S";
  if (excluded) return "X";
  return any ? "A" : "O";
}

/** What a click on a value selects. One that is excluded is no addition: the selection moves there. */
export function clicked({ value, state }: ListValue, single: boolean): [CellValue[], "toggle" | "replace"] {
  if (single) return [isChosen(state) ? [] : [value], "replace"];
  return [[value], state === "X" ? "replace" : "toggle"];
}

export const isChosen = (state: ValueState): boolean => state === "S" || state === "XS" || state === "L";

const RANK: Record<ValueState, number> = { L: 0, S: 0, XS: 1, O: 2, A: 3, X: 4 };

/** Ways to select many values of a field at once. `excluded`: all but the possible ones, so alternative ones, too. */
export type Word = "all" | "possible" | "alternative" | "excluded" | "invert";

/** Values that a selection of `values` by this word would hold. */
export function valuesBy(word: Word, values: ListValue[]): CellValue[] {
  const holds: Record<Word, (state: ValueState) => boolean> = {
    all: () => true,
    possible: (s) => s === "O" || s === "S" || s === "L",
    alternative: (s) => s === "A",
    excluded: (s) => s === "A" || s === "X" || s === "XS",
    invert: (s) => !isChosen(s),
  };
  return values.filter((v) => holds[word](v.state)).map((v) => v.value);
}

/** Where groups of a list in the order of states begin. */
export const groupOf = (state: ValueState): number => RANK[state];
