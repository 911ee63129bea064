import type { SheetObject } from "@/server/templates/sheet-schema";
import type { Builder } from "./draw/model";
import { bar, barModel } from "./kinds/bar";
import { combo, comboModel } from "./kinds/combo";
import { line, lineModel } from "./kinds/line";
import type { ObjectKind, ObjectViewProps } from "./port";
import { ChartView } from "./view/chart-view";

type Kind = SheetObject["kind"];
type Words = Omit<ObjectKind, "View">;

const builders: Partial<Record<Kind, Builder>> = {
  bar: barModel,
  line: lineModel,
  combo: comboModel,
};

const words = { bar, line, combo } satisfies Partial<Record<Kind, Words>>;

function View(props: ObjectViewProps) {
  const { object, context, answers } = props;
  const build = builders[object.kind];
  const summary = (words as Partial<Record<Kind, Words>>)[object.kind]?.summary;
  return build ? (
    <ChartView {...props} build={build} label={summary?.(object, context, answers) ?? ""} />
  ) : null;
}

/** How each kind of chart asks, is drawn and is read out. */
export const chartKinds: Partial<Record<Kind, ObjectKind>> = Object.fromEntries(
  Object.entries(words).map(([kind, own]) => [kind, { ...own, View }]),
);
