import type { Question } from "@/server/platform/model";
import { AppError, isAppError } from "@/server/shared/errors";
import type { PlannedQuestion } from "./asking";
import { placeIn, START } from "./errors";

/** One expression of a question, and the question with nothing else in it. */
interface Suspect {
  text: string;
  path: string;
  alone: Question;
}

/**
 * Says whose value does not fit: DuckDB tells no place, so each expression is asked for alone until one fails.
 * @param error what the whole question came to; anything but `query.value` is given back as it is
 */
export async function blamed(
  error: unknown,
  question: Question,
  plan: (question: Question) => PlannedQuestion,
): Promise<unknown> {
  if (!isValueError(error)) return error;
  for (const suspect of suspectsOf(question)) {
    const found = await failureOf(() => plan(suspect.alone));
    if (!found) continue;
    const place = placeIn(suspect, START, error.message);
    const { params, ...rest } = error.options;
    return new AppError(error.kind, error.code, `In "${suspect.text}": ${error.message}`, {
      ...rest,
      params: { ...params, ...place.params, part: suspect.text.slice(0, 60) },
      issues: place.issues,
    });
  }
  return error;
}

async function failureOf(plan: () => PlannedQuestion): Promise<boolean> {
  try {
    await plan().answer();
    return false;
  } catch (error) {
    if (isValueError(error)) return true;
    throw error;
  }
}

const isValueError = (error: unknown): error is AppError => isAppError(error) && error.code === "query.value";

function suspectsOf(question: Question): Suspect[] {
  if (question.kind !== "cube" && question.kind !== "pivot") return [];
  const dimensions =
    question.kind === "cube"
      ? question.dimensions.map((d, i) => ({ d, path: `dimensions[${i}]` }))
      : [
          ...question.rows.map((d, i) => ({ d, path: `rows[${i}]` })),
          ...question.columns.map((d, i) => ({ d, path: `columns[${i}]` })),
        ];
  const all = dimensions.map(({ d }) => d);
  return [
    ...dimensions.map(({ d, path }) => ({
      text: d.expression,
      path,
      alone: { kind: "cube" as const, dimensions: [d], measures: [] },
    })),
    ...question.measures.map((text, i) => ({
      text,
      path: `measures[${i}]`,
      alone: { kind: "cube" as const, dimensions: all, measures: [text] },
    })),
  ];
}
