import type { FieldValuesQuery, FieldValuesResult, Query, QueryResult } from "../model";
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
