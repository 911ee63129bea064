import type { DuckDBConnection } from "@duckdb/node-api";
import type { Answer, Batch, BatchAnswer, Question } from "@/server/platform/model";
import { AppError, isAppError } from "@/server/shared/errors";
import { fieldValues } from "./field-values";
import { query } from "./query";
import type { AssociativeModel } from "./types";

export async function answerBatch(
  db: DuckDBConnection,
  model: AssociativeModel,
  batch: Batch,
  options: { generation: string },
): Promise<BatchAnswer> {
  const answers: Record<string, Answer> = {};
  for (const [key, question] of Object.entries(batch.questions)) {
    try {
      answers[key] = await answerQuestion(db, model, batch, question, options);
    } catch (error) {
      if (!isAppError(error)) throw error;
      answers[key] = { kind: "error", code: error.code, message: error.message };
    }
  }
  return { generation: options.generation, answers, fields: {} };
}

async function answerQuestion(
  db: DuckDBConnection,
  model: AssociativeModel,
  { selections }: Batch,
  question: Question,
  options: { generation: string },
): Promise<Answer> {
  if (question.kind === "cube") {
    const dimensions = question.dimensions.map((d) => d.expression);
    const { generation: _, ...cube } = await query(
      db,
      model,
      { ...question, dimensions, selections },
      options,
    );
    return { kind: "cube", ...cube };
  }
  if (question.kind === "values") {
    const { field, search, limit, offset } = question;
    const found = await fieldValues(db, model, { field, search, limit, offset, selections }, options);
    return { kind: "values", field, values: found.values, total: found.total, counts: {} };
  }
  throw new AppError("invalid", "query.invalid", "Cross tables are not answered yet.");
}
