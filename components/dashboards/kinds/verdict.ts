import type { CellValue } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ResolvedMeasure } from "../../charts/port";
import { figureOf } from "../formats";

type Rules = NonNullable<NonNullable<SheetObject["color"]>["rules"]>;
export type Rule = Rules[number];
export type Verdict = Rule["use"];

/** Good, bad or neither: from what the measure says is better, never from the sign. */
export function verdictOf(sign: -1 | 0 | 1, better: ResolvedMeasure["better"]): "good" | "bad" | "neutral" {
  if (sign === 0 || better === "none") return "neutral";
  return sign > 0 === (better === "higher") ? "good" : "bad";
}

/** Words for both: a colour that reads on the surface in both themes. */
export const VERDICT_INK: Record<Verdict, string> = {
  good: "text-(--good)",
  bad: "text-(--bad)",
  warning: "text-(--warn)",
  neutral: "",
  series: "text-(--chart-1)",
};

/** Whether a figure meets a goal: at or beyond it in the better direction; null without a direction. */
export function meets(value: number, goal: number, better: ResolvedMeasure["better"]): boolean | null {
  if (better === "none") return null;
  return better === "higher" ? value >= goal : value <= goal;
}

const COMPARISON = /^(<=|>=|<>|!=|<|>|=)\s*(-?[\d.]+)\s*%?$/;

/** True where the rule compares the measure itself; else its expression is asked per row. */
export const comparesMeasure = (rule: Rule): boolean => COMPARISON.test(rule.if.trim());

/** The expression of a rule that is one (`=Bucket = 'Over 90'`). */
export const ruleExpression = (rule: Rule): string => rule.if.trim().replace(/^=/, "");

/**
 * The first rule that holds. `asked` are the answers of the rules that are expressions, in their order. A missing
 * figure meets no rule.
 */
export function ruleFor(
  rules: readonly Rule[],
  cell: CellValue,
  asked: readonly CellValue[] = [],
): Rule | null {
  let next = 0;
  for (const rule of rules) {
    const holds = comparesMeasure(rule) ? compares(rule.if.trim(), cell) : truthy(asked[next++]);
    if (holds) return rule;
  }
  return null;
}

function compares(condition: string, cell: CellValue): boolean {
  const value = figureOf(cell);
  const [, sign, text] = condition.match(COMPARISON) ?? [];
  if (value === null || text === undefined) return false;
  const bound = Number(text) * (condition.endsWith("%") ? 0.01 : 1);
  switch (sign) {
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
    case ">":
      return value > bound;
    case ">=":
      return value >= bound;
    case "=":
      return value === bound;
    default:
      return value !== bound;
  }
}

const truthy = (value: CellValue | undefined) => Boolean(value) && value !== "0" && value !== "false";
