import type { Answer, CellValue, Question } from "@/server/platform/model";

const KEY = "colors";

/** Ranks the values of a field by their rows in all data, selected or not: a selection never repaints a value. */
export function colorQuestion(field: string): Record<string, Question> {
  const measure = `Count({1} [${field.replaceAll("]", "]]")}])`;
  return { [KEY]: { kind: "values", field, sort: "measure", order: "desc", measure, limit: 100 } };
}

/**
 * Palette index of each value: its rank, where that is within the palette; values beyond it take the places nobody
 * shown has. Without an answer the values' own alphabet decides.
 * @returns index from 0; `colors` and above mean: no color left
 */
export function colorIndexes(
  values: readonly CellValue[],
  answers: Record<string, Answer>,
  colors: number,
): Map<CellValue, number> {
  const answer = answers[KEY];
  const ranks =
    answer?.kind === "values"
      ? answer.values.map(({ value }) => value)
      : [...values].sort((a, b) => String(a).localeCompare(String(b), "en"));
  const wanted = values.map((value) => ({ value, rank: ranks.indexOf(value) }));
  const fixed = wanted.filter(({ rank }) => rank >= 0 && rank < colors);
  const found = new Map(fixed.map(({ value, rank }) => [value, rank]));
  const taken = new Set(found.values());
  const free = Array.from({ length: colors }, (_, i) => i).filter((i) => !taken.has(i));
  for (const { value } of wanted) if (!found.has(value)) found.set(value, free.shift() ?? colors);
  return found;
}
