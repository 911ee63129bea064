import type { Answer, Batch, Question, QuestionError } from "@/server/platform/model";

/** The most questions a batch may hold. */
const MOST = 100;

/** Everything that decides an answer but the question itself. */
export type Ground = Pick<Batch, "selections" | "locked" | "variables" | "sets">;

/** Equal questions have equal texts, whoever asks them. */
export const textOf = (question: Question): string => JSON.stringify(question);

export function textOfGround({ selections = {}, locked = [], variables = {}, sets = {} }: Ground): string {
  const sorted = (object: object) => Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
  const fields = sorted(selections).map(([f, v]) => [f, [...v].map((x) => JSON.stringify(x)).sort()]);
  return JSON.stringify([fields, [...locked].sort(), sorted(variables), sorted(sets)]);
}

/** Questions not yet answered, each once however many objects ask it; a hundred at most. */
export function missingOf(questions: Iterable<Question>, known: ReadonlyMap<string, Answer>): Question[] {
  const missing = new Map<string, Question>();
  for (const question of questions) {
    const text = textOf(question);
    if (!known.has(text)) missing.set(text, question);
  }
  return [...missing.values()].slice(0, MOST);
}

/** One request, its keys by position. */
export function batchOf(ground: Ground, questions: Question[]): Batch {
  return { ...ground, questions: Object.fromEntries(questions.map((q, i) => [`q${i}`, q])) };
}

export const UNANSWERED: QuestionError = {
  kind: "error",
  code: "dashboard.unanswered",
  message: "This question was not answered.",
};
