import type { SheetObject } from "@/server/templates/sheet-schema";
import { drawnKinds } from "../charts/kinds-drawn";
import type { ObjectKind } from "../charts/port";
import { kpiFigures } from "../dashboards/kinds/kpi-figures";
import { questions as pivotQuestions } from "../dashboards/kinds/pivot/plan";
import { tableView as pivotRows } from "../dashboards/kinds/pivot/rows";
import { questions as tableQuestions } from "../dashboards/kinds/table/plan";
import { tableView as tableRows } from "../dashboards/kinds/table/rows";
import { questions as textQuestions } from "../dashboards/kinds/text-figures";

/** Every kind that a file can hold, without its view: what it asks, and its figures as rows. */
export const fileKinds: Partial<Record<SheetObject["kind"], Omit<ObjectKind, "View">>> = {
  ...drawnKinds,
  kpi: kpiFigures,
  table: { questions: tableQuestions, table: tableRows },
  pivot: { questions: pivotQuestions, table: pivotRows },
  text: { questions: textQuestions },
};
