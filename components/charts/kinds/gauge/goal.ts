import type { ObjectContext, ResolvedMeasure } from "../../port";
import type { Say } from "../../texts";

export interface Verdict {
  reached: boolean;
  /** "✓ reached", "⚠ missed": the word always has its sign. */
  text: string;
  goal: string;
}

/** A figure against its goal; `better: none` reads as higher. */
export function verdictOf(
  value: number,
  goal: number,
  measure: ResolvedMeasure,
  context: ObjectContext,
  say: Say,
): Verdict {
  const lower = measure.better === "lower";
  const reached = lower ? value <= goal : value >= goal;
  return {
    reached,
    text: reached ? `✓ ${say("reached")}` : `⚠ ${say("missed")}`,
    goal: say("goal", { sign: lower ? "≤" : "≥", value: context.formats.value(goal, measure.format) }),
  };
}
