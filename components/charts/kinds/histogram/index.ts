import type { Row } from "../../data/rows";
import type { ObjectContext, ObjectKind } from "../../port";
import { sayOf } from "../../texts";
import { rankingSummary, rankingTable } from "../ranking";
import { placeOf } from "./bins";
import { histogramQuestions } from "./questions";

export { histogramModel } from "./model";

/** "25 to 30" instead of "25 <= x < 30". */
const binName =
  (context: ObjectContext) =>
  ({ key, name }: Row): string => {
    const place = placeOf(key);
    const text = (value: number) => context.formats.value(value, { kind: "number" });
    return place && place.to !== null
      ? sayOf(context)("rangeOf", { from: text(place.from), to: text(place.to) })
      : name;
  };

export const histogram: Omit<ObjectKind, "View"> = {
  questions: histogramQuestions,
  table: (object, context, answers) => rankingTable(object, context, answers, binName(context)),
  summary: (object, context, answers) => rankingSummary(object, context, answers, binName(context)),
};
