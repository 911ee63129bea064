import { DuckDBInstance } from "@duckdb/node-api";
import { fillGeneration, type TestTable } from "@/server/builtin/testing";
import type {
  Answer,
  Batch,
  BatchAnswer,
  CellValue,
  CubeAnswer,
  CubeQuestion,
  PivotAnswer,
  PivotQuestion,
  Question,
  ValuesAnswer,
  ValuesQuestion,
} from "@/server/platform/model";
import { answerBatch } from "../ask";

type Click = Omit<Batch, "questions">;

/** A small generation in memory that answers batches. */
export interface AskingWorld {
  ask(questions: Record<string, Question>, click?: Click): Promise<BatchAnswer>;
  cube(
    question: Omit<Partial<CubeQuestion>, "dimensions"> & { dimensions?: string[] },
    click?: Click,
  ): Promise<CubeAnswer>;
  pivot(
    question: Omit<Partial<PivotQuestion>, "rows" | "columns"> & { rows?: string[]; columns?: string[] },
    click?: Click,
  ): Promise<PivotAnswer>;
  values(question: Omit<ValuesQuestion, "kind">, click?: Click): Promise<ValuesAnswer>;
  /** The one figure of a measure. */
  figure(measure: string, click?: Click): Promise<CellValue>;
  /** The error a measure is answered by. */
  wrong(measure: string, click?: Click): Promise<Extract<Answer, { kind: "error" }>>;
}

export async function openAskingWorld(tables: readonly TestTable[]): Promise<AskingWorld> {
  const db = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  const model = await fillGeneration(db, tables);
  const ask: AskingWorld["ask"] = (questions, click = {}) =>
    answerBatch(db, model, { ...click, questions }, { generation: "gen" });
  const one = async <K extends Answer["kind"]>(question: Question, kind: K, click?: Click) => {
    const answer = (await ask({ q: question }, click)).answers.q;
    if (answer?.kind !== kind) throw new Error(`Answered by ${JSON.stringify(answer)}.`);
    return answer as Extract<Answer, { kind: K }>;
  };
  const dimensionsOf = (names: string[] = []) => names.map((expression) => ({ expression }));
  const measured = (measure: string): Question => ({ kind: "cube", dimensions: [], measures: [measure] });
  return {
    ask,
    cube: ({ dimensions, measures = [], ...rest }, click) =>
      one({ ...rest, kind: "cube", dimensions: dimensionsOf(dimensions), measures }, "cube", click),
    pivot: ({ rows, columns, measures = [], ...rest }, click) =>
      one(
        { ...rest, kind: "pivot", rows: dimensionsOf(rows), columns: dimensionsOf(columns), measures },
        "pivot",
        click,
      ),
    values: (question, click) => one({ ...question, kind: "values" }, "values", click),
    figure: async (measure, click) => (await one(measured(measure), "cube", click)).rows[0]?.[0] ?? null,
    wrong: (measure, click) => one(measured(measure), "error", click),
  };
}
