import type { Answer, CubeQuestion } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext, ValueFormat } from "../port";
import { cubeOf, figureOf } from "./cube";

/** A fixed figure on an axis, with its words. */
export interface Amount {
  axis: "x" | "y";
  value: number;
  say: string;
}

type Given = { axis: "x" | "y"; value: number | string; say?: string | Record<string, string> };

function givenOf(object: SheetObject, axis: "x" | "y"): Given[] {
  const target = object.target;
  const own: Given[] =
    target === undefined ? [] : [{ axis, ...(typeof target === "number" ? { value: target } : target) }];
  return [...own, ...(object.reference ?? [])];
}

/** The question of the amounts that are expressions; null where all are plain numbers. */
export function amountsQuestion(object: SheetObject): CubeQuestion | null {
  const measures = givenOf(object, "x").flatMap(({ value }) => (typeof value === "string" ? [value] : []));
  return measures.length ? { kind: "cube", dimensions: [], measures, limit: 1 } : null;
}

/**
 * Target and reference lines of an object. `{value}` in their words is the figure in the axis' format.
 * @param axis where the target stands
 */
export function amountsOf(
  object: SheetObject,
  context: ObjectContext,
  answers: Record<string, Answer>,
  axis: "x" | "y",
  formatOf: (axis: "x" | "y") => ValueFormat,
): Amount[] {
  const figures = cubeOf(answers, "amounts")?.rows[0] ?? [];
  let asked = 0;
  return givenOf(object, axis).flatMap((given) => {
    const value = typeof given.value === "number" ? given.value : figureOf(figures[asked++]);
    if (value === null) return [];
    const text = context.formats.value(value, formatOf(given.axis));
    const say = context.text(given.say).replaceAll("{value}", text);
    return [{ axis: given.axis, value, say: say || text }];
  });
}
