import type { Answer } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { amountsOf } from "../../data/amounts";
import { cubeOf, figureOf } from "../../data/cube";
import { measuresOf } from "../../data/measures";
import { judge } from "../../data/rules";
import type { ObjectContext } from "../../port";

/** Measure, figure, goal and verdict of a gauge; null where there is no figure. */
export function gaugeFigures(object: SheetObject, context: ObjectContext, answers: Record<string, Answer>) {
  const [measure] = measuresOf(object, context);
  const value = figureOf(cubeOf(answers, "main")?.rows[0]?.[0]);
  if (!measure || value === null) return null;
  const goal = amountsOf(object, context, answers, "y", () => measure.format)[0]?.value ?? null;
  const asked = cubeOf(answers, "rules")?.rows.map((row) => [null, ...row]);
  const judged = judge({ color: object.color, dimension: undefined, context, asked })(null, value);
  return { measure, value, goal, judged };
}
