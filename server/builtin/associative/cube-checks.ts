import type { CubeQuestion } from "@/server/platform/model";
import type { AskedDimension } from "./asking";
import type { Measure } from "./expressions";
import { invalidQuestion } from "./requests";

/** What a cube question cannot ask although it is well formed. @throws `query.invalid` */
export function checkCube(
  question: CubeQuestion,
  dimensions: readonly AskedDimension[],
  measures: readonly Measure[],
): void {
  const columns = dimensions.length + measures.length;
  if (columns === 0) throw invalidQuestion("dimensions", "ask for a dimension or a measure");
  const wrong = (question.sort ?? []).findIndex((s) => s.column >= columns);
  if (wrong >= 0)
    throw invalidQuestion(`sort[${wrong}].column`, `there are only ${columns} columns, counted from 0`);
  if (question.others && (dimensions.length !== 1 || question.offset))
    throw invalidQuestion("others", "needs exactly one dimension and no offset");
  if (question.alternatives && (dimensions.length !== 1 || !dimensions[0]?.field))
    throw invalidQuestion("alternatives", "needs exactly one dimension, which is a field");
  checkTotals(dimensions, measures);
}

/** `TOTAL <Region>` splits by dimensions of the question only. @throws `query.invalid` with place */
export function checkTotals(dimensions: readonly AskedDimension[], measures: readonly Measure[]): void {
  const names = new Set(dimensions.flatMap((d) => d.field?.name ?? []));
  for (const measure of measures)
    for (const call of measure.aggregations)
      for (const { name, at } of call.total?.fields ?? [])
        if (!names.has(name))
          throw invalidQuestion(
            measure,
            `in "${measure.text}", TOTAL <${name}> names no dimension (there are: ${[...names].join(", ") || "none"})`,
            at,
          );
}
