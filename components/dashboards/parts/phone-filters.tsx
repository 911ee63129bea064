"use client";

import { ChevronRight, ListFilter } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { fieldLabel } from "../object-context";
import { useRuntime, useShown } from "../runtime";
import { filterFields, useFieldCounts } from "./chips";
import { DashButton } from "./dash-button";
import { Cover } from "./floating";
import { StateBar } from "./state-bar";

/** On a phone: one button opens all fields as a sheet from below; a field opens its list box in its place. */
export function PhoneFilters() {
  const t = useTranslations("dashboards.selections");
  const { store, width } = useRuntime();
  const live = useShown((s) => s.live);
  const [open, setOpen] = useState(false);
  if (width !== "narrow" || !live) return null;
  const fields = [...new Set([...filterFields(live.sheet.objects), ...(live.sheet.pinned ?? [])])];
  const selected = Object.keys(live.selections);
  const count = selected.length;
  if (fields.length === 0) return null;
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className="fixed right-4 bottom-[calc(var(--below,0px)+16px)] z-(--z-bulk) flex h-12 items-center gap-2 rounded-full bg-(--brand) px-5 text-14 font-strong text-(--on-brand) shadow-float"
      >
        <ListFilter aria-hidden="true" className="size-4" />
        {count > 0 ? t("filtersCount", { count }) : t("filters")}
      </button>
      <Cover open={open} onClose={() => setOpen(false)} title={t("filters")} look="sheet">
        <div className="min-h-0 flex-1 divide-y divide-line overflow-y-auto px-4">
          {fields.map((field) => (
            <FilterRow
              key={field}
              field={field}
              label={fieldLabel(field, live)}
              values={(live.selections[field] ?? []).map((v) => live.formats.field(v, field)).join(", ")}
              onOpen={() => {
                setOpen(false);
                store.openField(field);
              }}
            />
          ))}
        </div>
        <div className="flex gap-2 border-t border-line bg-sunken px-4 py-2.5">
          <DashButton
            className="flex-1"
            disabled={selected.every((field) => live.locked.includes(field))}
            onClick={() => store.select({ type: "clear" })}
          >
            {t("clearAll")}
          </DashButton>
          <DashButton look="primary" className="flex-1" onClick={() => setOpen(false)}>
            {t("show")}
          </DashButton>
        </div>
      </Cover>
    </>
  );
}

function FilterRow({
  field,
  label,
  values,
  onOpen,
}: {
  field: string;
  label: string;
  values: string;
  onOpen(): void;
}) {
  const { counts, distinct } = useFieldCounts(field);
  return (
    <button type="button" onClick={onOpen} className="block w-full py-2 text-left">
      <span className="flex min-h-7 items-center gap-2 text-14">
        <b className="font-strong">{label}</b>
        <span className="ml-auto truncate text-13 text-ink-3">{values || distinct}</span>
        <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
      </span>
      <StateBar counts={counts} className="mt-1" />
    </button>
  );
}
