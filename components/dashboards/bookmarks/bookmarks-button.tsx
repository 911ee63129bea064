"use client";

import { Popover } from "@base-ui/react/popover";
import { Bookmark, ChevronDown } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "../../ui/cn";
import { floatingClass } from "../../ui/menu";
import { later } from "../late/later";
import { PartFailed } from "../late/part-failed";
import { DashButton } from "../parts/dash-button";
import { Cover } from "../parts/floating";
import { useRuntime, useShown } from "../runtime";

/** Not needed before somebody looks at their bookmarks. */
const Panel = later(async () => (await import("./bookmarks-panel")).BookmarksPanel, {
  waiting: () => <div className="h-40" />,
  failed: ({ again }) => (
    <div className="px-4 py-2">
      <PartFailed again={again} />
    </div>
  ),
});

/** Opens the reader's bookmarks, and names the one they stand at. */
export function BookmarksButton() {
  const t = useTranslations("dashboards.bookmarks");
  const { bookmarks, hide, width, floor } = useRuntime();
  const at = useShown((s) => (s.bookmark && s.bookmark.selection === s.selection ? s.bookmark.name : null));
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  if (!bookmarks || hide.has("bookmarks")) return null;
  const small = width !== "wide";
  if (bookmarks.refused)
    return (
      <DashButton
        look="quiet"
        square={small}
        aria-disabled
        title={bookmarks.refused}
        className="shrink-0 text-ink-off"
      >
        <Bookmark aria-hidden="true" />
        <span className={small ? "sr-only" : undefined}>{t("title")}</span>
        <span className="sr-only">. {bookmarks.refused}</span>
      </DashButton>
    );
  const close = () => setOpen(false);
  const panel = <Panel source={bookmarks} onGone={close} />;
  return (
    <>
      <DashButton
        ref={button}
        look="quiet"
        square={small}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={at ? t("at", { name: at }) : t("title")}
        className={cn("shrink-0", at && "text-ink")}
        onClick={() => setOpen(!open)}
      >
        <Bookmark aria-hidden="true" fill={at ? "currentColor" : "none"} />
        {small ? null : (
          <>
            <span className="max-w-40 truncate">{at ?? t("title")}</span>
            <ChevronDown aria-hidden="true" />
          </>
        )}
      </DashButton>
      {width === "narrow" ? (
        <Cover open={open} onClose={close} title={t("title")} look="sheet">
          <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">{open ? panel : null}</div>
        </Cover>
      ) : (
        <Popover.Root
          open={open}
          onOpenChange={(next, { event }) => {
            // The button closes it by its own click, before which the focus leaves for it.
            const to = event instanceof FocusEvent ? event.relatedTarget : event.target;
            const onButton = to instanceof Node && button.current?.contains(to);
            if (next || !onButton || event.type === "keydown") setOpen(next);
          }}
        >
          <Popover.Portal container={floor}>
            <Popover.Positioner
              anchor={button}
              className="z-(--z-menu) outline-none"
              sideOffset={6}
              align="end"
              collisionPadding={8}
            >
              <Popover.Popup
                className={cn(
                  floatingClass,
                  "flex max-h-[min(560px,var(--available-height))] w-[340px] flex-col",
                )}
              >
                <Popover.Title className="sr-only">{t("title")}</Popover.Title>
                {open ? panel : null}
              </Popover.Popup>
            </Popover.Positioner>
          </Popover.Portal>
        </Popover.Root>
      )}
    </>
  );
}
