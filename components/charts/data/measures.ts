import type { SheetObject } from "@/server/templates/sheet-schema";
import type { MeasureUse, ObjectContext, ResolvedMeasure } from "../port";

/** A measure of an object with what the object says about it. */
export interface ChartMeasure extends ResolvedMeasure {
  mark?: "column" | "line" | "area" | "point";
  axis?: "x" | "y" | "size" | "second";
  scale?: "linear" | "log";
  stack: boolean;
  /** The figure to compare with; null without one. */
  compare: ResolvedMeasure | null;
}

/** The measures of an object in their order. `compare` of the object counts for the first. */
export function measuresOf(object: SheetObject, context: ObjectContext): ChartMeasure[] {
  const uses: MeasureUse[] = object.measures ?? (object.measure === undefined ? [] : [object.measure]);
  return uses.map((use, i) => {
    const own = typeof use === "string" ? {} : use;
    const compare = own.compare ?? (i === 0 ? object.compare : undefined);
    return {
      ...context.measure(use),
      mark: own.mark,
      axis: own.axis,
      scale: own.scale,
      stack: own.stack ?? false,
      compare: compare === undefined ? null : context.measure(compare),
    };
  });
}

/** Where each measure's own figure and its comparison stand among the measures that are asked for. */
export interface AskedMeasures {
  expressions: string[];
  /** Per measure: index of the figure, and of the comparison (null without). */
  at: { value: number; compare: number | null }[];
}

export function askedMeasures(measures: readonly ChartMeasure[]): AskedMeasures {
  const expressions = measures.map(({ value }) => value);
  const at = measures.map(({ compare }, value) => {
    if (!compare) return { value, compare: null };
    expressions.push(compare.value);
    return { value, compare: expressions.length - 1 };
  });
  return { expressions, at };
}
