import type { SheetObject } from "@/server/templates/sheet-schema";
import { drawnKinds } from "./kinds-drawn";
import type { ObjectKind, ObjectViewProps } from "./port";
import { ChartView } from "./view/chart-view";

export { modelOf } from "./kinds-drawn";

type Kind = SheetObject["kind"];

function View(props: ObjectViewProps) {
  const { object, context, answers } = props;
  const kind = drawnKinds[object.kind];
  if (!kind) return null;
  return <ChartView {...props} build={kind.build} label={kind.summary?.(object, context, answers) ?? ""} />;
}

/** How each kind of chart asks, is drawn and is read out. */
export const chartKinds: Partial<Record<Kind, ObjectKind>> = Object.fromEntries(
  Object.entries(drawnKinds).map(([kind, { build: _build, ...own }]) => [kind, { ...own, View }]),
);
