"use client";

import { Popover } from "@base-ui/react/popover";
import { Redo2, Undo2, X } from "lucide-react";
import { useCallback, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { cn } from "../../ui/cn";
import { floatingClass } from "../../ui/menu";
import { BookmarksButton } from "../bookmarks/bookmarks-button";
import { ListPanel } from "../filters/list-panel";
import { isSingle } from "../filters/questions";
import { fieldLabel } from "../object-context";
import { useRuntime, useShown } from "../runtime";
import { FLOATING } from "../state/wishes";
import { IdleChip, SelectedChip, useChipFields } from "./chips";
import { DashButton } from "./dash-button";
import { Cover } from "./floating";
import { Tools } from "./tools";

/** What is selected, always in sight: back, forward, clear all, a chip per field. Never disappears, so nothing jumps. */
export function SelectionsBar() {
  const t = useTranslations("dashboards.selections");
  const { store, width, hide } = useRuntime();
  const selection = useShown((s) => s.selection);
  const openField = useShown((s) => s.openField);
  const { selected, idle } = useChipFields();
  const chips = useRef(new Map<string, HTMLElement>());
  const narrow = width === "narrow";
  const canClear = selected.some((f) => !selection.locked.includes(f));
  const anchor = (field: string) => (element: HTMLElement | null) => {
    if (element) chips.current.set(field, element);
    else chips.current.delete(field);
  };

  const anchorOf = useCallback((field: string) => chips.current.get(field) ?? null, []);

  return (
    <div
      role="toolbar"
      aria-label={t("label")}
      className="sticky top-(--dash-top,0px) z-(--z-sticky) flex min-h-12 items-center gap-1.5 border-b border-line bg-sunken px-6 py-1.5 in-data-[width=narrow]:px-4 in-data-[width=medium]:px-4"
    >
      <div className="-ml-2 flex shrink-0">
        <DashButton
          look="quiet"
          square
          disabled={selection.past.length === 0}
          aria-label={t("back")}
          aria-keyshortcuts="Alt+ArrowLeft"
          onClick={() => store.select({ type: "back" })}
        >
          <Undo2 aria-hidden="true" />
        </DashButton>
        {narrow ? null : (
          <DashButton
            look="quiet"
            square
            disabled={selection.future.length === 0}
            aria-label={t("forward")}
            aria-keyshortcuts="Alt+ArrowRight"
            onClick={() => store.select({ type: "forward" })}
          >
            <Redo2 aria-hidden="true" />
          </DashButton>
        )}
        <DashButton
          look="quiet"
          square
          disabled={!canClear}
          aria-label={t("clearAll")}
          onClick={() => store.select({ type: "clear" })}
        >
          <X aria-hidden="true" />
        </DashButton>
        {narrow ? <BookmarksButton /> : null}
      </div>
      <i
        aria-hidden="true"
        className="mx-1 h-5 w-px shrink-0 bg-(--line-strong) in-data-[width=narrow]:hidden"
      />
      <div
        className={cn(
          "flex min-w-0 flex-1 gap-1.5",
          narrow ? "no-scrollbar -mr-4 overflow-x-auto pr-4" : "flex-wrap",
        )}
      >
        {selected.map((field) => (
          <SelectedChip key={field} field={field} open={openField === field} anchor={anchor(field)} />
        ))}
        {idle.map((field) => (
          <IdleChip key={field} field={field} open={openField === field} anchor={anchor(field)} />
        ))}
        {selected.length === 0 && width === "wide" ? (
          <span className="ml-1.5 self-center text-13 text-ink-3">{t("hint")}</span>
        ) : null}
      </div>
      {narrow ? null : <BookmarksButton />}
      {hide.has("tabs") ? <Tools className="shrink-0" /> : null}
      <FloatingList anchorOf={anchorOf} />
    </div>
  );
}

/**
 * The place a list box opened from. A first selection makes another chip of the one that was clicked: then the field's
 * present chip counts, and without one the place where it was last.
 */
function placeOf(field: string, anchorOf: (field: string) => HTMLElement | null) {
  const opener = document.activeElement;
  let last = opener?.getBoundingClientRect() ?? new DOMRect();
  return {
    getBoundingClientRect: () => {
      const element = opener?.isConnected ? opener : anchorOf(field);
      if (element) last = element.getBoundingClientRect();
      return last;
    },
  };
}

/** The open list box: below its chip, or a sheet from below on a phone. */
function FloatingList({ anchorOf }: { anchorOf(field: string): HTMLElement | null }) {
  const { store, floor, width } = useRuntime();
  const live = useShown((s) => s.live);
  const open = useShown((s) => s.openField);
  const close = () => store.openField(null);
  const anchor = useMemo(() => (open === null ? null : placeOf(open, anchorOf)), [open, anchorOf]);
  if (!live) return null;
  const own =
    open === null
      ? null
      : { field: open, sort: "state" as const, single: isSingle(open, live.sheet.objects) };
  const title = open === null ? "" : fieldLabel(open, live);
  if (width === "narrow")
    return (
      <Cover open={own !== null} onClose={close} title={title} look="sheet">
        {own ? (
          <ListPanel key={own.field} own={own} objectId={FLOATING} head={false} onClose={close} />
        ) : null}
      </Cover>
    );
  return (
    <Popover.Root open={own !== null} onOpenChange={(next) => (next ? undefined : close())}>
      <Popover.Portal container={floor}>
        <Popover.Positioner
          anchor={anchor}
          className="z-(--z-menu) outline-none"
          sideOffset={6}
          align="start"
          collisionPadding={8}
        >
          <Popover.Popup
            className={cn(
              floatingClass,
              "flex max-h-[min(560px,var(--available-height))] w-[384px] flex-col overflow-hidden p-0",
            )}
          >
            <Popover.Title className="sr-only">{title}</Popover.Title>
            {own ? <ListPanel key={own.field} own={own} objectId={FLOATING} head onClose={close} /> : null}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
