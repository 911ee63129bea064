import type { CellValue, CubeQuestion } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext } from "../port";
import { type CubeWish, cubeQuestion, figureOf } from "./cube";
import type { ChartDimension } from "./dimensions";

type Color = NonNullable<SheetObject["color"]>;
type Rule = NonNullable<Color["rules"]>[number];

export type Verdict = Rule["use"];

/** What the rules say about one figure. */
export interface Judgement {
  use: Verdict;
  mark: Rule["mark"];
  /** Why, in words; empty where the sheet gives none. */
  say: string;
}

const LIMIT = /^\s*(<=|>=|<>|<|>|=)\s*(-?\d[\d.]*)\s*$/;
const OWN_VALUE = /^=\s*(?:\[([^\]]+)\]|([\p{L}_][\p{L}\d_]*))\s*=\s*'([^']*)'\s*$/u;

/** A rule that neither a number nor the dimension's own value decides, so that the engine must. */
const needsEngine = (rule: Rule, dimension: ChartDimension | undefined): boolean =>
  !LIMIT.test(rule.if) && ownValue(rule, dimension) === null && rule.if.startsWith("=");

function ownValue(rule: Rule, dimension: ChartDimension | undefined): string | null {
  const found = rule.if.match(OWN_VALUE);
  return found && dimension && (found[1] ?? found[2]) === dimension.field ? (found[3] ?? null) : null;
}

/**
 * The question that decides the rules with an expression per row, apart from the figures' question: a rule that cannot
 * be computed leaves the chart uncolored, not empty. Null where no rule needs it.
 */
export function rulesQuestion(color: Color | undefined, wish: CubeWish): CubeQuestion | null {
  const asked = (color?.rules ?? []).filter((rule) => needsEngine(rule, wish.dimensions[0]));
  if (!asked.length) return null;
  const measures = asked.map((rule) => `If(${rule.if.replace(/^=\s*/, "")}, 1, 0)`);
  return cubeQuestion({ ...wish, measures, sort: "load", others: false, totals: false });
}

export interface JudgeInput {
  color: Color | undefined;
  dimension: ChartDimension | undefined;
  context: Pick<ObjectContext, "text">;
  /** Rows of `rulesQuestion`'s answer: value of the dimension first. */
  asked?: readonly CellValue[][];
}

/** Judges figures by the object's rules: the first that matches wins, then `else`, then nothing. */
export function judge({ color, dimension, context, asked = [] }: JudgeInput) {
  const rules = color?.rules ?? [];
  const byKey = new Map(asked.map((row) => [row[0] ?? null, row.slice(1)]));
  const engines = rules.filter((rule) => needsEngine(rule, dimension));
  return (key: CellValue, figure: number | null): Judgement | null => {
    const found = rules.find((rule) => {
      const own = ownValue(rule, dimension);
      if (own !== null) return String(key) === own;
      const at = engines.indexOf(rule);
      if (at >= 0) return figureOf(byKey.get(key)?.[at]) === 1;
      return figure !== null && holds(rule.if, figure);
    });
    if (found) return { use: found.use, mark: found.mark, say: context.text(found.say) };
    return color?.else ? { use: color.else, mark: undefined, say: "" } : null;
  };
}

/** Whether a figure meets a condition such as `< 0.3`; false where the condition cannot be read. */
export function holds(condition: string, figure: number): boolean {
  const [, operator, text] = condition.match(LIMIT) ?? [];
  const limit = Number(text);
  switch (operator) {
    case "<":
      return figure < limit;
    case "<=":
      return figure <= limit;
    case ">":
      return figure > limit;
    case ">=":
      return figure >= limit;
    case "=":
      return figure === limit;
    case "<>":
      return figure !== limit;
    default:
      return false;
  }
}
