"use client";

import { Contrast, Lock, LockOpen } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import { useTranslations } from "use-intl";
import { cn } from "../../ui/cn";
import { Kbd } from "../../ui/small";
import { isWithheld } from "../failure";
import { withDays } from "../find/searches";
import { DashButton } from "../parts/dash-button";
import { countOf, StateBar } from "../parts/state-bar";
import { useRuntime } from "../runtime";
import { FieldSearch } from "./field-search";
import type { Word } from "./optimistic";
import type { FilterField } from "./questions";
import { type FieldView, useField } from "./use-field";
import { useListBox } from "./use-list-box";
import { ValueList } from "./value-list";

/** The whole list box of a field: search, groups by state, ways to select, keys. Floats, or stands in a sheet. */
export function ListPanel({
  own,
  objectId,
  head,
  onClose,
}: {
  own: FilterField;
  objectId: string;
  /** False where the name stands above already. */
  head: boolean;
  onClose(): void;
}) {
  const t = useTranslations("dashboards");
  const { width } = useRuntime();
  const field = useField(own, objectId);
  const searchRef = useRef<HTMLInputElement>(null);
  const listRef = useRef<HTMLDivElement>(null);
  const narrow = width === "narrow";
  const single = own.single ?? false;
  const selectFound = () => {
    if (field.search && (!single || field.found === 1)) void field.choose("all");
  };
  const box = useListBox({
    values: field.values ?? [],
    single,
    onSelect: field.select,
    onEnter: field.search ? selectFound : undefined,
    onFind: () => searchRef.current?.focus(),
  });
  function onSearchKey(event: KeyboardEvent, text: string) {
    if (event.key === "ArrowDown") listRef.current?.focus();
    // Who types fast means what is written, not what the list has answered so far.
    else if (event.key === "Enter" && text.trim()) void field.chooseFound(withDays(text), single);
    else if (event.key !== "Enter") return;
    event.preventDefault();
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="grid gap-2 px-3 pt-3 pb-2 in-data-[width=narrow]:px-4 in-data-[width=narrow]:pt-0">
        {head ? (
          <div className="flex items-center gap-2">
            <b className="truncate text-14 font-strong">{field.label}</b>
            <span className="text-12 whitespace-nowrap text-ink-3">{field.words}</span>
            <LockButton field={field} />
          </div>
        ) : null}
        <StateBar counts={field.counts} />
        <FieldSearch field={field} inputRef={searchRef} onKey={onSearchKey} />
      </div>
      <PanelBody field={field}>
        <ValueList
          label={field.label}
          values={field.values ?? []}
          box={box}
          single={single}
          search={field.search}
          tall={narrow}
          grouped
          text={field.text}
          figure={field.figure}
          onEnd={field.more}
          listRef={listRef}
          className="flex-1 px-3 pb-2 in-data-[width=narrow]:px-4"
        />
      </PanelBody>
      {field.beyond > 0 ? (
        <p className="border-t border-line px-4 py-1.5 text-12 text-ink-2">
          {t("list.more", { count: field.beyond })}
        </p>
      ) : null}
      <Trouble field={field} />
      <PanelFoot field={field} single={single} narrow={narrow} onFound={selectFound} onClose={onClose} />
      {narrow ? null : (
        <p
          aria-hidden="true"
          className="flex gap-3 bg-sunken px-3 pb-2.5 text-12 whitespace-nowrap text-ink-3"
        >
          <span>
            <Kbd>↑↓</Kbd> {t("list.keys.move")}
          </span>
          <span>
            <Kbd>␣</Kbd> {t("list.keys.toggle")}
          </span>
          <span>
            <Kbd>↵</Kbd> {t("list.keys.found")}
          </span>
          <span>
            <Kbd>Esc</Kbd> {t("list.keys.close")}
          </span>
        </p>
      )}
    </div>
  );
}

