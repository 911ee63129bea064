import type { Answer } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext, TableView } from "../../port";
import { sayOf } from "../../texts";
import { boxesOf, boxParts, boxQuestions } from "./boxes";

export { boxplotModel } from "./model";

function table(object: SheetObject, context: ObjectContext, answers: Record<string, Answer>): TableView {
  const parts = boxParts(object, context);
  if (!parts) return { columns: [], rows: [] };
  const say = sayOf(context);
  const heads = [
    say("values"),
    say("whiskers"),
    "25 %",
    say("median"),
    "75 %",
    say("whiskers"),
    say("outliers"),
  ];
  return {
    columns: [
      { label: parts.dimension.label, numeric: false, field: parts.dimension.field },
      ...heads.map((label, i) => ({
        label,
        numeric: true,
        format: i === 0 || i === heads.length - 1 ? ({ kind: "integer" } as const) : parts.measure.format,
      })),
    ],
    rows: boxesOf(parts, answers).boxes.map(({ key, name, count, low, quartiles, high, outliers }) => {
      const figures = [low, ...quartiles, high];
      const whole = (value: number) => context.formats.value(value, { kind: "integer" });
      const text = figures.map((value) => context.formats.value(value, parts.measure.format));
      return {
        raw: [key, count, ...figures, outliers.length],
        text: [name, whole(count), ...text, whole(outliers.length)],
      };
    }),
  };
}

function summary(object: SheetObject, context: ObjectContext, answers: Record<string, Answer>): string {
  const parts = boxParts(object, context);
  if (!parts) return "";
  const say = sayOf(context);
  const names = { measure: `${parts.measure.label} (${say("median")})`, dimension: parts.dimension.label };
  const boxes = [...boxesOf(parts, answers).boxes].sort((a, b) => a.quartiles[1] - b.quartiles[1]);
  const [low] = boxes;
  const high = boxes.at(-1);
  if (!low || !high) return say("summaryNone", names);
  const text = (value: number) => context.formats.value(value, parts.measure.format, { compact: true });
  const highest = { highest: high.name, highestValue: text(high.quartiles[1]) };
  if (low === high) return say("summaryOne", { ...names, ...highest });
  return say("summaryRanking", {
    ...names,
    ...highest,
    lowest: low.name,
    lowestValue: text(low.quartiles[1]),
  });
}

export const boxplot = { questions: boxQuestions, table, summary };
