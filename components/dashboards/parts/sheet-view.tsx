"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { cellsOf, placeStyle } from "../grid";
import { useRuntime, useShown } from "../runtime";
import { ObjectFrame } from "./object-frame";
import { StateBlock } from "./object-states";
import { useInSteps } from "./use-in-steps";

/** The objects of the open sheet in reading order, which is also tab order and phone order. */
export function SheetView() {
  const t = useTranslations("dashboards");
  const { hide } = useRuntime();
  const live = useShown((s) => s.live);
  const shows = useShown((s) => s.shown?.shows);
  const sheet = live?.sheet;
  const cells = useMemo(() => cellsOf(sheet?.objects ?? []), [sheet]);
  const objects = (sheet?.objects ?? []).filter(
    (o) => (o.show === undefined || shows?.[o.id]) && !(o.kind === "filters" && hide.has("filters")),
  );
  const drawn = useInSteps(sheet?.sheet ?? "", objects);
  if (!live || !sheet) return null;
  if (objects.length === 0)
    return (
      <main className="px-6 py-8">
        <StateBlock title={t("empty.sheetTitle")}>
          <p className="text-ink-2">{t("empty.sheet")}</p>
        </StateBlock>
      </main>
    );
  return (
    <section
      className="dash-sheet"
      aria-label={live.text(sheet.title)}
      aria-busy={drawn.length < objects.length || undefined}
    >
      {drawn.map((object) => (
        <ObjectFrame
          key={`${sheet.sheet} ${object.id}`}
          object={object}
          style={placeStyle(object, cells.get(object.id))}
          lead={cells.get(object.id)?.lead ?? false}
          first={cells.get(object.id)?.first ?? false}
        />
      ))}
    </section>
  );
}
