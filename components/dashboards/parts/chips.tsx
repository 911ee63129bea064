"use client";

import { ChevronDown, Lock, LockOpen, X } from "lucide-react";
import { useTranslations } from "use-intl";
import type { CellValue } from "@/server/platform/model";
import { cn } from "../../ui/cn";
import { fieldLabel } from "../object-context";
import { useRuntime, useShown } from "../runtime";
import { countOf, StateBar, type StateCounts } from "./state-bar";

/** A chip names up to this many values; more are counted. */
const NAMED = 3;

const CHIP =
  "relative flex h-9 shrink-0 items-center overflow-hidden rounded-(--brand-radius) border whitespace-nowrap in-data-[width=narrow]:h-11";

/** Fields with a chip: the selected ones in the order of selection, then those pinned or filtered. */
export function useChipFields(): { selected: string[]; idle: string[] } {
  const { width } = useRuntime();
  const live = useShown((s) => s.live);
  if (!live) return { selected: [], idle: [] };
  const selected = Object.keys(live.selections);
  const filters = width === "wide" ? [] : filterFields(live.sheet.objects);
  const idle = [...new Set([...(live.sheet.pinned ?? []), ...filters])].filter((f) => !selected.includes(f));
  return { selected, idle };
}

/** Every field that a filter pane of the sheet offers. */
export const filterFields = (objects: { fields?: { field: string }[] }[]): string[] => [
  ...new Set(objects.flatMap((o) => o.fields?.map((f) => f.field) ?? [])),
];

/** Counts of a field by state, from whatever was answered about it last. */
export function useFieldCounts(field: string): { counts: StateCounts; distinct: number } {
  const shown = useShown((s) => s.shown);
  const document = useShown((s) => s.document);
  const known = shown?.fields[field];
  const values = known
    ? undefined
    : Object.values(shown?.answers ?? {})
        .flatMap((answers) => Object.values(answers))
        .find((a) => a.kind === "values" && a.field === field);
  const counts = known?.counts ?? (values?.kind === "values" ? values.counts : {});
  return { counts, distinct: known?.distinct ?? document?.fields[field]?.distinct ?? 0 };
}

interface ChipProps {
  field: string;
  open: boolean;
  /** Keeps the chip's element, for the list box to stand below. */
  anchor(element: HTMLElement | null): void;
}

export function SelectedChip({ field, open, anchor }: ChipProps) {
  const t = useTranslations("dashboards.selections");
  const { store } = useRuntime();
  const live = useShown((s) => s.live);
  const { counts, distinct } = useFieldCounts(field);
  if (!live) return null;
  const values = live.selections[field] ?? [];
  const locked = live.locked.includes(field);
  const label = fieldLabel(field, live);
  const gone = countOf(counts, ["XS"]) > 0 && countOf(counts, ["S", "L"]) === 0;
  const name = (value: CellValue) => live.formats.field(value, field);
  const named = values.length <= NAMED;
  const count = t("count", { count: values.length, total: Math.max(distinct, values.length) });
  const Padlock = locked ? Lock : LockOpen;
  return (
    <div
      ref={anchor}
      className={cn(
        CHIP,
        "max-w-80 border-(--brand-line) bg-surface pr-1",
        open && "border-(--brand) ring-1 ring-(--brand)",
      )}
    >
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => store.openField(open ? null : field)}
        className="flex h-full min-w-0 items-center gap-2 px-2.5 text-13 focus-visible:-outline-offset-2"
      >
        <span className="text-ink-3">{label}</span>
        <b className={cn("truncate font-strong", gone && "font-medium text-ink-2 line-through")}>
          {named ? values.map(name).join(", ") : count}
        </b>
        {named ? <span className="text-12 text-ink-3 in-data-[width=narrow]:hidden">{count}</span> : null}
      </button>
      <ChipButton
        label={t(locked ? "unlock" : "lock", { field: label })}
        onClick={() => store.select({ type: "lock", field, on: !locked })}
        className={locked ? "text-(--brand-text)" : ""}
      >
        <Padlock aria-hidden="true" />
      </ChipButton>
      {locked ? null : (
        <ChipButton
          label={t("clear", { field: label })}
          onClick={() => store.select({ type: "clear", field })}
        >
          <X aria-hidden="true" />
        </ChipButton>
      )}
      <StateBar counts={counts} className="absolute inset-x-0 bottom-0" />
    </div>
  );
}

function ChipButton({
  label,
  onClick,
  className,
  children,
}: {
  label: string;
  onClick(): void;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className={cn(
        "grid size-6 shrink-0 place-items-center rounded-1 text-ink-3 hover:bg-press hover:text-ink in-data-[width=narrow]:size-10 [&_svg]:size-3.5",
        className,
      )}
    >
      {children}
    </button>
  );
}

export function IdleChip({ field, open, anchor }: ChipProps) {
  const t = useTranslations("dashboards.selections");
  const { store } = useRuntime();
  const live = useShown((s) => s.live);
  const { counts, distinct } = useFieldCounts(field);
  if (!live) return null;
  const possible = countOf(counts, ["O"]);
  return (
    <button
      ref={anchor}
      type="button"
      aria-haspopup="dialog"
      aria-expanded={open}
      onClick={() => store.openField(open ? null : field)}
      className={cn(
        CHIP,
        "gap-2 border-dashed border-n-6 px-2.5 text-13 text-ink-2 hover:bg-hover focus-visible:-outline-offset-2",
        open && "border-solid border-(--brand) ring-1 ring-(--brand)",
      )}
    >
      {fieldLabel(field, live)}
      <span className="text-12 text-ink-3">
        {counts.X ? t("count", { count: possible, total: distinct }) : distinct}
      </span>
      <ChevronDown aria-hidden="true" className="size-3 text-ink-3" />
    </button>
  );
}