function PanelBody({ field, children }: { field: FieldView; children: React.ReactNode }) {
  const t = useTranslations("dashboards.list");
  const failure = useTranslations("dashboards.failure");
  if (field.failure) {
    const words = isWithheld(field.failure) ? failure("withheld") : field.failure.message;
    return <p className="px-4 py-3 text-12 text-ink-2">{words}</p>;
  }
  if (field.values === null) return <ListSkeleton className="px-3" />;
  if (field.values.length > 0) return children;
  return (
    <p className="px-4 py-3 text-12 text-ink-2">
      {field.search ? t("nothing", { search: field.search }) : t("noValues")}
    </p>
  );
}

/** Why a choice came to nothing. */
export function Trouble({ field }: { field: FieldView }) {
  return (
    <p role="status" className={field.trouble ? "px-4 py-2 text-12 text-ink-2" : "sr-only"}>
      {field.trouble}
    </p>
  );
}

export function ListSkeleton({ className, rows = 6 }: { className?: string; rows?: number }) {
  return (
    <div aria-hidden="true" className={cn("dash-late grid gap-2 py-1", className)}>
      {Array.from({ length: rows }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes without a life of their own
        <i key={i} className="block h-5 rounded-1 bg-press" style={{ width: `${92 - ((i * 29) % 40)}%` }} />
      ))}
    </div>
  );
}

export function LockButton({ field }: { field: FieldView }) {
  const t = useTranslations("dashboards.selections");
  return (
    <DashButton
      look="quiet"
      square
      small
      className="ml-auto"
      disabled={field.selected === 0}
      aria-pressed={field.locked}
      aria-label={t(field.locked ? "unlock" : "lock", { field: field.label })}
      onClick={() => field.lock(!field.locked)}
    >
      {field.locked ? <Lock aria-hidden="true" /> : <LockOpen aria-hidden="true" />}
    </DashButton>
  );
}

function PanelFoot({
  field,
  single,
  narrow,
  onFound,
  onClose,
}: {
  field: FieldView;
  single: boolean;
  narrow: boolean;
  onFound(): void;
  onClose(): void;
}) {
  const t = useTranslations("dashboards");
  const off = field.locked || field.values === null;
  const grow = narrow ? "flex-1" : "";
  return (
    <div className="flex flex-wrap gap-1.5 border-t border-line bg-sunken px-3 py-2.5 in-data-[width=narrow]:px-4">
      {field.search ? (
        <DashButton
          small
          look="primary"
          disabled={off || field.found === 0 || (single && field.found > 1)}
          onClick={onFound}
          className={grow}
        >
          {t("list.selectFound", { count: field.found })}
        </DashButton>
      ) : single ? null : (
        <DashButton small disabled={off} onClick={() => void field.choose("all")} className={grow}>
          {t("list.all")}
        </DashButton>
      )}
      <DashButton small disabled={off || field.selected === 0} onClick={field.clear} className={grow}>
        {t("list.none")}
      </DashButton>
      {single ? null : <ManyButtons field={field} off={off} narrow={narrow} />}
      {narrow ? (
        <DashButton look="primary" className="w-full" onClick={onClose}>
          {t("selections.show")}
        </DashButton>
      ) : null}
    </div>
  );
}

/** Ways to select many values by their states. */
function ManyButtons({ field, off, narrow }: { field: FieldView; off: boolean; narrow: boolean }) {
  const t = useTranslations("dashboards");
  const by = (word: Word) => () => void field.choose(word);
  const grow = narrow ? "flex-1" : "";
  const outside = countOf(field.counts, ["A", "X", "XS"]);
  return (
    <>
      <DashButton small disabled={off || !field.counts.O} onClick={by("possible")} className={grow}>
        {t("list.selectPossible")}
      </DashButton>
      <DashButton small disabled={off || !field.counts.A} onClick={by("alternative")} className={grow}>
        {t("list.alternative")}
      </DashButton>
      <DashButton small disabled={off || outside === 0} onClick={by("excluded")} className={grow}>
        {t("list.excluded")}
      </DashButton>
      <DashButton
        small
        square={!narrow}
        disabled={off}
        aria-label={t("list.invert")}
        onClick={by("invert")}
        className={grow}
      >
        <Contrast aria-hidden="true" />
      </DashButton>
    </>
  );
}
