import type { Answer, CellValue, CubeQuestion, Question } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext, ObjectKind, ResolvedMeasure } from "../../charts/port";
import { figureOf } from "../formats";
import { comparesMeasure, type Rule, ruleExpression, ruleFor } from "./verdict";

/** Points of the spark line; of a longer course the latest. */
const POINTS = 60;

export interface Parts {
  main: ResolvedMeasure;
  compare: ResolvedMeasure | null;
  /** A fixed goal, or an expression for it. */
  goal: { value: number | string; say: string } | null;
  rules: readonly Rule[];
  /** What it is where no rule holds. */
  otherwise: Rule["use"];
}

export function partsOf(object: SheetObject, context: ObjectContext): Parts {
  const { target } = object;
  const goal = typeof target === "number" ? { value: target } : target;
  return {
    main: context.measure(object.measure ?? object.measures?.[0] ?? object.id),
    compare: object.compare ? context.measure(object.compare) : null,
    goal: goal ? { value: goal.value, say: "say" in goal ? context.text(goal.say) : "" } : null,
    rules: object.color?.rules ?? [],
    otherwise: object.color?.else ?? "neutral",
  };
}

/** The figure, what it is compared with, its goal and its rules where they are expressions, in this order. */
export function valueQuestion({ main, compare, goal, rules }: Parts): CubeQuestion {
  const measures = [main.value];
  if (compare) measures.push(compare.value);
  if (typeof goal?.value === "string") measures.push(goal.value.replace(/^=/, ""));
  measures.push(...rules.filter((rule) => !comparesMeasure(rule)).map(ruleExpression));
  return { kind: "cube", dimensions: [], measures };
}

export function questions(object: SheetObject, context: ObjectContext): Record<string, Question> {
  const parts = partsOf(object, context);
  const value = valueQuestion(parts);
  if (!object.trend) return { value };
  const measures = [parts.main.value, ...(parts.compare ? [parts.compare.value] : [])];
  return {
    value,
    trend: {
      kind: "cube" as const,
      dimensions: [{ expression: object.trend }],
      measures,
      sort: [{ column: 0, order: "desc" as const, as: "value" as const }],
      limit: POINTS,
    },
  };
}

export interface Figures {
  value: CellValue;
  before: CellValue;
  goal: number | null;
  /** The rule that holds. */
  rule: Rule | null;
}

export function figuresOf(parts: Parts, answer: Answer | undefined): Figures {
  const row = answer?.kind === "cube" ? (answer.rows[0] ?? []) : [];
  const asked = parts.goal && typeof parts.goal.value === "string";
  const rules = 1 + Number(parts.compare !== null) + Number(asked);
  return {
    rule: ruleFor(parts.rules, row[0] ?? null, row.slice(rules)),
    value: row[0] ?? null,
    before: parts.compare ? (row[1] ?? null) : null,
    goal: asked
      ? figureOf(row[parts.compare ? 2 : 1] ?? null)
      : ((parts.goal?.value as number | undefined) ?? null),
  };
}

export function courseOf(answer: Answer | undefined, column: number): (number | null)[] | undefined {
  if (answer?.kind !== "cube" || answer.rows.length < 2) return undefined;
  const values = answer.rows.map((row) => figureOf(row[column] ?? null)).reverse();
  return values.filter((v) => v !== null).length > 1 ? values : undefined;
}

/** What a key figure asks and its figures as rows and words. */
export const kpiFigures: Omit<ObjectKind, "View"> = {
  questions,
  table(object, context, answers) {
    const parts = partsOf(object, context);
    const { value, before } = figuresOf(parts, answers.value);
    const rows = [[parts.main, value] as const];
    if (parts.compare) rows.push([parts.compare, before]);
    return {
      columns: [
        { label: "", numeric: false },
        { label: parts.main.label, numeric: true },
      ],
      rows: rows.map(([measure, cell]) => ({
        raw: [measure.label, cell],
        text: [measure.label, context.formats.value(cell, measure.format)],
        format: measure.format,
      })),
    };
  },
  summary(object, context, answers) {
    const parts = partsOf(object, context);
    const { value, before } = figuresOf(parts, answers.value);
    const change = context.formats.change(value, before, parts.main.format)?.text;
    const text = context.formats.value(value, parts.main.format, { compact: true });
    return [`${parts.main.label} ${text}`, change].filter(Boolean).join(", ");
  },
};
