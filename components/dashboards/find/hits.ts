import type { Answer, CellValue, FindAnswer, Selections, ValueState } from "@/server/platform/model";
import type { Search } from "./searches";

export interface Hit {
  field: string;
  value: CellValue;
  state: ValueState;
}

/** What one search found in one field. */
export interface FieldHits {
  field: string;
  search: Search;
  total: number;
  hits: Hit[];
}

/** One row of the list: a value, all values found in a field, or the best of each word together. */
export type Choice =
  | { kind: "value"; hit: Hit; group: FieldHits }
  | { kind: "all"; group: FieldHits }
  | { kind: "together"; hits: Hit[] };

/** Fields by what was found: the whole text first, then word by word; a field's values once. */
export function groupsOf(
  searches: readonly Search[],
  answers: Readonly<Record<string, Answer>>,
): FieldHits[] {
  const seen = new Set<string>();
  return searches.flatMap((search, i) => {
    const answer = answers[`f${i}`];
    if (answer?.kind !== "find") return [];
    return answer.fields.flatMap(({ field, total, values }) => {
      const hits = values
        .map(({ value, state }) => ({ field, value, state }))
        .filter((hit) => !seen.has(keyOf(hit)));
      for (const hit of hits) seen.add(keyOf(hit));
      return hits.length > 0 ? [{ field, search, total, hits }] : [];
    });
  });
}

const keyOf = ({ field, value }: Hit) => JSON.stringify([field, value]);

/** Fields beyond those the engine told of. */
export const moreFields = (answers: Readonly<Record<string, Answer>>): number =>
  Object.values(answers)
    .filter((a): a is FindAnswer => a.kind === "find")
    .reduce((most, { fieldCount, fields }) => Math.max(most, fieldCount - fields.length), 0);

/** Everything that can be chosen, in the order of the list. */
export function choicesOf(groups: readonly FieldHits[], searches: readonly Search[]): Choice[] {
  const together = togetherOf(groups, searches);
  return [
    ...(together ? [together] : []),
    ...groups.flatMap((group): Choice[] => [
      ...group.hits.map((hit): Choice => ({ kind: "value", hit, group })),
      ...(group.total > 1 ? [{ kind: "all", group } as const] : []),
    ]),
  ];
}

/** The best hit of each word, where each is found in a field of its own: "DACH" and "2025". */
function togetherOf(groups: readonly FieldHits[], searches: readonly Search[]): Choice | null {
  const words = searches.slice(1).filter(({ word }) => word !== searches[0]?.word);
  const hits = words.flatMap(({ word }) => {
    const best = groups.find((g) => g.search.word === word && g.hits[0])?.hits[0];
    return best ? [best] : [];
  });
  const fields = new Set(hits.map(({ field }) => field));
  return hits.length > 1 && hits.length === words.length && fields.size === hits.length
    ? { kind: "together", hits }
    : null;
}

/** Selections with some hits put in place of what their fields had. */
export const withHits = (selections: Selections, hits: readonly Hit[]): Selections => ({
  ...selections,
  ...Object.fromEntries(hits.map(({ field, value }) => [field, [value]])),
});
