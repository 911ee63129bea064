import type {
  Answer,
  Batch,
  BatchAnswer,
  CubeQuestion,
  FieldValuesQuery,
  FieldValuesResult,
  PivotQuestion,
  Query,
  QueryResult,
  Question,
} from "../model";
import type { GenerationFacts } from "../port";

interface Answering {
  facts: GenerationFacts;
  measures: Record<string, number>;
}

/** One row: scripted values of the measures (the number of rows where none is scripted), no dimension's values. */
export function answer(query: Query, generation: Answering): QueryResult {
  const values = query.measures.map((m) => generation.measures[m] ?? generation.facts.rows);
  return {
    columns: [
      ...query.dimensions.map((name) => ({ name, kind: "dimension" as const, type: "text" as const })),
      ...query.measures.map((name) => ({ name, kind: "measure" as const, type: "number" as const })),
    ],
    rows: [[...query.dimensions.map(() => null), ...values]],
    ...(query.totals ? { totals: values } : {}),
    rowCount: 1,
    generation: generation.facts.id,
  };
}

export function answerValues(query: FieldValuesQuery, generation: Answering): FieldValuesResult {
  return { field: query.field, values: [], total: 0, generation: generation.facts.id };
}

/** Every question as `answer` would: one row of scripted values; list boxes are empty. */
export function answerBatch(batch: Batch, generation: Answering): BatchAnswer {
  const answers = Object.entries(batch.questions).map(([key, q]) => [key, answerQuestion(q, generation)]);
  const fields = Object.keys(batch.selections ?? {}).map((name) => [name, { counts: {}, distinct: 0 }]);
  return {
    generation: generation.facts.id,
    answers: Object.fromEntries(answers),
    fields: Object.fromEntries(fields),
  };
}

function answerQuestion(question: Question, generation: Answering): Answer {
  if (question.kind === "values")
    return { kind: "values", field: question.field, values: [], total: 0, counts: {} };
  if (question.kind === "find") return { kind: "find", fields: [], fieldCount: 0 };
  if (question.kind === "select") return { kind: "select", field: question.field, values: [] };
  return question.kind === "cube" ? answerCube(question, generation) : answerPivot(question, generation);
}

function answerCube(question: CubeQuestion, generation: Answering): Answer {
  const dimensions = question.dimensions.map((d) => d.expression);
  const { measures, totals } = question;
  const { columns, rows, rowCount, ...more } = answer({ dimensions, measures, totals }, generation);
  return { kind: "cube", columns, rows, rowCount, ...(more.totals ? { totals: more.totals } : {}) };
}

function answerPivot(question: PivotQuestion, generation: Answering): Answer {
  const values = question.measures.map((m) => generation.measures[m] ?? generation.facts.rows);
  const columns = [question.columns.map(() => null)];
  const row = { path: question.rows.map(() => null), open: false, cells: [values], totals: values };
  return {
    kind: "pivot",
    columns,
    columnCount: 1,
    rows: [row],
    rowCount: 1,
    totals: { cells: [values], totals: values },
  };
}
