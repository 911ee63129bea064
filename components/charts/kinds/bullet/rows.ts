import type { Answer, Question } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { cubeOf, figureOf } from "../../data/cube";
import type { MeasureUse, ObjectContext, ResolvedMeasure } from "../../port";

const MOST_ROWS = 12;

export interface BulletRow {
  measure: ResolvedMeasure;
  value: number | null;
  goal: number | null;
  /** Ends of the bands, rising. */
  bands: number[];
}

interface Given {
  measure: ResolvedMeasure;
  goal: number | string | null;
  bands: number[];
}

/** Rows as the sheet writes them: a measure's use or expression, with `target` and `bands`. */
function givenRows(object: SheetObject, context: ObjectContext): Given[] {
  return (object.rows ?? []).slice(0, MOST_ROWS).flatMap((row): Given[] => {
    if (typeof row === "string") return [{ measure: context.measure(row), goal: null, bands: [] }];
    const { target, bands, ...use } = row;
    if (typeof use.use !== "string" && typeof use.value !== "string") return [];
    const goal = typeof target === "object" && target !== null && "value" in target ? target.value : target;
    return [
      {
        measure: context.measure(use as MeasureUse),
        goal: typeof goal === "number" || typeof goal === "string" ? goal : null,
        bands: Array.isArray(bands)
          ? bands.filter((band) => typeof band === "number").sort((a, b) => a - b)
          : [],
      },
    ];
  });
}

/** `main`: every row's figure, then the goals that are expressions, in one row. */
export function bulletQuestions(object: SheetObject, context: ObjectContext): Record<string, Question> {
  const rows = givenRows(object, context);
  if (!rows.length) return {};
  const goals = rows.flatMap(({ goal }) => (typeof goal === "string" ? [goal] : []));
  const measures = [...rows.map(({ measure }) => measure.value), ...goals];
  return { main: { kind: "cube", dimensions: [], measures, limit: 1 } };
}

/** The rows with their figures. */
export function bulletRows(
  object: SheetObject,
  context: ObjectContext,
  answers: Record<string, Answer>,
): BulletRow[] {
  const figures = (cubeOf(answers, "main")?.rows[0] ?? []).map(figureOf);
  const rows = givenRows(object, context);
  let asked = rows.length;
  return rows.map(({ measure, goal, bands }, i) => ({
    measure,
    bands,
    value: figures[i] ?? null,
    goal: typeof goal === "string" ? (figures[asked++] ?? null) : goal,
  }));
}
