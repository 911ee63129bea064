"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import type { DataModel } from "@/server/platform/model";
import { Notice } from "../patterns/notice";
import { Segmented } from "../ui/segmented";
import { Skeleton } from "../ui/small";
import { Details } from "./details";
import { Legend } from "./key-mark";
import { ModelList } from "./model-list";
import type { Chosen } from "./table-box";
import { useNarrow } from "./use-narrow";
import { viewModel } from "./view-model";

const ModelGraph = dynamic(() => import("./model-graph"), {
  ssr: false,
  loading: () => <Skeleton className="h-[clamp(22rem,62vh,40rem)] rounded-3" />,
});

/** What is wrong with the model, each with its tables and fields. */
function Faults({ model }: { model: DataModel }) {
  const t = useTranslations("model.fault");
  const list = (names: readonly string[]) => names.join(", ");
  return (
    <>
      {(model.loosened ?? []).map(({ table, fields, circle }) => (
        <Notice key={`${table} ${fields}`} tone={circle.length > 0 ? "warning" : "queued"} className="mb-3">
          {circle.length > 0
            ? t("circle", { circle: list(circle), table, fields: list(fields) })
            : t("byScript", { table, fields: list(fields) })}
        </Notice>
      ))}
      {model.syntheticKeys.map(({ name, tables, fields }) => (
        <Notice key={`${name} ${fields}`} tone="warning" className="mb-3">
          {t("synthetic", { tables: list(tables), fields: list(fields), name: name ?? "" })}
        </Notice>
      ))}
    </>
  );
}

/** A data model: drawn, or as tables; the latter is all there is on a narrow page. */
export function ModelViewer({
  model,
  label,
  sample,
}: {
  model: DataModel;
  /** Says whose model it is. */
  label: string;
  sample?: (field: string) => ReactNode;
}) {
  const t = useTranslations("model");
  const narrow = useNarrow();
  const [wanted, setWanted] = useState<"drawing" | "list">("drawing");
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const opener = useRef<string | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const view = useMemo(() => viewModel(model), [model]);
  const choose = useCallback((next: Chosen) => {
    opener.current = next.table;
    setChosen(next);
  }, []);
  const close = () => {
    setChosen(null);
    const buttons = frame.current?.querySelectorAll<HTMLElement>("[data-table]") ?? [];
    [...buttons].find((button) => button.dataset.table === opener.current)?.focus({ preventScroll: true });
  };
  const drawn = !narrow && wanted === "drawing";
  return (
    <div ref={frame}>
      <Faults model={model} />
      {narrow ? null : (
        <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
          <Segmented
            label={t("show")}
            value={wanted}
            onValueChange={setWanted}
            options={[
              { value: "drawing", label: t("drawing.name") },
              { value: "list", label: t("list") },
            ]}
          />
          {drawn ? <Legend loosened={(model.loosened ?? []).length > 0} /> : null}
        </div>
      )}
      {drawn ? (
        <div className="flex gap-5 max-lg:flex-col">
          <div className="min-w-0 flex-1">
            <ModelGraph view={view} chosen={chosen} onChoose={choose} label={label} />
          </div>
          {chosen ? (
            <Details
              view={view}
              chosen={chosen}
              onChoose={choose}
              onClose={close}
              {...(sample ? { sample } : {})}
            />
          ) : null}
        </div>
      ) : (
        <ModelList view={view} />
      )}
    </div>
  );
}
